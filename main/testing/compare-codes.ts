import type { QrTender } from '../../shared/qr-tender.ts';
import type { Sale } from '../../shared/sale.ts';

/** What the QR service really has of one payment, by the id that the till gave it. */
export interface BookedCode {
  readonly id: string;
  readonly tranId: string;
  readonly amountMinor: number;
  /** `requested`: it arrived and took no effect. */
  readonly state: 'requested' | 'waiting' | 'authorised' | 'declined' | 'expired' | 'confirmed' | 'reversed';
  readonly reservedMinor: number;
  /** What has really moved: 0 unless it is confirmed. */
  readonly takenMinor: number;
}

/** What is wrong between the service's book and the journal: a sentence for each case. */
export interface CodeDifferences {
  /** Payments by code that are owed an advice, and of how many the journal says that the service has it. */
  readonly advices: number;
  readonly delivered: number;
  /** Money that moved and the journal does not know, or the other way round. */
  readonly conflicting: readonly string[];
  /** Reserved, or owed an advice, when nothing is on its way any more. */
  readonly stuck: readonly string[];
}

/** The service's view of each payment equals the till's, once nothing is on its way any more (qr 9.4). */
export function compareCodes(booked: readonly BookedCode[], sales: readonly Sale[]): CodeDifferences {
  const conflicting: string[] = [];
  const stuck: string[] = [];
  let advices = 0;
  let delivered = 0;
  const bookedById = new Map(booked.map((payment) => [payment.id, payment]));
  const known = new Set<string>();
  for (const sale of sales) {
    for (const tender of sale.codes ?? []) {
      known.add(tender.qrId);
      const payment = bookedById.get(tender.qrId);
      const isTold = tender.state === 'confirmed' || tender.state === 'reversed';
      if (isTold) delivered += 1;
      if (isTold || tender.state !== 'declined') advices += 1;
      if (!isTold && tender.state !== 'declined') stuck.push(describe(sale, tender));
      const isTaken = (payment?.takenMinor ?? 0) > 0;
      if ((tender.state === 'confirmed') !== isTaken)
        conflicting.push(`${describe(sale, tender)}, but the service has ${payment?.state ?? 'nothing'}`);
      else if (isTaken && (payment?.takenMinor !== tender.approvedMinor || payment?.tranId !== tender.tranId))
        conflicting.push(`${describe(sale, tender)}, but the service took ${payment?.takenMinor} for ${payment?.tranId}`);
    }
  }
  const takenTranIds = new Set<string>();
  for (const { id, tranId, state, reservedMinor, takenMinor } of booked) {
    if (takenMinor > 0 && takenTranIds.has(tranId)) conflicting.push(`the code ${tranId} was paid twice`);
    if (takenMinor > 0) takenTranIds.add(tranId);
    if (!known.has(id)) conflicting.push(`payment ${id} (${state}) is in no sale of the journal`);
    if (reservedMinor > 0 || state === 'waiting') stuck.push(`payment ${id} is ${state}, and ${reservedMinor} is reserved`);
  }
  return { advices, delivered, conflicting, stuck };
}

/** What codes really paid of a sale. */
export function takenByCodes(booked: readonly BookedCode[], { codes = [] }: Pick<Sale, 'codes'>): number {
  const ids = new Set<string>(codes.map(({ qrId }) => qrId));
  return booked.reduce((sum, { id, takenMinor }) => sum + (ids.has(id) ? takenMinor : 0), 0);
}

function describe(sale: Sale, { amountMinor, state }: QrTender): string {
  return `a code for ${amountMinor} of sale ${sale.number} (${sale.outcome}) is ${state}`;
}
