import { expect, test } from 'vitest';
import { qrReasonCodes } from '../qr.ts';
import { applicationTypes, outcomes, payorFields, processingMethods, reasonCodes } from '../sale.ts';
import { terminalStates } from '../terminal-status.ts';
import type { Currency } from '../currency.ts';
import type { SaleId } from '../ids.ts';
import type { Stake } from '../stakes.ts';
import {
  describeAdviceAnswer,
  describeBillReason,
  describeCard,
  describeFact,
  describeFailure,
  describeProblem,
  describeQrReason,
  describeReason,
  describeSpan,
  describeStake,
  formatBytes,
} from './describe.ts';
import { en } from './en.ts';
import { pseudoCatalogue, pseudoLocale, pseudoText } from './pseudo.ts';
import { createTexts } from './translate.ts';

const usd = 'USD' as Currency;

interface Tree {
  readonly [key: string]: string | Tree;
}

function leavesOf(tree: Tree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leavesOf(value, `${path}${key}.`),
  );
}

const holesOf = (text: string): string[] => (text.match(/\{\{[^}]*\}\}/gu) ?? []).toSorted();

test('every language has the same keys, and the same values to fill in', () => {
  const english = leavesOf(en);
  const pseudo = leavesOf(pseudoCatalogue(en));
  expect(pseudo.map(([key]) => key)).toEqual(english.map(([key]) => key));
  expect(pseudo.map(([, text]) => holesOf(text))).toEqual(english.map(([, text]) => holesOf(text)));
});

test('no text is empty, and a plural has both of its forms', () => {
  const texts = new Map(leavesOf(en));
  expect([...texts].filter(([, text]) => text === '' || text.trim() !== text)).toEqual([]);
  const singular = [...texts.keys()].filter((key) => key.endsWith('_one'));
  expect(singular.filter((key) => !texts.has(key.replace(/_one$/u, '_other')))).toEqual([]);
});

test('every value of the vocabulary has words', () => {
  const { t } = createTexts('en-US');
  for (const code of reasonCodes) expect(t(`reason.${code}`)).toMatch(/^[A-Z].+\.$/u);
  for (const state of terminalStates) expect(t(`terminal.${state}`)).not.toContain('terminal.');
  for (const outcome of outcomes) expect(t(`outcome.${outcome}`)).not.toContain('outcome.');
  for (const field of payorFields) expect(t(`field.${field}`)).not.toContain('field.');
  for (const value of processingMethods) expect(t(`processingMethod.${value}`)).not.toContain('.');
  for (const value of applicationTypes) expect(t(`applicationType.${value}`)).not.toContain('applicationType.');
});

test('a reason that charged nothing says so, and one that may have charged says that', () => {
  const byTheTerminal = Object.entries(en.reason).filter(([code]) => !code.startsWith('resolved-'));
  expect(byTheTerminal.filter(([, text]) => !/Nothing was charged|may have been charged/u.test(text))).toEqual([]);
});

test('the pseudo-locale puts every text in brackets and leaves what is filled in alone', () => {
  expect(pseudoText('Take card {{amount}}')).toMatch(/^\[Ţáké çáŕð \{\{amount\}\}·+\]$/u);
  expect(createTexts(pseudoLocale).t('sell.take', { amount: '$12.00' })).toMatch(/^\[Ţáké çáŕð \$12\.00·+\]$/u);
});

test('a failure says what to do, in words and not in codes', () => {
  const texts = createTexts('en-US');
  expect(describeFailure(texts, { kind: 'terminal-not-ready', state: 'no-terminal' })).toBe(
    'No payment was started: No terminal found. Check that the terminal has power and that its cable is in.',
  );
  expect(describeFailure(texts, { kind: 'disk-full', freeBytes: 12_000_000, neededBytes: 64_000_000 })).toContain(
    '12 MB free, 64 MB',
  );
  expect(describeFailure(texts, { kind: 'internal', incidentId: '1A2B3C4D' as never })).toContain('1A2B3C4D');
});

test('a problem at a field shows how the locale writes an amount', () => {
  expect(describeProblem(createTexts('en-US'), { code: 'amount-not-a-number' }, usd)).toContain('12.34');
  expect(describeProblem(createTexts('de-DE'), { code: 'amount-not-a-number' }, usd)).toContain('12,34');
  expect(describeProblem(createTexts('en-US'), { code: 'too-long', limit: 20 }, usd)).toContain('20 characters');
});

test('a reason carries the service’s own words behind ours', () => {
  const texts = createTexts('en-US');
  expect(describeReason(texts, { code: 'declined-by-issuer', detail: 'Do not honor' })).toMatch(
    /said no\..*The service says: Do not honor$/u,
  );
  expect(describeReason(texts, { code: 'declined-by-issuer' })).not.toContain('says');
  expect(describeReason(texts, { code: 'request-refused', field: 'postalCode' })).toContain(
    'It refuses the field “Postal code”.',
  );
  expect(describeReason(texts, { code: 'resolved-charged', detail: 'Slip seen' })).toMatch(/charged\. Reason: Slip seen$/u);
});

