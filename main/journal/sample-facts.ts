import type { Currency } from '../../shared/currency.ts';
import type { SaleId } from '../../shared/ids.ts';
import { invariant } from '../../shared/result.ts';
import type { Outcome } from '../../shared/sale.ts';
import type { Clock } from '../ports/clock.ts';
import type { Project } from './journal.ts';
import type { Fact } from './record.ts';

/** Facts for tests, and the plainest projection of them. Apart from the contract suite, because processes that a test kills use them too. */

/** Ids that a reader can tell apart: sale 7 is …000000000007. */
export function saleIdOf(number: number): SaleId {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as SaleId;
}

export function begun(amountMinor = 1200, reference = '987987'): Fact {
  return {
    kind: 'payment-begun',
    request: {
      amountMinor,
      currency: 'USD' as Currency,
      reference,
      payor: { firstName: 'Ada', postalCode: '36832' },
      billType: 'Utility',
      processingMethod: 'Credit',
      applicationType: 'Cashier',
    },
  };
}

export const approved: Fact = {
  kind: 'payment-approved',
  feeMinor: 35,
  card: { transactionId: '4711', lastFour: '1111', authCode: '00A1B2' },
  discrepancies: [],
  deviceWarning: false,
};

export const declined: Fact = { kind: 'payment-declined', reason: { code: 'declined-by-issuer' }, deviceWarning: false };
export const unknown: Fact = { kind: 'payment-outcome-unknown', reason: { code: 'connection-lost', detail: 'ECONNRESET' } };

const outcomeAfter: { readonly [kind in Fact['kind']]?: Outcome } = {
  'payment-begun': 'waiting',
  'payment-approved': 'approved',
  'payment-declined': 'declined',
  'payment-cancelled': 'cancelled',
  'payment-failed': 'failed',
  'payment-outcome-unknown': 'outcome-unknown',
  'payment-resolved': 'approved',
};

/** The plainest projection: enough for the journal, which knows nothing of payments. The till's own is the checkout's. */
export const projectPlainly: Project = (previous, { at, saleId, saleNumber, fact }) => {
  if (fact.kind === 'payment-begun') {
    invariant(previous === undefined, 'a payment begins once');
    return {
      ...fact.request,
      payor: { ...fact.request.payor },
      saleId,
      number: saleNumber,
      begunAt: at,
      outcome: 'waiting',
      feeMinor: 0,
      discrepancies: [],
      deviceWarning: false,
    };
  }
  invariant(previous, 'a payment that has begun');
  const outcome = outcomeAfter[fact.kind] ?? previous.outcome;
  return fact.kind === 'payment-approved' ? { ...previous, outcome, feeMinor: fact.feeMinor } : { ...previous, outcome };
};

/** A clock that stands still until it is told otherwise. */
export function steppingClock(start = '2026-11-21T09:00:00.000Z'): Pick<Clock, 'now'> & { set(moment: string): void } {
  let nowMs = Date.parse(start);
  return {
    now: () => nowMs,
    set: (moment) => {
      nowMs = Date.parse(moment);
    },
  };
}
