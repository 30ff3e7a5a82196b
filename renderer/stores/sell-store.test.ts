import { expect, test } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { Reply, RequestOf } from '../../shared/ipc/contract.ts';
import { endedSales, saleIdOf, saleWith, snapshotWith } from '../testing/fixtures.ts';
import { createScriptedTill, type ScriptedTill } from '../testing/scripted-till.ts';
import { emptyAmount, textOfEntry, type AmountKey } from './amount-entry.ts';
import { createSellStore, isEmptyDraft, type SellStore } from './sell-store.ts';

const settings = { currency: 'USD' as Currency, locale: 'en-US' };
const begun: Reply<'sale/begin'> = { ok: true, value: saleWith({}) };

function open(): { sell: SellStore; till: ScriptedTill; begins: () => RequestOf<'sale/begin'>[] } {
  let made = 0;
  const till = createScriptedTill(snapshotWith({}));
  const sell = createSellStore(till, () => {
    made += 1;
    return saleIdOf(made);
  });
  const begins = (): RequestOf<'sale/begin'>[] =>
    till.asked.filter(({ name }) => name === 'sale/begin').map(({ request }) => request as RequestOf<'sale/begin'>);
  return { sell, till, begins };
}

function fill(sell: SellStore): void {
  for (const key of ['1', '2', '0', '0'] satisfies AmountKey[]) sell.press(key, settings);
  sell.write('reference', '987987');
}

const amountOf = (sell: SellStore): string => textOfEntry(sell.getState().draft.amount, 'USD' as Currency, 'en-US');
const refused = (failure: Failure): Reply<'sale/begin'> => ({ ok: false, failure });

test('asks once, however often it is pressed', async () => {
  const { sell, till, begins } = open();
  fill(sell);
  const answer = Promise.withResolvers<Reply<'sale/begin'>>();
  till.answerNext('sale/begin', answer.promise);
  const presses = Array.from({ length: 50 }, () => sell.submit(settings));
  answer.resolve(begun);
  expect(await Promise.all(presses)).toEqual(['begun', ...Array.from({ length: 49 }, () => 'ignored')]);
  expect(begins()).toEqual([{ saleId: saleIdOf(1), input: { amount: '12.00', reference: '987987', payor: {} } }]);
});

test('asks again with the same id when the till did not answer', async () => {
  const { sell, till, begins } = open();
  fill(sell);
  till.answerNext('sale/begin', refused({ kind: 'till-unreachable' }));
  expect(await sell.submit(settings)).toBe('refused');
  expect(sell.getState().failure).toEqual({ kind: 'till-unreachable' });
  till.answerNext('sale/begin', begun);
  expect(await sell.submit(settings)).toBe('begun');
  expect(begins().map(({ saleId }) => saleId)).toEqual([saleIdOf(1), saleIdOf(1)]);
});

test('makes a new id once the till refused without a sale', async () => {
  const { sell, till, begins } = open();
  fill(sell);
  till.answerNext('sale/begin', refused({ kind: 'terminal-not-ready', state: 'no-terminal' }));
  await sell.submit(settings);
  till.answerNext('sale/begin', begun);
  await sell.submit(settings);
  expect(new Set(begins().map(({ saleId }) => saleId)).size).toBe(2);
});

test('keeps what was typed through a refusal, and drops the message with the next key', async () => {
  const { sell, till } = open();
  fill(sell);
  till.answerNext('sale/begin', refused({ kind: 'disk-full', freeBytes: 1, neededBytes: 2 }));
  await sell.submit(settings);
  expect([amountOf(sell), sell.getState().failure?.kind]).toEqual(['12.00', 'disk-full']);
  sell.press('5', settings);
  expect(sell.getState().failure).toBeUndefined();
});

test('sends nothing that the form can see is wrong, and says at which field', async () => {
  const { sell, till } = open();
  sell.write('country', 'USA');
  expect(await sell.submit(settings)).toBe('refused');
  expect(till.asked).toEqual([]);
  expect(sell.getState().problems.map(({ field, code }) => [field, code])).toEqual([
    ['amount', 'amount-empty'],
    ['reference', 'required'],
    ['country', 'not-a-country-code'],
  ]);
  sell.write('country', 'US');
  expect(sell.getState().problems.map(({ field }) => field)).toEqual(['amount', 'reference']);
});

