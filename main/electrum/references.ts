import type { TransactionReferences } from './messages.ts';

/**
 * What names one transaction of this till ([ours] where the interfaces give no format):
 *
 *   stan                   000211                     six digits, the till's counter
 *   rrn                    607608 000211              last digit of the year, day of the year, hour, then the stan: 12 digits, unique per till and day
 *   transactionIdentifier  TILL0007-20260317-000211   till, day and counter: the number that our slip shows
 *
 * The QR service knows no format of stan and rrn, and takes these (qr 7). The counter comes from the journal and rises with every request,
 * look-ups included. Pure.
 */
export function makeReferences(made: {
  readonly requestId: string;
  readonly terminalId: string;
  /** 1, 2, 3, …: after 999999 the six digits begin again. */
  readonly counter: number;
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
  readonly basketRef?: string;
  readonly operatorId?: string;
}): TransactionReferences {
  const at = new Date(made.atMs);
  const year = at.getUTCFullYear();
  const stan = String(made.counter % 1_000_000).padStart(6, '0');
  const dayOfYear =
    Math.floor((Date.UTC(year, at.getUTCMonth(), at.getUTCDate()) - Date.UTC(year, 0, 1)) / millisecondsOfDay) + 1;
  const hour = String(at.getUTCHours()).padStart(2, '0');
  return {
    requestId: made.requestId,
    transactionIdentifier: `${made.terminalId}-${at.toISOString().slice(0, 10).replaceAll('-', '')}-${stan}`,
    rrn: `${year % 10}${String(dayOfYear).padStart(3, '0')}${hour}${stan}`,
    stan,
    ...(made.basketRef === undefined ? {} : { basketRef: made.basketRef }),
    ...(made.operatorId === undefined ? {} : { operatorId: made.operatorId }),
  };
}

const millisecondsOfDay = 24 * 60 * 60 * 1_000;
