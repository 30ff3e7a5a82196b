import type { AdviceId, QrId } from '../../shared/ids.ts';
import type { QrTender } from '../../shared/qr-tender.ts';
import { invariant, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Advice } from '../advices/advice.ts';
import type { Fact, FactKind, JournalRecord } from '../journal/record.ts';
import type { QrService } from '../qr/qr-service.ts';
import { decidedAt, givenUpKinds, paidKinds } from './decided-at.ts';
import type { AdviceKind } from './effect.ts';
import { projectSale } from './transition.ts';

/**
 * The advice that a payment by code is owed, made from the journal alone: its ids were written down before the code was asked for, its time is
 * that of the record which decided it. Made again after a restart it is the same, to the byte (qr 6.1).
 */
export function adviceOfCode(
  service: Pick<QrService, 'makeConfirmation' | 'makeReversal'>,
  { saleId }: Pick<Sale, 'saleId'>,
  records: readonly JournalRecord[],
  tender: QrTender,
  kind: AdviceKind,
): Result<Advice, unknown> {
  const find = <Kind extends FactKind>(wanted: Kind): FactOf<Kind> | undefined => findFact(records, tender.qrId, wanted)?.fact;
  const begun = find('qr-begun');
  const paymentBegun = find('qr-payment-begun');
  invariant(begun && paymentBegun, 'an advice is about a payment that was sent');
  const approved = find('qr-approved');
  const unanswered = find('qr-unanswered');
  const ended = find('qr-payment-ended');
  // The answer's, where one came, even after the payment was given up: it names who else knows the payment (qr 3.4).
  const basis =
    approved?.basis ?? unanswered?.basis ?? (tender.retold === undefined ? undefined : ended?.basis) ?? paymentBegun.basis;
  if (kind === 'confirmation') {
    invariant(approved, 'only what was reserved is confirmed');
    return service.makeConfirmation({
      basis,
      saleId,
      adviceId: idOf(begun, tender, begun.confirmationId),
      time: timeOf(records, tender, paidKinds),
      approvedAmountMinor: approved.approvedMinor,
    });
  }
  return service.makeReversal({
    basis,
    saleId,
    adviceId: idOf(begun, tender, begun.reversalId),
    time: timeOf(records, tender, givenUpKinds),
    reversalReason: unanswered?.reversalReason ?? 'CANCELLED',
  });
}

function idOf({ spareIds }: FactOf<'qr-begun'>, { retold = 0 }: QrTender, first: AdviceId): AdviceId {
  const id = retold === 0 ? first : spareIds[retold - 1];
  invariant(id, 'an advice is told again no more often than it has ids');
  return id;
}

type FactOf<Kind extends FactKind> = Extract<Fact, { kind: Kind }>;

function findFact<Kind extends FactKind>(
  records: readonly JournalRecord[],
  qrId: QrId,
  kind: Kind,
): (JournalRecord & { readonly fact: FactOf<Kind> }) | undefined {
  return records.find(
    (record): record is JournalRecord & { readonly fact: FactOf<Kind> } =>
      record.fact.kind === kind && (('qrId' in record.fact && record.fact.qrId === qrId) || isAbout(record.fact, qrId)),
  );
}

function isAbout(fact: Fact, qrId: QrId): boolean {
  return 'requestId' in fact && fact.requestId === qrId;
}

/** One that was told again is a new advice, and has the moment at which that was decided. */
function timeOf(records: readonly JournalRecord[], tender: QrTender, kinds: readonly FactKind[]): string {
  if (tender.retold !== undefined) return retoldAt(records, tender);
  const own = findFact(records, tender.qrId, 'qr-unanswered') ?? findFact(records, tender.qrId, 'qr-cancelled');
  return own?.at ?? decidedAt(records, kinds);
}

/** The record after which it was to be told so often: the sale's own story says which. */
function retoldAt(records: readonly JournalRecord[], { qrId, retold }: QrTender): string {
  let sale: Sale | undefined;
  const record = records.find((each) => {
    sale = projectSale(sale, each);
    return sale.codes?.some((tender) => tender.qrId === qrId && tender.retold === retold);
  });
  invariant(record, 'an advice that is told again has its reason on the record');
  return record.at;
}