test('shows what the till found wrong at its field', async () => {
  const { sell, till } = open();
  fill(sell);
  till.answerNext('sale/begin', refused({ kind: 'bad-input', problems: [{ field: 'reference', code: 'card-number' }] }));
  const refusals = sell.getState().refusals;
  await sell.submit(settings);
  expect(sell.getState()).toMatchObject({ problems: [{ field: 'reference', code: 'card-number' }], refusals: refusals + 1 });
});

test('hands over the earlier attempts of a blocked bill, and charges again with a reason', async () => {
  const { sell, till, begins } = open();
  fill(sell);
  till.answerNext('sale/begin', refused({ kind: 'blocked', earlier: [saleIdOf(77)] }));
  expect(await sell.submit(settings)).toEqual({ blocked: [saleIdOf(77)] });
  till.answerNext('sale/begin', begun);
  expect(await sell.submit(settings, 'Two bills with one number')).toBe('begun');
  expect(begins().at(-1)).toMatchObject({ overrideReason: 'Two bills with one number' });
});

test('leaves the amount as it was when a paste is not an amount', () => {
  const { sell } = open();
  fill(sell);
  sell.paste('1e3', settings);
  expect([amountOf(sell), sell.getState().notice, sell.getState().problems]).toEqual([
    '12.00',
    'paste-refused',
    [{ field: 'amount', code: 'amount-not-a-number' }],
  ]);
  sell.paste(' 45.60 ', settings);
  expect([amountOf(sell), sell.getState().problems]).toEqual(['45.60', []]);
});

test('puts the amount back and the text into the reference after a scan into the amount', () => {
  const { sell } = open();
  fill(sell);
  const { amount } = sell.getState().draft;
  for (const key of ['4', '0', '0', '6'] satisfies AmountKey[]) sell.press(key, settings);
  sell.moveScanToReference('4006381333931', amount);
  expect([amountOf(sell), sell.getState().draft.texts.reference]).toEqual(['12.00', '4006381333931']);
});

test('starts afresh when its own sale was dismissed, and keeps the form when it was another’s', () => {
  const { sell } = open();
  fill(sell);
  sell.forget('00000000-0000-4000-8000-999999999999' as SaleId);
  expect(amountOf(sell)).toBe('12.00');
  sell.forget(saleIdOf(1));
  expect(isEmptyDraft(sell.getState().draft)).toBe(true);
  expect(sell.getState().draft.saleId).toBeUndefined();
});

test('fills the form for a second try, as a new payment', async () => {
  const { sell, till, begins } = open();
  sell.prefill({ ...endedSales.declined, payor: { postalCode: '36832', city: 'Auburn' }, processingMethod: 'Debit' });
  till.answerNext('sale/begin', begun);
  await sell.submit(settings);
  expect(begins()).toEqual([
    {
      saleId: saleIdOf(1),
      input: {
        amount: '12.00',
        reference: '987987',
        payor: { postalCode: '36832', city: 'Auburn' },
        billType: 'Bill Payment',
        processingMethod: 'Debit',
        applicationType: 'Cashier',
      },
    },
  ]);
});

test('clears everything, but not while the till is being asked', async () => {
  const { sell, till } = open();
  fill(sell);
  const answer = Promise.withResolvers<Reply<'sale/begin'>>();
  till.answerNext('sale/begin', answer.promise);
  const submitted = sell.submit(settings);
  sell.clear();
  expect(amountOf(sell)).toBe('12.00');
  answer.resolve(begun);
  await submitted;
  sell.clear();
  expect(sell.getState().draft.amount).toEqual(emptyAmount);
});

test('opens the sale for other means than a card under the same id, and once', async () => {
  const { sell, till } = open();
  fill(sell);
  const saleId = sell.getState().draft.saleId;
  expect(await Promise.all([sell.open(settings), sell.open(settings), sell.submit(settings)])).toEqual([
    'begun',
    'ignored',
    'ignored',
  ]);
  expect(till.asked.map(({ name }) => name)).toEqual(['sale/open']);
  expect(till.asked[0]?.request).toMatchObject({ saleId, input: { amount: '12.00' } });
});

test('an amount that will not do opens nothing', async () => {
  const { sell, till } = open();
  expect(await sell.open(settings)).toBe('refused');
  expect([till.asked, sell.getState().problems.length > 0]).toEqual([[], true]);
});
