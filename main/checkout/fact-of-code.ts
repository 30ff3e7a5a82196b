import type { QrId } from '../../shared/ids.ts';
import { assertNever } from '../../shared/result.ts';
import type { Fact } from '../journal/record.ts';
import type { PayOutcome } from '../qr/qr-service.ts';
import { plain } from './plain.ts';

/** The fact that the service's answer to a payment by code makes true (qr 2.3, 4.5). */
export function factOfPayment(qrId: QrId, outcome: PayOutcome): Fact {
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
      return { kind: 'qr-unanswered', qrId, reversalReason, reason: plain(reason), basis: plain(basis), isOver: true };
    }
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
