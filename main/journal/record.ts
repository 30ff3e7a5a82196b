import { z } from 'zod';
import type { SaleId } from '../../shared/ids.ts';
import { adviceDelivered, adviceIdTaken, adviceQueued, adviceRefused } from './advice-facts.ts';
import { billApproved, billDeclined, billRequested, billUnanswered } from './bill-facts.ts';
import { approved, begun, late, notCharged, resolved, unknown } from './card-facts.ts';
import { qrApproved, qrBegun, qrCancelled, qrDeclined, qrPaymentBegun, qrPaymentEnded, qrUnanswered } from './code-facts.ts';
import { abandoned, cashReturned, cashTaken, opened } from './open-sale-facts.ts';

/**
 * What the journal can say: facts in the past tense, each already true when it is written.
 * A fact is never changed and never taken back; what was found out later is a fact of its own.
 *
 *   payment-begun ──▶ the request may be on its way (written before it is sent)
 *     ├─▶ payment-approved | payment-declined | payment-cancelled | payment-failed     (the terminal said so)
 *     └─▶ payment-outcome-unknown ──▶ payment-resolved                                 (a person found out)
 *   late-answer-received                                                               (changes nothing)
 *
 * A sale that is open before its money is taken, for an amount or for bills:
 *
 *   sale-opened                                           an amount, to be paid by one tender or several
 *   bill-requested ──▶ the service may have reserved it (written before it is asked)
 *     ├─▶ bill-approved                                     it must be confirmed or reversed
 *     ├─▶ bill-declined                                     nothing happened there
 *     └─▶ bill-unanswered                                   it must be reversed
 *   cash-taken, qr-begun, payment-begun …                   the tenders, the card last
 *   sale-abandoned ──▶ cash-returned                        every reserved bill must be reversed
 *   advice-queued ──▶ advice-delivered | advice-refused     what the service was told, and whether it has it
 *
 * A payment by code:
 *
 *   qr-begun ──▶ the service is asked for a code; no money can move
 *     ├─▶ qr-declined                                       no code, or no payment: nothing happened there
 *     └─▶ qr-payment-begun ──▶ it may be reserved (written before it is sent, and before the code is shown)
 *           ├─▶ qr-approved                                 it must be confirmed or reversed
 *           └─▶ qr-unanswered | qr-cancelled ──▶ qr-payment-ended      it must be reversed
 */

/** The body of each kind, as it is stored. */
export const factSchema = z.discriminatedUnion('kind', [
  begun,
  opened,
  approved,
  notCharged,
  unknown,
  resolved,
  late,
  billRequested,
  billApproved,
  billDeclined,
  billUnanswered,
  cashTaken,
  cashReturned,
  abandoned,
  adviceQueued,
  adviceDelivered,
  adviceRefused,
  adviceIdTaken,
  qrBegun,
  qrPaymentBegun,
  qrApproved,
  qrDeclined,
  qrUnanswered,
  qrCancelled,
  qrPaymentEnded,
]);

export type Fact = z.output<typeof factSchema>;
export type FactKind = Fact['kind'];

/** A fact with its place in the chain. */
export interface JournalRecord {
  /** 1, 2, 3, … without a gap. */
  readonly sequence: number;
  /** When it was written, ISO 8601, UTC. */
  readonly at: string;
  readonly saleId: SaleId;
  /** The sale's own number in this till, 1, 2, 3, … without a gap: the same in each of its records, and on its slip. */
  readonly saleNumber: number;
  readonly fact: Fact;
}