test('what the till does not know is shown as it came, never hidden', () => {
  const texts = createTexts('en-US');
  expect(describeCard(texts, { paymentMethod: 'VisaCredit', lastFour: '1234' })).toBe('Visa credit •••• 1234');
  expect(describeCard(texts, { paymentMethod: 'Fleet 77' })).toBe('Fleet 77');
  expect(describeCard(texts, { paymentMethod: 'constructor' })).toBe('constructor');
  expect(describeCard(texts, undefined)).toBe('');
  expect(describeFact(texts, 'payment-refunded')).toBe('payment-refunded');
});

test('text that is filled in is not escaped and not interpreted', () => {
  const { t } = createTexts('en-US');
  expect(t('taking.reference', { reference: 'A&B <1> {{amount}} $t(product)' })).toBe('Reference A&B <1> {{amount}} $t(product)');
});

test('sizes are in a unit that a person reads', () => {
  expect(formatBytes(850_000_000, 'en-US')).toBe('850 MB');
  expect(formatBytes(1_500_000_000, 'en-US')).toBe('1.5 GB');
});

test('an advice without an answer says why in words, and an answer is shown as it came', () => {
  const texts = createTexts('en-US');
  expect(describeAdviceAnswer(texts, 'not-connected ECONNREFUSED')).toBe('the service could not be reached (ECONNREFUSED)');
  expect(describeAdviceAnswer(texts, 'HTTP 504 UPSTREAM_UNAVAILABLE: No upstream')).toBe(
    'HTTP 504 UPSTREAM_UNAVAILABLE: No upstream',
  );
  expect(describeAdviceAnswer(texts, 'constructor')).toBe('constructor');
});

test('a bill’s reason carries the service’s own words behind ours', () => {
  const texts = createTexts('en-US');
  expect(describeBillReason(texts, { code: 'unknown-customer-account' })).toBe(en.billReason['unknown-customer-account']);
  expect(describeBillReason(texts, { code: 'general-error', detail: 'No upstream' })).toMatch(/The service says: No upstream$/u);
});

test('every reason of a QR payment says that nothing is paid, and what to do', () => {
  for (const locale of ['en-US', pseudoLocale]) {
    const texts = createTexts(locale);
    for (const code of qrReasonCodes) expect(describeQrReason(texts, { code })).not.toContain('qrReason');
  }
  const texts = createTexts('en-US');
  for (const code of qrReasonCodes) {
    expect(describeQrReason(texts, { code })).toMatch(/Nothing (?:more )?is paid\.|does not count|Nothing was sent\./u);
    expect(describeQrReason(texts, { code })).toMatch(/(?:Take|Try|Call|Ask|Check|call IT|then try) ?[^.]*\.$/u);
  }
  expect(describeQrReason(texts, { code: 'do-not-honor', detail: 'Blocked' })).toMatch(/The service says: Blocked$/u);
});

test('how old something is needs no more than its unit', () => {
  const texts = createTexts('en-US');
  expect([0, 12_000, 89_000, 190_000, 7_200_000].map((ms) => describeSpan(texts, ms))).toEqual([
    '0 s',
    '12 s',
    '89 s',
    '3 min',
    '2 h',
  ]);
});

test('who leaves is told what becomes of what is at stake: how many, how much and how old', () => {
  const texts = createTexts('en-US');
  const saleId = 'd0f1c7f2-4f0a-4a8e-9d0c-5b7f3a6f1f10' as SaleId;
  const said = (stake: Stake): string => describeStake(texts, stake, usd);
  expect(said({ kind: 'card-at-terminal', saleId, amountMinor: 1_200, bills: 0 })).toMatch(/\$12\.00.*will be unknown/u);
  expect(said({ kind: 'card-at-terminal', saleId, amountMinor: 1_200, bills: 2 })).toContain('Its 2 bills stay frozen');
  expect(said({ kind: 'sale-open', saleId, bills: 1, codes: 0, cashMinor: 0 })).toBe(
    '1 bill is not paid yet. It will be taken back with the next start.',
  );
  expect(said({ kind: 'sale-open', saleId, bills: 2, codes: 0, cashMinor: 4_000 })).toMatch(
    /taken back.*\$40\.00 in cash.*given back/u,
  );
  expect(said({ kind: 'sale-open', saleId, bills: 0, codes: 1, cashMinor: 0 })).toMatch(/^1 payment by code .*taken back/u);
  expect(said({ kind: 'advices', waiting: 3, needsAttention: 1, oldestAgeMs: 5 * 60_000 })).toMatch(
    /^3 messages to services still wait, the oldest for 5 min\..*1 message to a service needs attention\.$/u,
  );
  expect(said({ kind: 'advices', waiting: 0, needsAttention: 2, oldestAgeMs: 0 })).toBe('2 messages to services need attention.');
});

test('a sale that was not paid when the till stopped says that nothing was charged, and a payment that it may have been', () => {
  const texts = createTexts('en-US');
  const reason = { code: 'till-stopped' } as const;
  expect(describeReason(texts, reason, 'abandoned')).toMatch(/Nothing was charged/u);
  expect(describeReason(texts, reason, 'outcome-unknown')).toMatch(/may have been charged/u);
});
