import type { SaleId } from './ids.ts';
import { isUnderWay } from './qr-tender.ts';
import { dueMinor } from './sale.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What would not end well if the till ended now: each is told to whoever ends it.
 * - `card-at-terminal`: the terminal was asked, and nobody would hear its answer.
 * - `sale-open`: bills are asked for or reserved, a customer has paid or may be about to pay by code, and cash may have been taken; the next start
 *   gives the sale up. An open sale of which nothing is so is no stake: nothing happened yet.
 * - `advices`: services still have to be told. That is safe, and goes on with the next start.
 */
export type Stake =
  | { readonly kind: 'card-at-terminal'; readonly saleId: SaleId; readonly amountMinor: number; readonly bills: number }
  | {
      readonly kind: 'sale-open';
      readonly saleId: SaleId;
      readonly bills: number;
      readonly codes: number;
      readonly cashMinor: number;
    }
  | { readonly kind: 'advices'; readonly waiting: number; readonly needsAttention: number; readonly oldestAgeMs: number };

/** What matters most comes first; empty where nothing would be the worse for it. */
export function stakesOf({ counter, advices }: Pick<Snapshot, 'counter' | 'advices'>): readonly Stake[] {
  const stakes: Stake[] = [];
  if (counter.kind === 'taking') {
    const { sale } = counter;
    stakes.push({ kind: 'card-at-terminal', saleId: sale.saleId, amountMinor: dueMinor(sale), bills: sale.bills?.length ?? 0 });
  }
  if (counter.kind === 'open') {
    const { saleId, bills = [], codes = [], cash } = counter.sale;
    const unpaid = bills.filter(({ state }) => state === 'requested' || state === 'reserved').length;
    const unsettled = codes.filter((tender) => isUnderWay(tender) || tender.state === 'reserved').length;
    const cashMinor = cash?.amountMinor ?? 0;
    if (unpaid + unsettled + cashMinor > 0)
      stakes.push({ kind: 'sale-open', saleId, bills: unpaid, codes: unsettled, cashMinor });
  }
  if (advices && advices.waiting + advices.needsAttention > 0) {
    const { waiting, needsAttention, oldestAgeMs = 0 } = advices;
    stakes.push({ kind: 'advices', waiting, needsAttention, oldestAgeMs });
  }
  return stakes;
}

/** The sale that would be cut off in the middle, if there is one. */
export function saleAtStake(stakes: readonly Stake[]): SaleId | undefined {
  for (const stake of stakes) if (stake.kind !== 'advices') return stake.saleId;
  return undefined;
}
