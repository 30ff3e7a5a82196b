import { assertNever } from '../../shared/result.ts';
import type { TerminalState } from '../../shared/terminal-status.ts';
import { parseExactJson, text, valueOf } from '../http/exact-json.ts';
import { ownWords } from '../http/own-words.ts';
import type { HttpAnswer, TransportFailure } from '../http/transport.ts';
import { statusAnswer } from './wire.ts';

/** What one look at the terminal has told. */
export interface SeenState {
  readonly state: TerminalState;
  /** The service's own words, or a code. */
  readonly detail?: string;
}

/**
 * What an answer to `GET status` means (BDS 2).
 * @param isTaking whether a transaction of our own is open: a terminal that is busy with it looks like none at all
 */
export function decodeStatusAnswer(answer: HttpAnswer, isTaking: boolean): SeenState {
  if (answer.status === 401) return { state: 'wrong-credentials' };
  if (answer.status !== 200) return { state: 'unexpected-answer', detail: `HTTP ${answer.status}` };
  const parsed = statusAnswer.safeParse(parseExactJson(answer.body));
  if (!parsed.success) return { state: 'unexpected-answer' };
  const description = ownWords(valueOf(parsed.data, 'Description', text) ?? '');
  return { state: stateOf(parsed.data.StatusCode, isTaking), ...(description === '' ? {} : { detail: description }) };
}

function stateOf(statusCode: string, isTaking: boolean): TerminalState {
  switch (statusCode) {
    case '1':
      return 'available';
    case '2':
      return isTaking ? 'in-use' : 'no-terminal';
    case '3':
      return 'not-available';
    default:
      // 0 is Unknown; a number that this till does not know cannot be determined either, and its description is shown.
      return 'state-unknown';
  }
}

/** What it means that no answer came: four states that the till names apart from the service's own (BDS 2). */
export function stateOfFailure({ kind, detail }: TransportFailure): SeenState {
  switch (kind) {
    case 'not-connected':
      return { state: 'service-down', detail };
    case 'timed-out':
    case 'connection-lost':
      return { state: 'no-answer', detail };
    case 'unreadable':
      return { state: 'unexpected-answer', detail };
    default:
      return assertNever(kind);
  }
}
