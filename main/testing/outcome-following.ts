import { assertNever } from '../../shared/result.ts';
import type { Outcome } from '../../shared/sale.ts';
import type { JournalRecord } from '../journal/record.ts';

/** What a sale's records say about it, read without the till's own reading: the last that decides. */
export function outcomeFollowing(records: readonly JournalRecord[]): Outcome | undefined {
  let outcome: Outcome | undefined;
  /** Cash that was kept and what was reserved by code. */
  let takenMinor = 0;
  /** What was opened to be paid; absent where bills say it, or a card was asked for at once. */
  let openedMinor: number | undefined;
  /** What each bill comes to; undefined while it has no answer. */
  const bills = new Map<string, number | undefined>();
  const wasOpen = (): boolean => bills.size > 0 || openedMinor !== undefined;
  const wantedMinor = (): number => [...bills.values()].reduce<number>((sum, minor) => sum + (minor ?? 0), openedMinor ?? 0);
  const closeIfEmpty = (): void => {
    if (outcome !== 'open' || [...bills.values()].some((minor) => minor === undefined || minor > 0)) return;
    outcome = records.some(({ fact }) => fact.kind === 'bill-unanswered') ? 'failed' : 'declined';
  };
  for (const { fact } of records) {
    switch (fact.kind) {
      case 'sale-opened':
        outcome = 'open';
        openedMinor = fact.request.amountMinor;
        break;
      case 'payment-begun':
        outcome = 'waiting';
        break;
      case 'payment-approved':
        outcome = 'approved';
        break;
      case 'payment-declined':
        outcome = wasOpen() ? 'open' : 'declined';
        break;
      case 'payment-cancelled':
        outcome = wasOpen() ? 'open' : 'cancelled';
        break;
      case 'payment-failed':
        outcome = wasOpen() ? 'open' : 'failed';
        break;
      case 'payment-outcome-unknown':
        outcome = 'outcome-unknown';
        break;
      case 'payment-resolved':
        outcome = fact.verdict === 'charged' ? 'approved' : wasOpen() ? 'abandoned' : 'failed';
        break;
      case 'bill-requested':
        outcome ??= 'open';
        bills.set(fact.billId, undefined);
        break;
      case 'bill-approved':
        bills.set(fact.billId, fact.approvedMinor);
        break;
      case 'bill-declined':
      case 'bill-unanswered':
        bills.set(fact.billId, 0);
        closeIfEmpty();
        break;
      case 'cash-taken':
        takenMinor += fact.amountMinor;
        if (takenMinor === wantedMinor()) outcome = 'approved';
        break;
      case 'qr-approved':
        takenMinor += fact.approvedMinor;
        if (takenMinor === wantedMinor()) outcome = 'approved';
        break;
      case 'sale-abandoned':
        outcome = 'abandoned';
        break;
      case 'cash-returned':
      case 'advice-queued':
      case 'advice-delivered':
      case 'advice-refused':
      case 'advice-id-taken':
      case 'qr-begun':
      case 'qr-payment-begun':
      case 'qr-declined':
      case 'qr-unanswered':
      case 'qr-cancelled':
      case 'qr-payment-ended':
      case 'late-answer-received':
        break;
      default:
        assertNever(fact);
    }
  }
  return outcome;
}
