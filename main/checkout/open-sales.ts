import type { Failure } from '../../shared/failure.ts';
import type { QrId, SaleId } from '../../shared/ids.ts';
import { parseAmount } from '../../shared/money.ts';
import { isUnderWay } from '../../shared/qr-tender.ts';
import { fail, invariant, ok, type Result } from '../../shared/result.ts';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import type { SaleDefaults } from '../../shared/sale-input.ts';
import type { AppendFailure, Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import type { Logger } from '../ports/logger.ts';
import { admitOrder, type SaleOrder } from './admit-order.ts';
import type { BillDesk, PreparedBill } from './bill-desk.ts';
import type { QrDesk } from './qr-desk.ts';
import { checkBills, hasUnanswered, unresolvedBills, type BillInput } from './bill-input.ts';

/** What the counter does with a sale that is open before its money is taken: the tenders follow, the card last, or the sale is abandoned. */
export interface OpenSales {
  /** Opens a sale of an amount, for several tenders. Nothing is asked of anybody yet. */
  openSale(order: SaleOrder): Promise<Result<Sale, Failure>>;
  /** Has bills reserved, before any money is taken. */
  requestBills(order: BillsOrder): Promise<Result<Sale, Failure>>;
  /** Cash for the open sale: all that is due, with change, or a part of it before a card. */
  payCash(saleId: SaleId, handed: string): Promise<Result<Sale, Failure>>;
  /**
   * A code for all that is still due, or for a part of it, before any card. The code and its end come to the window later.
   * While one is under way, asking again changes nothing.
   */
  payByCode(saleId: SaleId, amount?: string): Promise<Result<Sale, Failure>>;
  /** The cashier gives the payment by code up that is under way: the till is free at once, whatever the customer does now is undone. */
  cancelCode(saleId: SaleId, qrId: QrId): Promise<Result<Sale, Failure>>;
  /** A card for all that is still due in the open sale; answers as `begin` does. */
  payCard(saleId: SaleId): Promise<Result<Sale, Failure>>;
  /** Every reserved bill and payment by code is reversed; cash that was taken is the customer's again. */
  abandon(saleId: SaleId): Promise<Result<Sale, Failure>>;
  cashReturned(saleId: SaleId): Promise<Result<Sale, Failure>>;
}

/** Bills to be reserved, as the cashier typed them. */
export interface BillsOrder {
  readonly saleId: SaleId;
  readonly bills: readonly BillInput[];
  readonly overrideReason?: string | undefined;
}

/** What keeps the counter busy in an open sale. */
export type OpenOrder =
  BillsOrder | { readonly saleId: SaleId; readonly opens: SaleOrder } | { readonly saleId: SaleId; readonly payCard: true };

/** What the checkout lends: its one conversation, its terminal, its counter. */
export interface OpenSalesParts {
  readonly journal: Journal;
  readonly logger: Logger;
  readonly defaults: SaleDefaults;
  readonly bills: BillDesk | undefined;
  readonly codes: QrDesk | undefined;
  mayBegin(): Promise<Result<void, Failure>>;
  mayWrite(): Promise<Result<void, Failure>>;
  present(sale: Sale): Sale;
  converse(order: OpenOrder, lookAt: () => Promise<Result<Sale, Failure>>): Promise<Result<Sale, Failure>>;
  isConversing(): boolean;
  takeCard(saleId: SaleId, begun: Extract<Fact, { kind: 'payment-begun' }>): Promise<Result<Sale, Failure>>;
  write(saleId: SaleId, ...facts: readonly [Fact, ...Fact[]]): Promise<Result<Sale, Failure>>;
  notWritten(saleId: SaleId, failure: AppendFailure): Promise<Result<never, Failure>>;
  showOpen(sale: Sale): void;
}

/**
 * Between looking at a sale and writing to it nothing else can happen to it: what is awaited is awaited before the look,
 * or under the conversation, which keeps cash and abandoning out while a card is about to be asked for.
 */
export function createOpenSales(parts: OpenSalesParts): OpenSales {
  const { journal, logger, defaults, bills, codes, mayBegin, mayWrite, present, converse, isConversing } = parts;
  const { takeCard, write, notWritten, showOpen } = parts;

  function openSale(order: SaleOrder): Promise<Result<Sale, Failure>> {
    const { saleId } = order;
    return converse({ saleId, opens: order }, async () => {
      const admitted = await admitOrder(parts, order);
      if (!admitted.ok) return admitted;
      if (admitted.value.kind === 'known') return ok(present(admitted.value.sale));
      const opened = await write(saleId, { kind: 'sale-opened', ...admitted.value.beginning });
      if (opened.ok) showOpen(opened.value);
      return opened;
    });
  }

  function requestBills(order: BillsOrder): Promise<Result<Sale, Failure>> {
    return converse(order, () => lookAtBills(order));
  }

  async function lookAtBills(order: BillsOrder): Promise<Result<Sale, Failure>> {
    const { saleId } = order;
    if (!bills) return fail({ kind: 'no-bill-service' });
    const checked = checkBills(order.bills, defaults);
    if (!checked.ok) return fail({ kind: 'bad-input', problems: checked.failure });
    const begin = await mayBegin();
    if (!begin.ok) return begin;
    const known = journal.sale(saleId);
    if (known) return ok(present(known));
    const earlier = unresolvedBills(checked.value, journal.open()).map((sale) => sale.saleId);
    const overrideReason = order.overrideReason?.trim();
    if (earlier.length > 0 && !overrideReason) return fail({ kind: 'blocked', earlier });
    const override = earlier.length > 0 && overrideReason ? { reason: overrideReason, earlier: [...earlier] } : undefined;
    const prepared: PreparedBill[] = [];
    for (const [position, payment] of checked.value.entries()) {
      const made = bills.prepare(payment, position);
      invariant(made.ok, `a bill that was checked keeps the field rules: ${JSON.stringify(made.ok ? '' : made.failure)}`);
      const { fact, ...rest } = made.value;
      prepared.push({ ...rest, fact: { ...fact, ...(override ? { override } : {}) } });
    }
    const requested = bills.request(saleId, prepared);
    if (!requested.ok) return notWritten(saleId, requested.failure);
    const { sale, answered } = requested.value;
    logger.info('bills-requested', { saleId, number: sale.number, bills: prepared.length });
    showOpen(sale);
    void answered.catch((error: unknown) => logger.error('bills-not-asked', { saleId, error }));
    return ok(sale);
  }

  /** The open sale at the counter, if it is this one and nothing is under way in it. */
  function findOpen(saleId: SaleId): Result<Sale, Failure> {
    const sale = journal.sale(saleId);
    if (!sale) return fail({ kind: 'no-such-sale', saleId });
    if (sale.outcome !== 'open' || isConversing()) return fail({ kind: 'not-now', saleId, outcome: sale.outcome });
    return ok(sale);
  }

  async function payCash(saleId: SaleId, handed: string): Promise<Result<Sale, Failure>> {
    const amount = parseAmount(handed, defaults.currency, defaults.locale);
    if (!amount.ok) return fail({ kind: 'bad-input', problems: [{ field: 'handed', code: `amount-${amount.failure}` }] });
    const isWritable = await mayWrite();
    if (!isWritable.ok) return isWritable;
    const open = findOpen(saleId);
    if (!open.ok) return open;
    if (open.value.cash || isAsking(open.value)) return fail({ kind: 'not-now', saleId, outcome: 'open' });
    return write(saleId, {
      kind: 'cash-taken',
      amountMinor: Math.min(amount.value, dueMinor(open.value)),
      handedMinor: amount.value,
    });
  }

  function payCard(saleId: SaleId): Promise<Result<Sale, Failure>> {
    return converse({ saleId, payCard: true }, async () => {
      const begin = await mayBegin();
      if (!begin.ok) return begin;
      const sale = journal.sale(saleId);
      if (!sale) return fail({ kind: 'no-such-sale', saleId });
      if (sale.outcome !== 'open' || isAsking(sale)) return fail({ kind: 'not-now', saleId, outcome: sale.outcome });
      const { currency, reference, payor, processingMethod, applicationType } = sale;
      // Of bills the terminal knows nothing: it is told the usual type.
      const billType = sale.bills ? defaults.billType : sale.billType;
      const request = { amountMinor: dueMinor(sale), currency, reference, payor, billType, processingMethod, applicationType };
      return takeCard(saleId, { kind: 'payment-begun', request });
    });
  }

  async function payByCode(saleId: SaleId, typed?: string): Promise<Result<Sale, Failure>> {
    if (!codes) return fail({ kind: 'no-qr-service' });
    const amount = typed === undefined ? undefined : parseAmount(typed, defaults.currency, defaults.locale);
    if (amount?.ok === false)
      return fail({ kind: 'bad-input', problems: [{ field: 'amount', code: `amount-${amount.failure}` }] });
    const begin = await mayBegin();
    if (!begin.ok) return begin;
    const open = findOpen(saleId);
    if (!open.ok) return open;
    const sale = open.value;
    // Fifty presses of a key are one payment.
    if (sale.codes?.some(isUnderWay)) return ok(present(sale));
    if (hasUnanswered(sale)) return fail({ kind: 'not-now', saleId, outcome: 'open' });
    const due = dueMinor(sale);
    const amountMinor = amount?.value ?? due;
    if (amountMinor > due) return fail({ kind: 'bad-input', problems: [{ field: 'amount', code: 'more-than-due' }] });
    const begun = codes.begin(saleId, amountMinor);
    if (!begun.ok) return notWritten(saleId, begun.failure);
    logger.info('code-begun', { saleId, amountMinor });
    showOpen(begun.value);
    return begun;
  }

  async function cancelCode(saleId: SaleId, id: QrId): Promise<Result<Sale, Failure>> {
    const isWritable = await mayWrite();
    if (!isWritable.ok) return isWritable;
    const open = findOpen(saleId);
    if (!open.ok) return open;
    const tender = open.value.codes?.find(({ qrId }) => qrId === id);
    // Nothing is under way any more, whoever was quicker: the sale says what became of it.
    if (!codes || !tender || !isUnderWay(tender)) return ok(present(open.value));
    return write(saleId, codes.giveUp(tender));
  }

  async function abandon(saleId: SaleId): Promise<Result<Sale, Failure>> {
    const isWritable = await mayWrite();
    if (!isWritable.ok) return isWritable;
    const open = findOpen(saleId);
    if (!open.ok) return open;
    const abandoned: Fact = { kind: 'sale-abandoned', reason: { code: 'abandoned-by-cashier' } };
    const underWay = open.value.codes?.find(isUnderWay);
    // In one step: nobody may be left to scan a code of a sale that is given up.
    return underWay && codes ? write(saleId, codes.giveUp(underWay), abandoned) : write(saleId, abandoned);
  }

  async function cashReturned(saleId: SaleId): Promise<Result<Sale, Failure>> {
    const isWritable = await mayWrite();
    if (!isWritable.ok) return isWritable;
    const sale = journal.sale(saleId);
    if (!sale) return fail({ kind: 'no-such-sale', saleId });
    if (sale.outcome !== 'abandoned' || sale.cash?.isReturned !== false)
      return fail({ kind: 'not-now', saleId, outcome: sale.outcome });
    return write(saleId, { kind: 'cash-returned' });
  }

  return { openSale, requestBills, payByCode, cancelCode, payCash, payCard, abandon, cashReturned };
}

/** Is a service still to say something, or a customer about to pay? No other money is taken before. */
function isAsking(sale: Sale): boolean {
  return hasUnanswered(sale) || (sale.codes?.some(isUnderWay) ?? false);
}
