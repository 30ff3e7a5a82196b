import { expect, test } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import type { Reply } from '../../shared/ipc/contract.ts';
import { openSales } from '../testing/bill-fixtures.ts';
import { saleIdOf, snapshotWith } from '../testing/fixtures.ts';
import { createScriptedTill, type ScriptedTill } from '../testing/scripted-till.ts';
import { qrIdOf } from '../testing/code-fixtures.ts';
import { amountMinorOf, type AmountKey } from './amount-entry.ts';
import { createTenderStore, type TenderStore } from './tender-store.ts';

const usd = 'USD' as Currency;
const settings = { currency: usd, locale: 'en-US' };
const dueMinor = 48_650;
const taken: Reply<'sale/pay-cash'> = { ok: true, value: openSales.reserved };

function open(): { readonly tender: TenderStore; readonly till: ScriptedTill } {
  const till = createScriptedTill(snapshotWith({}));
  return { tender: createTenderStore(till, saleIdOf(131)), till };
}

const type = (tender: TenderStore, digits: string): void => {
  for (const digit of digits) tender.press(digit as AmountKey, settings);
};
const handedOf = (tender: TenderStore): number => amountMinorOf(tender.getState().handed, usd);

test('takes what was handed over, once, however often it is pressed', async () => {
  const { tender, till } = open();
  type(tender, '50000');
  const answer = Promise.withResolvers<Reply<'sale/pay-cash'>>();
  till.answerNext('sale/pay-cash', answer.promise);
  const presses = Array.from({ length: 50 }, () => tender.payCash(dueMinor, settings));
  answer.resolve(taken);
  await Promise.all(presses);
  expect(till.asked).toEqual([{ name: 'sale/pay-cash', request: { saleId: saleIdOf(131), handed: '500.00' } }]);
  expect(handedOf(tender)).toBe(0);
});

test('takes nothing where nothing was handed over', async () => {
  const { tender, till } = open();
  await tender.payCash(dueMinor, settings);
  expect([tender.getState().problem?.code, till.asked]).toEqual(['amount-empty', []]);
});

test('takes less than is due only on a second press, and a key in between takes that back', async () => {
  const { tender, till } = open();
  type(tender, '5000');
  await tender.payCash(dueMinor, settings);
  expect([tender.getState().isPartAsked, till.asked]).toEqual([true, []]);
  type(tender, '0');
  expect(tender.getState().isPartAsked).toBe(false);
  tender.hand(20_000);
  await tender.payCash(dueMinor, settings);
  await tender.payCash(dueMinor, settings);
  expect(till.asked.map(({ request }) => request)).toEqual([{ saleId: saleIdOf(131), handed: '200.00' }]);
});

test('the next customer’s bill is never taken for money', () => {
  const { tender } = open();
  type(tender, '50000');
  const before = tender.getState().handed;
  type(tender, '041773302');
  tender.ignoreScan(before);
  expect([handedOf(tender), tender.getState().notice]).toEqual([50_000, 'scan-ignored']);
});

test('says why cash was not taken: at the field, or beside the button', async () => {
  const { tender, till } = open();
  tender.hand(50_000);
  till.answerNext('sale/pay-cash', {
    ok: false,
    failure: { kind: 'bad-input', problems: [{ field: 'handed', code: 'amount-too-large' }] },
  });
  await tender.payCash(dueMinor, settings);
  expect([tender.getState().problem?.code, handedOf(tender)]).toEqual(['amount-too-large', 50_000]);
  till.answerNext('sale/pay-cash', { ok: false, failure: { kind: 'till-unreachable' } });
  await tender.payCash(dueMinor, settings);
  expect([tender.getState().failure?.kind, handedOf(tender)]).toEqual(['till-unreachable', 50_000]);
});

test('reads a paste strictly, and knows what no amount has', () => {
  const { tender } = open();
  tender.paste('500.00', settings);
  tender.paste('1e3', settings);
  expect([handedOf(tender), tender.getState().problem?.code]).toEqual([50_000, 'amount-not-a-number']);
  tender.hand(50_000);
  tender.refuseCharacter();
  expect(tender.getState().problem?.code).toBe('amount-not-a-number');
});

test('asks for the card once, and says why none was taken', async () => {
  const { tender, till } = open();
  await Promise.all([tender.payCard(), tender.payCard()]);
  expect(till.asked).toEqual([{ name: 'sale/pay-card', request: { saleId: saleIdOf(131) } }]);
  expect(tender.getState().failure?.kind).toBe('terminal-not-ready');
});

const codeBegun: Reply<'sale/pay-code'> = { ok: true, value: openSales.reserved };

test('asks for one code, however often it is pressed, and for all that is due without naming it', async () => {
  const { tender, till } = open();
  const answer = Promise.withResolvers<Reply<'sale/pay-code'>>();
  till.answerNext('sale/pay-code', answer.promise);
  const presses = Array.from({ length: 50 }, () => tender.payAllByCode());
  answer.resolve(codeBegun);
  await Promise.all(presses);
  expect(till.asked).toEqual([{ name: 'sale/pay-code', request: { saleId: saleIdOf(131) } }]);
});

test('asks for a part by code at once, never for more than is due, and for all that is due as such', async () => {
  const { tender, till } = open();
  tender.hand(10_000);
  till.answerNext('sale/pay-code', codeBegun);
  await tender.payPartByCode(handedOf(tender), dueMinor, settings);
  expect(handedOf(tender)).toBe(0);
  tender.hand(50_000);
  await tender.payPartByCode(handedOf(tender), dueMinor, settings);
  expect(tender.getState().problem?.code).toBe('more-than-due');
  till.answerNext('sale/pay-code', codeBegun);
  await tender.payPartByCode(dueMinor, dueMinor, settings);
  expect(till.asked.map(({ request }) => request)).toEqual([
    { saleId: saleIdOf(131), amount: '100.00' },
    { saleId: saleIdOf(131) },
  ]);
});

test('says why there was no code: at the field, or beside what is to pay', async () => {
  const { tender, till } = open();
  tender.hand(10_000);
  till.answerNext('sale/pay-code', {
    ok: false,
    failure: { kind: 'bad-input', problems: [{ field: 'amount', code: 'more-than-due' }] },
  });
  await tender.payPartByCode(10_000, dueMinor, settings);
  expect([tender.getState().problem?.code, handedOf(tender)]).toEqual(['more-than-due', 10_000]);
  await tender.payAllByCode();
  expect(tender.getState().failure?.kind).toBe('no-qr-service');
});

test('cancels a code while the answer that began it is still awaited, once', async () => {
  const { tender, till } = open();
  const begun = Promise.withResolvers<Reply<'sale/pay-code'>>();
  till.answerNext('sale/pay-code', begun.promise);
  const asked = tender.payAllByCode();
  till.answerNext('sale/cancel-code', { ok: false, failure: { kind: 'till-unreachable' } });
  await Promise.all([tender.cancelCode(qrIdOf(1)), tender.cancelCode(qrIdOf(1))]);
  expect(tender.getState()).toMatchObject({ cancelFailure: { kind: 'till-unreachable' }, isCancelling: false });
  expect(till.asked.at(-1)).toEqual({ name: 'sale/cancel-code', request: { saleId: saleIdOf(131), qrId: qrIdOf(1) } });
  expect(till.asked).toHaveLength(2);
  await tender.cancelCode(qrIdOf(1));
  expect(tender.getState().cancelFailure).toBeUndefined();
  begun.resolve(codeBegun);
  await asked;
});
