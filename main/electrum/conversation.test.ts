import { describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import type { Logger } from '../ports/logger.ts';
import { createScriptedTransport, type Way } from '../testing/scripted-transport.ts';
import { createConversation, type ConversationRequest } from './conversation.ts';

/** @returns what a log at the usual level has of one exchange */
async function loggedOf(request: ConversationRequest, status: number, way: Way = { kind: 'open' }): Promise<readonly string[]> {
  const clock = createManualClock();
  const transport = createScriptedTransport({
    clock,
    way: () => way,
    serve: () => Promise.resolve({ status, contentType: undefined, body: '' }),
  });
  const settings = {
    url: 'https://bills.example',
    basePath: '/v4',
    user: '600123',
    password: 'x',
    timeoutMs: 1_000,
    topic: 'bill',
  };
  const logged: string[] = [];
  const write = (event: string): void => void logged.push(event);
  const logger: Logger = { debug: () => {}, info: write, warn: write, error: write, with: () => logger };
  await createConversation(settings, { transport, clock }).exchange('operation', request, logger);
  return logged;
}

describe('the log of a conversation', () => {
  const once: ConversationRequest = { method: 'POST', path: 'payments/1', body: '{}', onFreshConnection: true };
  const repeated: ConversationRequest = { method: 'POST', path: 'payments/1/confirmations/2', body: '{}' };

  it('has what must not be sent twice before it is sent, and what became of it', async () => {
    expect(await loggedOf(once, 201)).toEqual(['bill-asked', 'bill-answered']);
    expect(await loggedOf(once, 400)).toEqual(['bill-asked', 'bill-answered']);
  });

  it('has of what is sent until it is answered only what did not go well: ten thousand advices must not push out what matters', async () => {
    expect(await loggedOf(repeated, 202)).toEqual([]);
    expect(await loggedOf(repeated, 302)).toEqual(['bill-answered']);
    expect(await loggedOf(repeated, 503)).toEqual(['bill-answered']);
    expect(await loggedOf(repeated, 202, { kind: 'closed' })).toEqual(['bill-answered']);
  });
});
