import type { BillId, SaleId } from '../../shared/ids.ts';
import { invariant, type Result } from '../../shared/result.ts';
import type { Institution } from '../../shared/institution.ts';
import { isPaidByCode, type Sale } from '../../shared/sale.ts';
import type { Advice } from '../advices/advice.ts';
import type { BillService } from '../billpay/bill-service.ts';
import type { BillTender } from '../billpay/messages.ts';
import { cardTender, cashTender, walletTender } from '../billpay/tenders.ts';
import type { JournalRecord } from '../journal/record.ts';
import { decidedAt, givenUpKinds, paidKinds } from './decided-at.ts';
import type { AdviceKind } from './effect.ts';

/**
 * The advice that a bill is owed, made from the journal alone: its id was written down before the request, its time is that of the record
 * which decided it, its tenders are those that paid. Made again after a restart it is the same, to the byte (billpay 5.2).
 */
export function adviceOfBill(
  service: Pick<BillService, 'makePaymentConfirmation' | 'makeReversal'>,
  sale: Sale,
  records: readonly JournalRecord[],
  billId: BillId,
  kind: AdviceKind,
): Result<Advice, unknown> {
  const { requested, approved, unanswered } = storyOf(records, billId);
  const { basis } = unanswered?.fact.basis ? { basis: unanswered.fact.basis } : (approved?.fact ?? requested.fact);
  const saleId: SaleId = sale.saleId;
  if (kind === 'confirmation') {
    invariant(approved, 'only what was reserved is confirmed');
    const time = decidedAt(records, paidKinds);
    const tenders = tendersOf(sale).get(billId) ?? [];
    const { confirmationId: adviceId } = requested.fact;
    return service.makePaymentConfirmation({
      basis,
      adviceId,
      saleId,
      time,
      tenders,
      approvedAmountMinor: approved.fact.approvedMinor,
    });
  }
  const { reversalId: adviceId } = requested.fact;
  const time = unanswered?.at ?? decidedAt(records, givenUpKinds);
  return service.makeReversal({ basis, adviceId, saleId, time, reversalReason: unanswered?.fact.reversalReason ?? 'CANCELLED' });
}

type RecordOf<Kind extends JournalRecord['fact']['kind']> = JournalRecord & {
  readonly fact: Extract<JournalRecord['fact'], { kind: Kind }>;
};

function storyOf(
  records: readonly JournalRecord[],
  billId: BillId,
): {
  readonly requested: RecordOf<'bill-requested'>;
  readonly approved: RecordOf<'bill-approved'> | undefined;
  readonly unanswered: RecordOf<'bill-unanswered'> | undefined;
} {
  const find = <Kind extends 'bill-requested' | 'bill-approved' | 'bill-unanswered'>(kind: Kind): RecordOf<Kind> | undefined =>
    records.find((record): record is RecordOf<Kind> => record.fact.kind === kind && record.fact.billId === billId);
  const requested = find('bill-requested');
  invariant(requested, 'an advice is about a bill that was requested');
  return { requested, approved: find('bill-approved'), unanswered: find('bill-unanswered') };
}

/** Which part of each tender paid which bill: cash first, then codes, then the card, in the order of the bills. Their sums are the bills' approved amounts. */
export function tendersOf(sale: Sale): ReadonlyMap<BillId, readonly BillTender[]> {
  const cashMinor = sale.cash && !sale.cash.isReturned ? sale.cash.amountMinor : 0;
  const evidence = sale.resolution?.verdict === 'charged' ? { authCode: sale.resolution.evidence } : {};
  const card = { ...evidence, ...sale.card };
  let cashLeft = cashMinor;
  const codes = (sale.codes ?? [])
    .filter((tender) => isPaidByCode(tender, sale.outcome))
    .map(({ approvedMinor = 0, partner }) => ({ leftMinor: approvedMinor, partner }));
  const paid = new Map<BillId, BillTender[]>();
  for (const { billId, state, approvedMinor = 0 } of sale.bills ?? []) {
    if (state === 'declined' || state === 'reversing' || state === 'reversed') continue;
    const fromCash = Math.min(cashLeft, approvedMinor);
    cashLeft -= fromCash;
    const fromCodes = takeFromCodes(codes, approvedMinor - fromCash);
    const fromCard = approvedMinor - fromCash - fromCodes.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    paid.set(billId, [
      ...(fromCash > 0 ? [cashTender(fromCash)] : []),
      ...fromCodes,
      ...(fromCard > 0 ? [cardTender(fromCard, card, sale.processingMethod)] : []),
    ]);
  }
  return paid;
}

/** Takes up to this much from the codes that are left, and leaves less of them. */
function takeFromCodes(
  codes: readonly { leftMinor: number; readonly partner: Institution | undefined }[],
  wantedMinor: number,
): readonly BillTender[] {
  let wanted = wantedMinor;
  const tenders: BillTender[] = [];
  for (const code of codes) {
    const taken = Math.min(code.leftMinor, wanted);
    if (taken === 0) continue;
    code.leftMinor -= taken;
    wanted -= taken;
    tenders.push(walletTender(taken, code.partner));
  }
  return tenders;
}
