import type { QrId } from '../../shared/ids.ts';
import type { QrTender } from '../../shared/qr-tender.ts';
import { invariant, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Advice } from '../advices/advice.ts';
import type { Fact, FactKind, JournalRecord } from '../journal/record.ts';
import type { QrService } from '../qr/qr-service.ts';
import { decidedAt, givenUpKinds, paidKinds } from './decided-at.ts';
import type { AdviceKind } from './effect.ts';

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
  const basis = approved?.basis ?? unanswered?.basis ?? (tender.usesSpareId ? ended?.basis : undefined) ?? paymentBegun.basis;
  if (kind === 'confirmation') {
    invariant(approved, 'only what was reserved is confirmed');
    return service.makeConfirmation({
      basis,
      saleId,
      adviceId: tender.usesSpareId ? begun.spareId : begun.confirmationId,
      time: timeOf(records, tender, paidKinds),
      approvedAmountMinor: approved.approvedMinor,
    });
  }
  return service.makeReversal({
    basis,
    saleId,
    adviceId: tender.usesSpareId ? begun.spareId : begun.reversalId,
    time: timeOf(records, tender, givenUpKinds),
    reversalReason: unanswered?.reversalReason ?? 'CANCELLED',
  });
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

/** One that goes out under its second id is a new advice, and has the moment at which that was decided. */
function timeOf(records: readonly JournalRecord[], tender: QrTender, kinds: readonly FactKind[]): string {
  const { qrId, usesSpareId } = tender;
  if (usesSpareId) return newAdviceAt(records, qrId);
  const own = findFact(records, qrId, 'qr-unanswered') ?? findFact(records, qrId, 'qr-cancelled');
  return own?.at ?? decidedAt(records, kinds);
}

/** When the id turned out to be somebody else's, or when both were known: that the reversal found nothing, and that its request is over. */
function newAdviceAt(records: readonly JournalRecord[], qrId: QrId): string {
  const idTaken = findFact(records, qrId, 'advice-id-taken');
  const ended = findFact(records, qrId, 'qr-payment-ended');
  const foundNothing = findFact(records, qrId, 'advice-delivered');
  const both = ended && foundNothing && (ended.sequence > foundNothing.sequence ? ended : foundNothing);
  const first = idTaken && both ? (idTaken.sequence < both.sequence ? idTaken : both) : (idTaken ?? both);
  invariant(first, 'a second id has its reason on the record');
  return first.at;
}
