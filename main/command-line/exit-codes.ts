import type { Failure } from '../../shared/failure.ts';
import { assertNever } from '../../shared/result.ts';
import type { Outcome, ReasonCode } from '../../shared/sale.ts';
import type { TerminalState } from '../../shared/terminal-status.ts';

/** What a script learns from the command line. The README has the same table. */
export const exitCodes = {
  done: 0,
  declined: 10,
  cancelled: 11,
  /** Failed, refused or not possible, and nothing was charged. */
  failed: 12,
  /** An earlier attempt at the same bill is unresolved. */
  blocked: 13,
  outcomeUnknown: 20,
  /** Messages to a service still wait. */
  stillWaiting: 21,
  badInput: 64,
  /** A service, or the data folder that another till sells from, cannot be had. */
  unavailable: 69,
  internal: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The code of a sale that has ended. */
export function exitCodeOfOutcome(outcome: Outcome, reason?: ReasonCode): ExitCode {
  switch (outcome) {
    case 'approved':
      return exitCodes.done;
    case 'declined':
      return exitCodes.declined;
    case 'cancelled':
      return exitCodes.cancelled;
    case 'abandoned':
      return exitCodes.failed;
    case 'failed':
      return reason === 'service-unreachable' ? exitCodes.unavailable : exitCodes.failed;
    case 'open':
    case 'waiting':
    case 'outcome-unknown':
      return exitCodes.outcomeUnknown;
    default:
      return assertNever(outcome);
  }
}

const unreachableStates: ReadonlySet<TerminalState> = new Set<TerminalState>(['service-down', 'no-answer', 'not-available']);

/** The code of something that the till did not do. */
export function exitCodeOfFailure(failure: Failure): ExitCode {
  switch (failure.kind) {
    case 'bad-input':
    case 'bad-call':
    case 'unknown-call':
    case 'id-reused':
    case 'no-such-sale':
    case 'not-unresolved':
      return exitCodes.badInput;
    case 'blocked':
      return exitCodes.blocked;
    case 'terminal-not-ready':
      return unreachableStates.has(failure.state) ? exitCodes.unavailable : exitCodes.failed;
    case 'till-unreachable':
      return exitCodes.unavailable;
    case 'no-such-advice':
      return exitCodes.badInput;
    case 'no-bill-service':
    case 'no-qr-service':
      return exitCodes.badInput;
    case 'bill-refused':
      return failure.reason.code === 'service-unreachable' ? exitCodes.unavailable : exitCodes.failed;
    case 'sale-open':
    case 'not-now':
    case 'terminal-busy':
    case 'disk-full':
    case 'not-written':
    case 'journal-damaged':
    case 'journal-too-new':
    case 'wrong-mode':
      return exitCodes.failed;
    case 'internal':
      return exitCodes.internal;
    default:
      return assertNever(failure);
  }
}
