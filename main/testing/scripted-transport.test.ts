import { describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { createScriptedTransport, type Way } from './scripted-transport.ts';

const answer = { status: 201, contentType: undefined, body: '' };

/** What becomes of one request on this way, in order, within a minute. */
async function happens(way: Way): Promise<readonly string[]> {
  const clock = createManualClock();
  const happened: string[] = [];
  const transport = createScriptedTransport({
    clock,
    way: () => way,
    serve: () => Promise.resolve(answer),
  });
  const exchange = transport.exchange({
    method: 'POST',
    url: 'https://service.example/',
    timeoutMs: 60_000,
    onSent: () => happened.push('sent'),
    onLateAnswer: (late) => happened.push(late.ok ? 'answered late' : 'lost late'),
  });
  happened.push('begun');
  void exchange.then((result) => happened.push(result.ok ? 'answered' : result.failure.kind));
  await clock.advance(120_000);
  return happened;
}

describe('a request on a scripted way', () => {
  it.each([
    [{ kind: 'open' }, ['begun', 'sent', 'answered']],
    [{ kind: 'open', afterMs: 90_000 }, ['begun', 'sent', 'timed-out', 'answered late']],
    [{ kind: 'closed' }, ['begun', 'not-connected']],
    [{ kind: 'lost-before' }, ['begun', 'connection-lost']],
    [{ kind: 'lost-during' }, ['begun', 'sent', 'connection-lost']],
    [{ kind: 'lost-after' }, ['begun', 'sent', 'connection-lost']],
    [{ kind: 'silent', arrives: false }, ['begun', 'sent', 'timed-out']],
    [{ kind: 'answered-by-another', answer, arrives: false }, ['begun', 'sent', 'answered']],
    [{ kind: 'unreadable' }, ['begun', 'sent', 'unreadable']],
  ] as const)('is told as sent where it leaves: %j', async (way, expected) => {
    expect(await happens(way)).toEqual(expected);
  });
});
