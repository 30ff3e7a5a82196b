import type { Sale } from './sale.ts';

/** What the customer takes along, as data: the screen, the printer and the PDF show the same lines. */
export interface Slip {
  readonly title: 'receipt' | 'not-charged' | 'outcome-unknown';
  readonly number: number;
  readonly at: string;
  readonly lines: readonly SlipLine[];
  /** Charged by a person's evidence, not by the terminal's answer. */
  readonly isResolvedByHand: boolean;
  readonly isDemonstration: boolean;
}

/** `money` in minor units of the sale's currency; `text` as it came. The label is a key of `texts.slip`. */
export type SlipLine =
  | { readonly label: SlipLabel; readonly money: number; readonly isTotal?: boolean }
  | { readonly label: SlipLabel; readonly text: string };

export type SlipLabel =
  'reference' | 'amount' | 'fee' | 'total' | 'method' | 'card' | 'authCode' | 'transactionId' | 'terminalTime' | 'billType';

/**
 * The slip of a sale that is decided. The customer pays amount + fee (BDS 3), and the slip says both and their sum.
 * A sale that was not approved has no total: nothing was paid.
 */
export function slipOf(sale: Sale, isDemonstration: boolean): Slip {
  const { card } = sale;
  const isApproved = sale.outcome === 'approved';
  const lines: SlipLine[] = [
    { label: 'reference', text: sale.reference },
    { label: 'billType', text: sale.billType },
    { label: 'amount', money: sale.amountMinor },
  ];
  if (isApproved) {
    if (sale.feeMinor > 0) lines.push({ label: 'fee', money: sale.feeMinor });
    lines.push({ label: 'total', money: sale.amountMinor + sale.feeMinor, isTotal: true });
  }
  if (card?.paymentMethod) lines.push({ label: 'method', text: card.paymentMethod });
  if (card?.lastFour) lines.push({ label: 'card', text: card.lastFour });
  if (card?.authCode) lines.push({ label: 'authCode', text: card.authCode });
  if (card?.transactionId) lines.push({ label: 'transactionId', text: card.transactionId });
  if (card?.transactionAt) lines.push({ label: 'terminalTime', text: card.transactionAt });
  return {
    title: isApproved
      ? 'receipt'
      : sale.outcome === 'outcome-unknown' || sale.outcome === 'waiting'
        ? 'outcome-unknown'
        : 'not-charged',
    number: sale.number,
    at: sale.endedAt ?? sale.begunAt,
    lines,
    isResolvedByHand: sale.resolution !== undefined,
    isDemonstration,
  };
}
