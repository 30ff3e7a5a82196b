import type { LimitProblem } from '../bill-limits.ts';
import type { BillLine } from '../bill-line.ts';
import type { Currency } from '../currency.ts';
import type { Failure } from '../failure.ts';
import { formatAmount, formatMoney } from '../money.ts';
import type { QrTenderReason } from '../qr-tender.ts';
import { assertNever } from '../result.ts';
import type { FieldProblem } from '../sale-input.ts';
import type { CardDetails, Outcome, Reason } from '../sale.ts';
import type { Stake } from '../stakes.ts';
import type { Texts } from './translate.ts';
import { en, type FactKind } from './en.ts';

/** What a failure means to the person who asked: a sentence or two that end with what to do. */
export function describeFailure({ t, locale }: Texts, failure: Failure): string {
  switch (failure.kind) {
    case 'terminal-not-ready':
      return t('failure.terminal-not-ready', {
        terminal: t(`terminal.${failure.state}`),
        advice: t(`terminalAdvice.${failure.state}`),
      });
    case 'disk-full':
      return t('failure.disk-full', {
        free: formatBytes(failure.freeBytes, locale),
        needed: formatBytes(failure.neededBytes, locale),
      });
    case 'not-written':
      return t('failure.not-written', { detail: failure.detail });
    case 'journal-damaged':
      return t('failure.journal-damaged', { sequence: failure.lastGoodSequence });
    case 'wrong-mode':
      return t('failure.wrong-mode', { folderMode: failure.folderMode });
    case 'unknown-call':
      return t('failure.unknown-call', { name: failure.name });
    case 'bad-call':
      return t('failure.bad-call', { detail: failure.detail });
    case 'bill-refused':
      return t('failure.bill-refused', { reason: describeBillReason({ t, locale }, failure.reason) });
    case 'internal':
      return t('failure.internal', { incidentId: failure.incidentId });
    case 'bad-input':
    case 'blocked':
    case 'terminal-busy':
    case 'sale-open':
    case 'not-now':
    case 'no-bill-service':
    case 'no-qr-service':
    case 'no-such-advice':
    case 'journal-too-new':
    case 'id-reused':
    case 'no-such-sale':
    case 'not-unresolved':
    case 'till-unreachable':
      return t(`failure.${failure.kind}`);
    default:
      return assertNever(failure);
  }
}

/** What is wrong with one field, and how it should look. */
export function describeProblem({ t, locale }: Texts, problem: Pick<FieldProblem, 'code' | 'limit'>, currency: Currency): string {
  return t(`problem.${problem.code}`, { limit: problem.limit ?? '', example: formatAmount(1234, currency, locale) });
}

/** Which limit of a bill an amount breaks. */
export function describeLimitProblem(
  texts: Texts,
  { code, limitMinor = 0 }: { readonly code: LimitProblem['code']; readonly limitMinor?: number },
  currency: Currency,
): string {
  const limit = describeMoney(texts, limitMinor, currency);
  switch (code) {
    case 'below-least':
      return texts.t('bill.belowLeast', { least: limit });
    case 'above-most':
      return texts.t('bill.aboveMost', { most: limit });
    case 'nothing-to-pay':
      return texts.t('bill.nothingToPay');
  }
}

/**
 * Why a sale ended as it did, in words; with the service's own words, or those of whoever resolved it, where there are any.
 * @param outcome the sale's: a till that stopped leaves a payment unknown, but a sale that nobody had paid yet it gives up
 */
export function describeReason({ t }: Texts, reason: Reason, outcome?: Outcome): string {
  const isUnpaid = reason.code === 'till-stopped' && outcome === 'abandoned';
  const sentences: string[] = [isUnpaid ? t('stoppedBeforePaid') : t(`reason.${reason.code}`)];
  if (reason.field !== undefined) sentences.push(t('common.serviceRefuses', { field: t(`field.${reason.field}`) }));
  // Where no bill was left each of them says why, with the service's own words.
  if (reason.detail !== undefined && reason.detail !== '' && reason.code !== 'no-bill-left') {
    const isByHand = reason.code === 'resolved-charged' || reason.code === 'resolved-not-charged';
    sentences.push(
      isByHand ? t('detail.reasonWas', { reason: reason.detail }) : t('common.serviceSays', { detail: reason.detail }),
    );
  }
  return sentences.join(' ');
}

