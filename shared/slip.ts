import type { BillKind } from './bill.ts';
import type { BillLine, BillLineReason } from './bill-line.ts';
import type { QrTender } from './qr-tender.ts';
import { dueMinor, paidByCodeMinor, type Sale } from './sale.ts';
import type { ServiceSlipLine } from './service-slip.ts';

/** What the customer takes along, as data: the screen, the printer and the PDF show the same lines. */
export interface Slip {
  readonly title: 'receipt' | 'not-charged' | 'outcome-unknown' | 'abandoned';
  readonly number: number;
  readonly at: string;
  readonly lines: readonly SlipLine[];
  /** Each bill of the sale, as its biller wants it on paper. Empty where the sale is a plain amount. */
  readonly bills: readonly SlipBill[];
  /** Each payment by code that the customer made, as the service wants it on paper. */
  readonly codes: readonly SlipCode[];
  /** Charged by a person's evidence, not by the terminal's answer. */
  readonly isResolvedByHand: boolean;
  readonly isDemonstration: boolean;
}

/** `money` in minor units of the sale's currency; `text` as it came. The label is a key of `texts.slip`. */
export type SlipLine =
  | { readonly label: SlipLabel; readonly money: number; readonly isTotal?: boolean }
  | { readonly label: SlipLabel; readonly text: string };

export type SlipLabel =
  | 'reference'
  | 'amount'
  | 'fee'
  | 'total'
  | 'method'
  | 'card'
  | 'authCode'
  | 'transactionId'
  | 'terminalTime'
  | 'billType'
  | 'cash'
  | 'handed'
  | 'change'
  | 'paidByCard'
  | 'paidByCode'
  | 'cashReturned'
  | 'cashToReturn';

/** One bill on the slip. Money in minor units of the sale's currency. */
export interface SlipBill {
  readonly kind: BillKind;
  /** Empty where the reference alone routes. */
  readonly biller: string;
  readonly reference: string;
  readonly amountMinor: number;
  /** For the customer there are three: an advice that is still on its way changes nothing for them. */
  readonly state: 'paid' | 'not-paid' | 'unknown';
  /** Why it was not paid. */
  readonly reason?: BillLineReason;
  /** The payment's name at its issuer. It must reach the customer, because a refund needs it (billpay 3.2). */
  readonly issuerReference?: string;
  readonly phoneNumber?: string;
  /** The biller's own lines, as it wants them, and how many characters of the normal size go into one. Only of a bill that is paid. */
  readonly lines: readonly ServiceSlipLine[];
  readonly widthCharacters?: number;
}

/** One payment by code on the slip. Money in minor units of the sale's currency. */
export interface SlipCode {
  /** Whose app or bank paid. */
  readonly partner: string;
  readonly amountMinor: number;
  readonly state: 'paid' | 'not-paid' | 'unknown';
  /** The payment's name at whoever issued it: what the customer finds it by. */
  readonly issuerReference?: string;
  readonly phoneNumber?: string;
  /** The service's own lines, as it wants them. Only of a payment that stands. */
  readonly lines: readonly ServiceSlipLine[];
  readonly widthCharacters?: number;
}

/**
 * The slip of a sale that is decided. The customer pays amount + fee (BDS 3), and the slip says both and their sum.
 * A sale that was not approved has no total: nothing was paid.
 */
export function slipOf(sale: Sale, isDemonstration: boolean): Slip {
  return {
    title: titleOf(sale),
    number: sale.number,
    at: sale.endedAt ?? sale.begunAt,
    lines: [...linesOfAmount(sale), ...linesOfTenders(sale), ...linesOfCard(sale)],
    bills: (sale.bills ?? []).map((bill) => slipBillOf(sale, bill)),
    codes: (sale.codes ?? []).flatMap((tender) => slipCodeOf(sale, tender)),
    isResolvedByHand: sale.resolution !== undefined,
    isDemonstration,
  };
}

function titleOf({ outcome }: Sale): Slip['title'] {
  switch (outcome) {
    case 'approved':
      return 'receipt';
    case 'outcome-unknown':
    case 'waiting':
      return 'outcome-unknown';
    case 'abandoned':
      return 'abandoned';
    case 'open':
    case 'declined':
    case 'cancelled':
    case 'failed':
      return 'not-charged';
  }
}

