import { describe, expect, it } from 'vitest';
import type { IncidentId } from '../../shared/ids.ts';
import { calls, type Handlers } from '../../shared/ipc/contract.ts';
import type { Logger, LogFields } from '../ports/logger.ts';
import { createDispatch } from './dispatch.ts';

interface Entry {
  readonly event: string;
  readonly fields: LogFields;
}

function recordingLogger(entries: Entry[]): Logger {
  const write = (event: string, fields: LogFields = {}): void => void entries.push({ event, fields });
  const logger: Logger = { debug: write, info: write, warn: write, error: write, with: () => logger };
  return logger;
}

function brokenHandlers(): Handlers {
  return Object.fromEntries(
    Object.keys(calls).map((name) => [
      name,
      () => {
        throw new Error('a mistake of ours');
      },
    ]),
  ) as unknown as Handlers;
}

function dispatchTo(handlers: Handlers): { dispatch: ReturnType<typeof createDispatch>; entries: Entry[] } {
  const entries: Entry[] = [];
  const ids = { incidentId: () => 'ABCD1234' as IncidentId };
  return { dispatch: createDispatch(handlers, { logger: recordingLogger(entries), ids }), entries };
}

describe('dispatch', () => {
  it('turns a programmer’s mistake into an incident that support can find in the log', async () => {
    const { dispatch, entries } = dispatchTo(brokenHandlers());
    expect(await dispatch('till/snapshot', {})).toEqual({ ok: false, failure: { kind: 'internal', incidentId: 'ABCD1234' } });
    expect(entries).toMatchObject([{ event: 'incident', fields: { incidentId: 'ABCD1234', name: 'till/snapshot' } }]);
  });

  it.each(['', 'constructor', '__proto__', 'hasOwnProperty', 'sale', 'sale/begin ', 'x'.repeat(100_000)])(
    'answers a name that is no call: %.20s',
    async (name) => {
      const { dispatch, entries } = dispatchTo(brokenHandlers());
      expect(await dispatch(name, {})).toMatchObject({ ok: false, failure: { kind: 'unknown-call' } });
      expect(JSON.stringify(entries).length).toBeLessThan(300);
    },
  );

  it.each(Object.keys(calls))('looks at the shape of %s before anything is done', async (name) => {
    const { dispatch, entries } = dispatchTo(brokenHandlers());
    for (const request of [undefined, null, 7, 'text', [], { unknown: true }]) {
      expect(await dispatch(name, request)).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
    }
    expect(entries.every(({ event }) => event === 'bad-call')).toBe(true);
  });

  it('never repeats what was sent, only where it was wrong', async () => {
    const { dispatch, entries } = dispatchTo(brokenHandlers());
    const reply = await dispatch('sale/dismiss', { saleId: 'a-secret-value' });
    expect(JSON.stringify([reply, entries])).not.toContain('a-secret-value');
    expect(reply).toMatchObject({ failure: { detail: expect.stringContaining('saleId') as unknown } });
  });
});