/** Why a bill came to nothing, in words; with the service's own words, where it had any. */
export function describeBillReason({ t }: Pick<Texts, 't' | 'locale'>, reason: NonNullable<BillLine['reason']>): string {
  const sentence = t(`billReason.${reason.code}`);
  return reason.detail ? `${sentence} ${t('common.serviceSays', { detail: reason.detail })}` : sentence;
}

/** Why a payment by code, or a code for one, came to nothing, in words; with the service's own words, where it had any. */
export function describeQrReason({ t }: Pick<Texts, 't'>, reason: QrTenderReason): string {
  const sentence = t(`qrReason.${reason.code}`);
  return reason.detail ? `${sentence} ${t('common.serviceSays', { detail: reason.detail })}` : sentence;
}

/** What would become of what is at stake, if the till ended now. */
export function describeStake(texts: Texts, stake: Stake, currency: Currency): string {
  const { t } = texts;
  const sentences: string[] = [];
  switch (stake.kind) {
    case 'card-at-terminal':
      sentences.push(t('leave.cardAtTerminal', { amount: describeMoney(texts, stake.amountMinor, currency) }));
      if (stake.bills > 0) sentences.push(t('leave.frozen', { count: stake.bills }));
      break;
    case 'sale-open':
      if (stake.bills > 0) sentences.push(t('leave.saleOpen', { count: stake.bills }));
      if (stake.codes > 0) sentences.push(t('leave.codes', { count: stake.codes }));
      if (stake.cashMinor > 0) sentences.push(t('leave.cash', { amount: describeMoney(texts, stake.cashMinor, currency) }));
      break;
    case 'advices': {
      const { waiting, needsAttention, oldestAgeMs } = stake;
      if (waiting > 0) sentences.push(t('leave.waiting', { count: waiting, age: describeSpan(texts, oldestAgeMs) }));
      if (needsAttention > 0) sentences.push(t('leave.attention', { count: needsAttention }));
      break;
    }
  }
  return sentences.join(' ');
}

/** `12 s`, `3 min`, `5 h`: how old something is, where the words around it say so. */
export function describeSpan({ t }: Pick<Texts, 't'>, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 90) return t('age.secondsLong', { count: seconds });
  const minutes = Math.floor(seconds / 60);
  return minutes < 90 ? t('age.minutesLong', { count: minutes }) : t('age.hoursLong', { count: Math.floor(minutes / 60) });
}

/** What an attempt to tell a service came to. Where no answer came it is said in words, with the code for IT; an answer is shown as it came. */
export function describeAdviceAnswer({ t }: Pick<Texts, 't'>, detail: string): string {
  const space = detail.indexOf(' ');
  const [kind, code] = space < 0 ? [detail, ''] : [detail.slice(0, space), detail.slice(space + 1)];
  return isKeyOf(en.advices.answer, kind) ? t(`advices.answer.${kind}`, { code }) : detail;
}

/** `Visa credit`; a method that this till does not know is shown as it came. */
export function describeMethod({ t }: Texts, paymentMethod: string): string {
  return isKeyOf(en.method, paymentMethod) ? t(`method.${paymentMethod}`) : paymentMethod;
}

/** `Visa credit •••• 1234`, or what there is of it. Empty where nothing is known of the card. */
export function describeCard(texts: Texts, card: CardDetails | undefined): string {
  const method = card?.paymentMethod === undefined ? '' : describeMethod(texts, card.paymentMethod);
  const lastFour = card?.lastFour === undefined ? '' : texts.t('slip.cardEnding', { lastFour: card.lastFour });
  return [method, lastFour].filter((part) => part !== '').join(' ');
}

/** The sentence of a fact; one that this till does not know is shown by its name, never hidden. */
export function describeFact({ t }: Texts, kind: string): string {
  return isKeyOf(en.fact, kind) ? t(`fact.${kind satisfies FactKind}`) : kind;
}

/** `$12.00` in the texts' locale. */
export function describeMoney({ locale }: Texts, amountMinor: number, currency: Currency): string {
  return formatMoney(amountMinor, currency, locale);
}

/** `850 MB`: sizes of disks, for people. */
export function formatBytes(bytes: number, locale: string): string {
  const isGiga = bytes >= 1_000_000_000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: isGiga ? 'gigabyte' : 'megabyte',
    maximumFractionDigits: isGiga ? 1 : 0,
  }).format(bytes / (isGiga ? 1_000_000_000 : 1_000_000));
}

function isKeyOf<Table extends object>(table: Table, key: string): key is Extract<keyof Table, string> {
  return Object.hasOwn(table, key);
}