function linesOfAmount(sale: Sale): readonly SlipLine[] {
  const lines: SlipLine[] = [];
  // A sale of bills has its references in its bills, and an amount only while one of them is paid or may be.
  if (!sale.bills) lines.push({ label: 'reference', text: sale.reference }, { label: 'billType', text: sale.billType });
  const isNothing = sale.bills !== undefined && sale.outcome !== 'approved' && sale.outcome !== 'outcome-unknown';
  if (!isNothing) lines.push({ label: 'amount', money: sale.amountMinor });
  if (sale.outcome !== 'approved') return lines;
  if (sale.feeMinor > 0) lines.push({ label: 'fee', money: sale.feeMinor });
  lines.push({ label: 'total', money: sale.amountMinor + sale.feeMinor, isTotal: true });
  return lines;
}

/** Cash with its change, and how much by which means where there was more than one. */
function linesOfTenders(sale: Sale): readonly SlipLine[] {
  const { cash } = sale;
  // Given up: the customer leaves with what they handed over, or has still to get it.
  if (sale.outcome === 'abandoned')
    return cash ? [{ label: cash.isReturned ? 'cashReturned' : 'cashToReturn', money: cash.amountMinor, isTotal: true }] : [];
  const byCodeMinor = paidByCodeMinor(sale);
  const byCardMinor = sale.outcome === 'approved' ? dueMinor(sale) + sale.feeMinor : 0;
  const isSplit = cash !== undefined || (byCodeMinor > 0 && byCardMinor > 0);
  const lines: SlipLine[] = [];
  if (cash)
    lines.push(
      { label: 'cash', money: cash.amountMinor },
      { label: 'handed', money: cash.handedMinor },
      { label: 'change', money: cash.handedMinor - cash.amountMinor },
    );
  if (isSplit && byCodeMinor > 0) lines.push({ label: 'paidByCode', money: byCodeMinor });
  if (isSplit && byCardMinor > 0) lines.push({ label: 'paidByCard', money: byCardMinor });
  return lines;
}

function linesOfCard({ card }: Sale): readonly SlipLine[] {
  const lines: SlipLine[] = [];
  if (card?.paymentMethod) lines.push({ label: 'method', text: card.paymentMethod });
  if (card?.lastFour) lines.push({ label: 'card', text: card.lastFour });
  if (card?.authCode) lines.push({ label: 'authCode', text: card.authCode });
  if (card?.transactionId) lines.push({ label: 'transactionId', text: card.transactionId });
  if (card?.transactionAt) lines.push({ label: 'terminalTime', text: card.transactionAt });
  return lines;
}

function slipBillOf(sale: Sale, bill: BillLine): SlipBill {
  const { kind, biller, reference, approvedMinor, requestedMinor, reason, slip } = bill;
  const state = slipBillState(sale, bill);
  return {
    kind,
    biller: biller.name,
    reference,
    amountMinor: approvedMinor ?? requestedMinor,
    state,
    ...(state === 'not-paid' && reason ? { reason } : {}),
    ...(slip?.issuerReference === undefined ? {} : { issuerReference: slip.issuerReference }),
    ...(slip?.phoneNumber === undefined ? {} : { phoneNumber: slip.phoneNumber }),
    // They read like a receipt, so they stand on nothing else.
    lines: state === 'paid' ? (slip?.lines ?? []) : [],
    ...(slip?.widthCharacters === undefined ? {} : { widthCharacters: slip.widthCharacters }),
  };
}

/** Only what the customer did pay, or may take for paid: a code that nobody scanned is no part of a receipt. */
function slipCodeOf({ outcome }: Sale, { approvedMinor, partner, slip }: QrTender): readonly SlipCode[] {
  if (approvedMinor === undefined) return [];
  const state = stateOnPaper(outcome);
  return [
    {
      partner: partner?.name ?? '',
      amountMinor: approvedMinor,
      state,
      ...(slip?.issuerReference === undefined ? {} : { issuerReference: slip.issuerReference }),
      ...(slip?.phoneNumber === undefined ? {} : { phoneNumber: slip.phoneNumber }),
      lines: state === 'paid' ? (slip?.lines ?? []) : [],
      ...(slip?.widthCharacters === undefined ? {} : { widthCharacters: slip.widthCharacters }),
    },
  ];
}

/** What the service agreed to is paid with the sale that holds it; what it never agreed to was not. */
function slipBillState({ outcome }: Sale, { approvedMinor }: BillLine): SlipBill['state'] {
  return approvedMinor === undefined ? 'not-paid' : stateOnPaper(outcome);
}

function stateOnPaper(outcome: Sale['outcome']): SlipBill['state'] {
  if (outcome === 'approved') return 'paid';
  return outcome === 'outcome-unknown' || outcome === 'waiting' ? 'unknown' : 'not-paid';
}
