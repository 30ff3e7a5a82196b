import type { BillLimits } from '../../shared/bill-limits.ts';
import type { BillLine } from '../../shared/bill-line.ts';
import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import { dueMinor, paidByCodeMinor, type Sale } from '../../shared/sale.ts';
import {
  describeCard,
  describeFailure,
  describeLimitProblem,
  describeMoney,
  describeProblem,
} from '../../shared/texts/describe.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import type { BillProblem } from '../stores/bill-store.ts';
import { paidCodes } from '../stores/sale-codes.ts';

/** What is wrong with the bill that is being entered. */
export function describeBillProblem(texts: Texts, problem: BillProblem, currency: Currency): string {
  const { t } = texts;
  switch (problem.code) {
    case 'below-least':
    case 'above-most':
    case 'nothing-to-pay':
      return describeLimitProblem(texts, { code: problem.code, limitMinor: problem.limitMinor ?? 0 }, currency);
    case 'biller-needed':
      return t('bill.billerNeeded');
    case 'already-in':
      return t('bill.alreadyIn');
    case 'not-in-sale':
      return t('bill.notInSale');
    case 'too-full':
      return t('bill.tooFull', { limit: problem.limit ?? '' });
    default:
      return describeProblem(
        texts,
        { code: problem.code, ...(problem.limit === undefined ? {} : { limit: problem.limit }) },
        currency,
      );
  }
}

/** Why a look-up came to nothing. It reserves nothing, so nothing is taken back when it is not answered. */
export function describeLookUpFailure(texts: Texts, failure: Failure): string {
  if (isUnclear(failure)) return texts.t('bill.lookUpNoAnswer');
  // Mostly a fine that was scanned as an account, or the other way round.
  if (failure.kind === 'bill-refused' && failure.reason.code === 'transaction-not-supported') return texts.t('bill.otherKind');
  return describeFailure(texts, failure);
}

function isUnclear(failure: Failure): boolean {
  if (failure.kind !== 'bill-refused') return false;
  const { code } = failure.reason;
  return code === 'no-answer' || code === 'answer-not-final' || code === 'answer-unusable';
}

/** May a payment still be tried after this failure of its look-up? Not where the service has just said that it would refuse it. */
export function mayPayWithoutLookUp(failure: Failure): boolean {
  if (failure.kind !== 'bill-refused') return false;
  switch (failure.reason.code) {
    case 'function-not-supported':
    case 'general-error':
    case 'upstream-unavailable':
      return true;
    default:
      return isUnclear(failure);
  }
}

/** What can be paid on a bill, in one sentence or three. */
export function describeLimits(
  texts: Texts,
  { dueMinor: due, leastMinor, mostMinor }: BillLimits,
  may: { readonly less: boolean; readonly more: boolean },
  currency: Currency,
): string {
  const { t } = texts;
  const money = (amountMinor: number): string => describeMoney(texts, amountMinor, currency);
  if (mostMinor === 0) return t('bill.nothingToPay');
  if (leastMinor !== undefined && leastMinor === mostMinor) return t('bill.exactly', { amount: money(leastMinor) });
  const range =
    leastMinor !== undefined && mostMinor !== undefined
      ? t('bill.fromTo', { least: money(leastMinor), most: money(mostMinor) })
      : leastMinor !== undefined
        ? t('bill.atLeast', { least: money(leastMinor) })
        : mostMinor !== undefined
          ? t('bill.upTo', { most: money(mostMinor) })
          : t('bill.anyAmount');
  const isAny = leastMinor === undefined && mostMinor === undefined;
  if (due === undefined || due === 0 || isAny) return range;
  return [
    range,
    may.less ? t('bill.mayPayLess') : t('bill.mayNotPayLess'),
    may.more ? t('bill.mayPayMore') : t('bill.mayNotPayMore'),
  ].join(' ');
}

/** `Notwane Water Utility`, or that nobody but the reference says who it is. */
export function describeBiller({ t }: Pick<Texts, 't'>, bill: Pick<BillLine, 'biller'>): string {
  return bill.biller.name === '' ? t('bill.noName') : bill.biller.name;
}

/** What a sale is for, in one line: its reference, or its first bill and how many more. */
export function describeWhat({ t }: Texts, sale: Sale): string {
  const [first, ...others] = sale.bills ?? [];
  if (!first) return sale.reference;
  const name = [first.biller.name, first.reference].filter((part) => part !== '').join(' ');
  return others.length === 0 ? name : `${name} ${t('history.moreBills', { count: others.length })}`;
}

/** The same where it stands alone: a bare reference is said to be one. */
export function describeSubject(texts: Texts, sale: Sale): string {
  const what = describeWhat(texts, sale);
  return sale.bills ? what : texts.t('taking.reference', { reference: what });
}

/** `Cash`, `QR code Blue Heron Wallet`, `Visa credit •••• 1234`, or several of them: how a sale was paid. */
export function describeTenders(texts: Texts, sale: Sale): string {
  const cash = sale.cash && !sale.cash.isReturned ? texts.t('history.cash') : '';
  const codes = [
    ...new Set(paidCodes(sale).map(({ partner }) => texts.t('history.code', { partner: partner?.name ?? '' }).trim())),
  ];
  return [cash, ...codes, describeCard(texts, sale.card)].filter((part) => part !== '').join(', ');
}

/** How much of an approved sale was paid by which means: `$20.00 in cash, $10.00 by code, $5.00 by card`. Empty where it was one means alone. */
export function describeSplit(texts: Texts, sale: Sale): string {
  const { t } = texts;
  const money = (amountMinor: number): string => describeMoney(texts, amountMinor, sale.currency);
  const codeMinor = paidByCodeMinor(sale);
  const cardMinor = dueMinor(sale) + sale.feeMinor;
  const parts = [
    ...(sale.cash ? [t('result.inCash', { amount: money(sale.cash.amountMinor) })] : []),
    ...(codeMinor > 0 ? [t('result.byCode', { amount: money(codeMinor) })] : []),
    ...(cardMinor > 0 ? [t('result.byCard', { amount: money(cardMinor) })] : []),
  ];
  return parts.length > 1 ? parts.join(', ') : '';
}
