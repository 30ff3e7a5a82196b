import { dueMinor, type Outcome, type Sale } from '../../shared/sale.ts';

/** A card that was really charged, as the outside world's own ledger has it. Oldest first. */
export interface Charge {
  /** Names the one attempt that this was: an echo of what the till sent, unique among all attempts. */
  readonly attempt: string;
  readonly reference: string;
  readonly amountMinor: number;
  readonly transactionId: string;
}

/** A sale as the journal has it. */
export interface BookedSale {
  readonly attempt: string;
  readonly reference: string;
  /** What a card was to be charged: 0 where cash has paid all of it. */
  readonly amountMinor: number;
  readonly outcome: Outcome;
  /** The terminal's answer had it. */
  readonly transactionId?: string | undefined;
  /** What a person wrote down who looked. */
  readonly evidence?: string | undefined;
  /** The same bill was charged again on purpose, with a reason on the record. */
  readonly hasOverride: boolean;
}

/** @param sale one whose `businessName` names its attempt: what a payor sends comes back in the ledger. A sale of bills has a reference of its own */
export function bookedSaleOf(sale: Sale): BookedSale {
  return {
    attempt: attemptOf(sale),
    reference: sale.reference,
    amountMinor: dueMinor(sale),
    outcome: sale.outcome,
    transactionId: sale.card?.transactionId,
    evidence: sale.resolution?.evidence,
    hasOverride: sale.override !== undefined,
  };
}

export function attemptOf({ payor, reference }: Pick<Sale, 'payor' | 'reference'>): string {
  return payor.businessName ?? reference;
}

/** What is wrong between the two books, a sentence for each case. */
export interface Differences {
  /** A card was charged and no sale of the journal says so. */
  readonly lost: readonly string[];
  /** One sale was charged twice, or one bill without anybody's override. */
  readonly doubled: readonly string[];
  /** A sale says approved and no card was charged for it. */
  readonly falselyApproved: readonly string[];
  /** Nobody has decided it yet. */
  readonly unresolved: readonly string[];
}

/**
 * Compares what was charged with what the journal says.
 * Each charge has exactly one counterpart, the sale of the same attempt with the same reference and amount; and each approved sale has one charge.
 */
export function compareBooks(charges: readonly Charge[], sales: readonly BookedSale[]): Differences {
  const lost: string[] = [];
  const doubled: string[] = [];
  const falselyApproved: string[] = [];
  const unresolved = sales.filter(({ outcome }) => outcome === 'waiting' || outcome === 'outcome-unknown').map(describeSale);

  const salesByAttempt = new Map<string, BookedSale>();
  for (const sale of sales) {
    if (salesByAttempt.has(sale.attempt)) doubled.push(`a second sale for one order: ${describeSale(sale)}`);
    else salesByAttempt.set(sale.attempt, sale);
  }

  const chargesByAttempt = new Map<string, Charge[]>();
  const chargedBills = new Set<string>();
  for (const charge of charges) {
    const sale = salesByAttempt.get(charge.attempt);
    const isUnresolved = sale?.outcome === 'waiting' || sale?.outcome === 'outcome-unknown';
    if (!sale || !isSameMoney(sale, charge)) lost.push(`no sale for ${describeCharge(charge)}`);
    else if (sale.outcome !== 'approved' && !isUnresolved) lost.push(`${describeSale(sale)}, but ${describeCharge(charge)}`);

    const bill = billOf(charge);
    const earlier = chargesByAttempt.get(charge.attempt) ?? [];
    if (earlier.length > 0) doubled.push(`a second charge for one sale: ${describeCharge(charge)}`);
    else if (chargedBills.has(bill) && sale?.hasOverride !== true)
      doubled.push(`a paid bill without override: ${describeCharge(charge)}`);
    chargesByAttempt.set(charge.attempt, [...earlier, charge]);
    chargedBills.add(bill);
  }

  for (const sale of sales) {
    if (sale.outcome !== 'approved' || sale.amountMinor === 0) continue;
    const own = chargesByAttempt.get(sale.attempt) ?? [];
    if (!own.some((charge) => isSameMoney(sale, charge) && namesCharge(sale, charge))) falselyApproved.push(describeSale(sale));
  }
  return { lost, doubled, falselyApproved, unresolved };
}

type Money = Pick<Charge, 'reference' | 'amountMinor'>;

function isSameMoney(sale: Money, charge: Money): boolean {
  return sale.reference === charge.reference && sale.amountMinor === charge.amountMinor;
}

/** An approval that names a transaction must name this one; an answer may have left the id out. */
function namesCharge({ transactionId, evidence }: BookedSale, charge: Charge): boolean {
  if (transactionId !== undefined) return transactionId === charge.transactionId;
  return evidence === undefined || evidence.includes(charge.transactionId);
}

/** Whatever case and white space its reference was typed with, it is one bill. */
function billOf({ reference, amountMinor }: Money): string {
  return `${reference.trim().replace(/\s+/gu, ' ').toUpperCase()} ${amountMinor}`;
}

function describeCharge({ attempt, reference, amountMinor, transactionId }: Charge): string {
  return `charge ${transactionId} (${attempt}, ${reference}, ${amountMinor})`;
}

function describeSale({ attempt, reference, amountMinor, outcome }: BookedSale): string {
  return `sale ${attempt} (${reference}, ${amountMinor}) is ${outcome}`;
}
