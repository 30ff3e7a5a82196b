import { invariant } from '../../shared/result.ts';
import type { SaleRequest } from '../../shared/sale.ts';
import type { TerminalStatus } from '../../shared/terminal-status.ts';
import type { Transport } from '../http/transport.ts';
import { timestamp, type Clock } from '../ports/clock.ts';
import type { Logger, LogFields } from '../ports/logger.ts';
import type { CardOutcome, CardTerminal, CardTerminalSettings } from './card-terminal.ts';
import { decodeTransactionAnswer, outcomeOfFailure } from './decode-answer.ts';
import { decodeStatusAnswer, stateOfFailure } from './decode-status.ts';
import { encodeTransaction } from './encode-request.ts';

/**
 * How long a status may take [ours]. The service answers it out of its own memory; three seconds is longer than any garbage collection
 * of a busy machine, and shorter than the interval at which the till asks and than a cashier's patience before a sale.
 */
const statusTimeoutMs = 3_000;

export interface CardTerminalPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The conversation with one card terminal, through the service on this machine.
 *
 *   till                                service                       customer
 *    ├── GET status ───────────────────────▶│                            │    at start, before each sale, every few seconds
 *    │◀───────────────────── StatusCode ────┤                            │
 *    ├── POST Transaction ─────────────────▶├── card, amount, PIN ──────▶│    once; no time limit; no way to cancel
 *    │        GET status ▶ 2 = in use       │          … minutes …       │
 *    │◀────── Successful, or a failure ─────┤◀───────────────────────────┤
 *    ╳ the connection is lost               └── may still charge ───────▶│    hence: outcome unknown, never asked again
 *
 * It begins to ask for the status at once, and goes on until it is closed.
 */
export function createCardTerminal(settings: CardTerminalSettings, ports: CardTerminalPorts): CardTerminal {
  const { transport, clock, logger } = ports;
  const basicAuth = { user: settings.user, password: settings.password };
  const addressOf = (operation: string): string => `${settings.url.replace(/\/+$/u, '')}/${operation}`;

  let status: TerminalStatus = { state: 'checking' };
  const listeners = new Set<(status: TerminalStatus) => void>();
  let asking: Promise<TerminalStatus> | undefined;
  let stopTimer = (): void => {};
  let isTaking = false;
  /** Counts the beginnings and the ends of our own payments: a look at the terminal that saw one of them says little. */
  let turns = 0;
  let isClosed = false;

  /** One question at a time: whoever asks while one is under way gets its answer. */
  function refreshStatus(): Promise<TerminalStatus> {
    if (isClosed) return Promise.resolve(status);
    asking ??= askForStatus().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function askForStatus(): Promise<TerminalStatus> {
    stopTimer();
    const turnsBefore = turns;
    const wasTaking = isTaking;
    try {
      const request = { method: 'GET', url: addressOf('status'), basicAuth, timeoutMs: statusTimeoutMs } as const;
      const result = await transport.exchange(request);
      // A payment of our own that was open at any moment of the question explains a busy terminal.
      const isBusyWithUs = wasTaking || isTaking || turns !== turnsBefore;
      const seen = result.ok ? decodeStatusAnswer(result.value, isBusyWithUs) : stateOfFailure(result.failure);
      learn({ ...seen, learnedAt: timestamp(clock) });
    } catch (error) {
      logger.error('terminal-status-not-understood', describe(error));
      learn({ state: 'unexpected-answer', learnedAt: timestamp(clock) });
    }
    // A payment has ended meanwhile: what was learned may be about a terminal that was still busy with it.
    scheduleNext(turns !== turnsBefore && !isTaking ? 0 : undefined);
    return status;
  }

  function scheduleNext(soonerMs?: number): void {
    stopTimer();
    if (isClosed) return;
    const afterMs = soonerMs ?? (isTaking ? settings.busyPollMs : settings.idlePollMs);
    stopTimer = clock.after(afterMs, () => void refreshStatus());
  }

  function learn(learned: TerminalStatus): void {
    if (isClosed) return;
    if (learned.state !== status.state) logger.info('terminal-status', { state: learned.state, before: status.state });
    status = learned;
    for (const listener of listeners) {
      try {
        listener(status);
      } catch (error) {
        // A window's mistake must not end the asking.
        logger.error('terminal-listener-failed', describe(error));
      }
    }
  }

  function take(request: SaleRequest, correlation: LogFields = {}): Promise<CardOutcome> {
    invariant(!isTaking, 'one conversation at a time: the terminal is taking a card');
    const body = encodeTransaction(request);
    isTaking = true;
    turns += 1;
    // The service says it at the next question; until then nobody knows better than we do. The age stays that of its last answer.
    learn({ ...status, state: 'in-use' });
    if (!asking) scheduleNext();
    return converse(body, request, logger.with(correlation)).finally(() => {
      isTaking = false;
      turns += 1;
      // Right after, but not before the answer has been written down: nothing of the till's own may come between the two.
      if (!asking) scheduleNext(0);
    });
  }

  /** Exactly one request. From the exchange on the card may be charged, so not even a mistake of our own may look like something else. */
  async function converse(body: string, request: SaleRequest, log: Logger): Promise<CardOutcome> {
    const begunMs = clock.monotonic();
    const waited = (): LogFields => ({ durationMs: Math.round(clock.monotonic() - begunMs) });
    log.info('card-asked');
    let outcome: CardOutcome;
    try {
      const result = await transport.exchange({
        method: 'POST',
        url: addressOf('Transaction'),
        basicAuth,
        body,
        onFreshConnection: true,
      });
      log.info('card-answered', {
        ...(result.ok ? { httpStatus: result.value.status } : { failure: result.failure.kind, code: result.failure.detail }),
        ...waited(),
      });
      outcome = result.ok ? decodeTransactionAnswer(result.value, request) : outcomeOfFailure(result.failure);
    } catch (error) {
      log.error('card-answer-not-understood', { ...describe(error), ...waited() });
      outcome = { kind: 'outcome-unknown', reason: { code: 'unreadable-answer' } };
    }
    log.info('card-outcome', { outcome: outcome.kind, ...codesOf(outcome) });
    return outcome;
  }

  void refreshStatus();

  return {
    status: () => status,
    refreshStatus,
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    take,
    close() {
      isClosed = true;
      stopTimer();
      listeners.clear();
    },
  };
}

function codesOf(outcome: CardOutcome): LogFields {
  if (outcome.kind !== 'approved') return { reason: outcome.reason.code };
  return { transactionId: outcome.card.transactionId, discrepancies: outcome.discrepancies.map(({ field }) => field) };
}

/** A mistake of our own without its message, which may repeat a part of an answer: its kind, and where it happened. */
function describe(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return { error: error.name, at: at.slice(0, 5).map((line) => line.trim()) };
}
