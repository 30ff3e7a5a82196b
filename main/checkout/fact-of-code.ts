import type { QrId } from '../../shared/ids.ts';
import { assertNever } from '../../shared/result.ts';
import type { Fact } from '../journal/record.ts';
import type { PayOutcome } from '../qr/qr-service.ts';
import { plain } from './plain.ts';

/**
 * The fact that the service's answer to a payment by code makes true (qr 2.3, 4.5).
 * @param isOver whether its request has arrived, or had all the time that it may take
 */
export function factOfPayment(qrId: QrId, outcome: PayOutcome, isOver: boolean): Fact {
  switch (outcome.kind) {
    case 'approved': {
      const { approvedAmountMinor: approvedMinor, partner, slip, basis } = outcome;
      return {
        kind: 'qr-approved',
        qrId,
        approvedMinor,
        partner: plain(partner),
        ...(slip ? { slip: plain(slip) } : {}),
        basis: plain(basis),
      };
    }
    case 'declined':
    case 'never-sent':
      return { kind: 'qr-declined', qrId, reason: plain(outcome.reason) };
    case 'unanswered': {
      const { reversalReason, reason, basis } = outcome;
      return { kind: 'qr-unanswered', qrId, reversalReason, reason: plain(reason), basis: plain(basis), isOver };
    }
    default:
      return assertNever(outcome);
  }
}

/**
 * Does the outcome show that the request was received? A refusal of the service's own and an answer about our transaction do. Everything else
 * may have been said by somebody in between, or by nobody, while the request was still on its way.
 */
export function hasArrived(outcome: PayOutcome): boolean {
  switch (outcome.kind) {
    case 'approved':
    case 'declined':
    case 'never-sent':
      return true;
    case 'unanswered':
      return outcome.reason.code === 'other-amount';
    default:
      return assertNever(outcome);
  }
}

/** The same, of a payment that was given up before: it changes nothing, but says whether the reversal may have come too early (qr 4.6). */
export function factOfEnd(qrId: QrId, outcome: PayOutcome): Fact {
  switch (outcome.kind) {
    case 'declined':
    case 'never-sent':
      return { kind: 'qr-payment-ended', qrId, end: 'declined' };
    case 'approved':
    case 'unanswered':
      return { kind: 'qr-payment-ended', qrId, end: 'over', basis: plain(outcome.basis) };
    default:
      return assertNever(outcome);
  }
}
