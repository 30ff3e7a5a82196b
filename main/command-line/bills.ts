import { randomUUID } from 'node:crypto';
import type { BillDetails, Biller, BillKind } from '../../shared/bill.ts';
import { limitProblem, limitsOf } from '../../shared/bill-limits.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { Institution } from '../../shared/institution.ts';
import type { RequestOf } from '../../shared/ipc/contract.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { parseAmount, toDecimal } from '../../shared/money.ts';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import { describeFailure, describeLimitProblem, describeMoney } from '../../shared/texts/describe.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import { seenAfterStop } from '../checkout/transition.ts';
import type { Till } from '../till.ts';
import { drainMs } from './advices.ts';
import type { Answer } from './answer.ts';
import { call, type CommandParts } from './command-parts.ts';
import { exitCodeOfOutcome, exitCodes } from './exit-codes.ts';
import { listenForLeaving, type Interruptible, type Leaving } from './leaving.ts';
import type { BillName, Command } from './parse-command.ts';
import { refuse } from './refuse.ts';
import { saleAsJson } from './sale-as-json.ts';
import { saleAsLines } from './sale-as-text.ts';
import { watchCounter } from './watch-counter.ts';

/** What is due on a bill. Moves no money. */
export async function lookUp({ till, settings, texts }: CommandParts, name: BillName): Promise<Answer> {
  const bill = await billOf(till, name);
  if (!bill.ok) return refuse(texts, bill.failure, settings.currency);
  const found = await call(till, 'bill/look-up', { bill: bill.value });
  if (!found.ok) return refuse(texts, found.failure, settings.currency, { reference: 'account' });
  const { details } = found.value;
  return {
    exitCode: exitCodes.done,
    json: { isOffered: details !== undefined, ...details },
    lines: details ? detailsAsLines(texts, details) : [texts.t('commandLine.noLookUp')],
  };
}

function detailsAsLines(texts: Texts, { reference, balance, least, most, dueDate }: BillDetails): readonly string[] {
  const money = (amount: BillDetails['balance']): string =>
    amount ? describeMoney(texts, amount.amountMinor, amount.currency) : '–';
  return [
    texts.t('commandLine.due', {
      reference,
      balance: money(balance),
      least: money(least),
      most: money(most),
      date: dueDate ?? '–',
    }),
  ];
}

type PayBillParts = CommandParts & Interruptible;

/**
 * Has a bill reserved, takes the money, and has the biller told. Ctrl+C gives the bill back as long as the biller is asked; while a card is at
 * the terminal it is as with every card. Money that was taken stays taken.
 */
export async function payBill(
  parts: PayBillParts,
  { bill: name, amount, tender, isLookedUp, overrideReason }: Extract<Command, { kind: 'pay-bill' }>,
): Promise<Answer> {
  const { till, settings, texts } = parts;
  const bill = await billOf(till, name);
  if (!bill.ok) return refuse(texts, bill.failure, settings.currency);
  const beyond = isLookedUp ? await beyondLimits(parts, bill.value, amount) : undefined;
  if (beyond) return beyond;
  const optionNames = {
    'bills.0.amount': 'amount',
    'bills.0.reference': referenceOptions[name.kind],
    overrideReason: 'override',
    ...(tender.kind === 'split' ? { handed: 'cash' } : {}),
  };
  const saleId = randomUUID() as SaleId;
  const watch = watchCounter(till, saleId);
  const requested = await call(till, 'bill/request', {
    saleId,
    bills: [{ ...bill.value, amount }],
    ...(overrideReason === undefined ? {} : { overrideReason }),
  });
  if (!requested.ok) return refuse(texts, requested.failure, settings.currency, optionNames);
  // Listened to before anybody is told about it: a Ctrl+C in between would end the process.
  const cancelling = cancelOnInterrupt(parts, saleId);
  parts.say(texts.t('billState.requested'));
  const isAnswered = (sale: Sale): boolean => !sale.bills?.some(({ state }) => state === 'requested');
  const reserved = (await Promise.race([watch.until(isAnswered), cancelling.left])) ?? requested.value;
  cancelling.stop();
  if (cancelling.isCancelled()) return cancelled(parts, reserved);
  if (reserved.outcome !== 'open') return ended(parts, reserved);
  const leaving = tender.kind === 'cash' ? undefined : listenForLeaving(parts);
  const paid = await pay(parts, reserved, tender);
  if (!paid.ok) {
    leaving?.stop();
    // The money could not be taken: the bill is given back, so that nothing stays reserved that nobody pays.
    await call(till, 'sale/abandon', { saleId });
    const refused = refuse(texts, paid.failure, settings.currency, optionNames);
    return { ...refused, json: { ...saleAsJson(reserved), outcome: 'abandoned', ...refused.json } };
  }
  const isDecided = (sale: Sale): boolean => (sale.outcome !== 'open' && sale.outcome !== 'waiting') || lastCardFailed(sale);
  const decided = (await Promise.race([watch.until(isDecided), ...(leaving ? [leaving.left] : [])])) ?? seenAfterStop(paid.value);
  leaving?.stop();
  if (decided.outcome !== 'open') return ended(parts, decided);
  const abandoned = await call(till, 'sale/abandon', { saleId });
  return ended(parts, abandoned.ok ? abandoned.value : decided, decided.failedCards?.at(-1)?.outcome);
}

/** The first Ctrl+C gives the bill back, whatever the biller answers; the second does not wait for the answer: the next till does what is left. */
function cancelOnInterrupt(
  { till, texts, say, onInterrupt }: PayBillParts,
  saleId: SaleId,
): Leaving & { isCancelled(): boolean } {
  let isCancelled = false;
  let stop = (): void => {};
  const left = new Promise<undefined>((resolve) => {
    stop = onInterrupt(() => {
      if (isCancelled) {
        resolve(undefined);
        return;
      }
      isCancelled = true;
      say(texts.t('commandLine.billCancelled'));
      void call(till, 'sale/abandon', { saleId });
    });
  });
  return { left, isCancelled: () => isCancelled, stop: () => stop() };
}

/** Given up once more, for a disk that did not take it the first time: no money is taken for what somebody has cancelled. */
async function cancelled(parts: PayBillParts, sale: Sale): Promise<Answer> {
  const { till, texts, settings } = parts;
  const abandoned = await call(till, 'sale/abandon', { saleId: sale.saleId });
  const isGivenUp = abandoned.ok || abandoned.failure.kind === 'not-now';
  return isGivenUp ? ended(parts, sale, 'cancelled') : refuse(texts, abandoned.failure, settings.currency);
}

/** What the reference is called on the command line. */
const referenceOptions = { account: 'account', 'traffic-fine': 'notice', policy: 'policy' } as const satisfies Record<
  BillKind,
  string
>;

/**
 * Asks what may be paid, and refuses at its field an amount that may not: nothing was requested then.
 * Where nothing can be looked up, or what was typed is no amount, that says nothing about limits: the request is checked by the till and decided by the service.
 */
async function beyondLimits(
  { till, settings, texts, say }: CommandParts,
  bill: RequestOf<'bill/look-up'>['bill'],
  typed: string,
): Promise<Answer | undefined> {
  const { currency, locale } = settings;
  const amount = parseAmount(typed, currency, locale);
  if (!amount.ok) return undefined;
  const found = await call(till, 'bill/look-up', { bill });
  if (!found.ok && found.failure.kind === 'bill-refused') say(texts.t('commandLine.notLookedUp'));
  const problem = found.ok && found.value.details && limitProblem(amount.value, limitsOf(found.value.details, currency));
  if (!problem) return undefined;
  const message = describeFailure(texts, { kind: 'bad-input', problems: [] });
  const said = { field: 'amount', option: '--amount', ...problem, message: describeLimitProblem(texts, problem, currency) };
  return {
    exitCode: exitCodes.badInput,
    json: { error: { kind: 'bad-input', problems: [said], message } },
    lines: [message, `${said.option}: ${said.message}`],
  };
}

function lastCardFailed(sale: Sale): boolean {
  return sale.outcome === 'open' && (sale.failedCards?.length ?? 0) > 0;
}

async function pay(
  { till, settings, say, texts }: CommandParts,
  sale: Sale,
  tender: Extract<Command, { kind: 'pay-bill' }>['tender'],
): Promise<Result<Sale, Failure>> {
  const { saleId } = sale;
  const exact = toDecimal(dueMinor(sale), settings.currency);
  const card = (): Promise<Result<Sale, Failure>> => {
    say(`${texts.t('taking.customer')}. ${texts.t('taking.cannotCancel')}`);
    return call(till, 'sale/pay-card', { saleId });
  };
  switch (tender.kind) {
    case 'cash':
      return call(till, 'sale/pay-cash', { saleId, handed: tender.handed ?? exact });
    case 'card':
      return card();
    case 'split': {
      const cash = await call(till, 'sale/pay-cash', { saleId, handed: tender.cash });
      return cash.ok && cash.value.outcome === 'open' ? card() : cash;
    }
  }
}

/** Gives the biller's message a moment to be delivered; it is safe in any case, and goes out with the next till otherwise. */
async function ended(
  { till, settings, texts }: CommandParts,
  sale: Sale,
  /** How it came to that, where the sale itself was given up. */
  end?: 'declined' | 'cancelled' | 'failed',
): Promise<Answer> {
  const drained = sale.outcome === 'outcome-unknown' ? undefined : await call(till, 'advices/drain', { timeoutMs: drainMs });
  const shown = await call(till, 'history/show', { saleId: sale.saleId });
  // A card that is still at the terminal is left there, and then nobody knows its outcome.
  const last = seenAfterStop(shown.ok ? shown.value.sale : sale);
  return {
    exitCode: exitCodeOfOutcome(end ?? last.outcome, last.reason?.code),
    json: { ...saleAsJson(last), advicesWaiting: drained?.ok ? drained.value.waiting : undefined, mode: settings.mode },
    lines: saleAsLines(texts, last),
  };
}

/** A biller by id or by name, out of the service's list; where there is no list the reference alone routes. */
async function billOf(
  till: Till,
  { kind, biller: wanted, reference }: BillName,
): Promise<Result<RequestOf<'bill/look-up'>['bill'], Failure>> {
  if (wanted === undefined) return ok({ kind, reference });
  const list = await call(till, 'bill/billers', {});
  if (!list.ok) return list;
  const { billers } = list.value;
  const found = billers.find((biller) => isNamed(biller, wanted))?.institution;
  if (found) return ok({ kind, reference, biller: found });
  if (billers.length === 0 && /^\d{1,11}$/u.test(wanted)) {
    const biller: Institution = { id: wanted, name: wanted };
    return ok({ kind, reference, biller });
  }
  const limit = billers.map(({ institution }) => `${institution.id} ${institution.name}`).join(', ');
  return fail({ kind: 'bad-input', problems: [{ field: 'biller', code: 'not-offered', limit }] });
}

function isNamed({ institution }: Biller, wanted: string): boolean {
  return institution.id === wanted || institution.name.toLowerCase() === wanted.trim().toLowerCase();
}
