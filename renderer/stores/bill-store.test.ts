import { expect, test } from 'vitest';
import type { BillDetails } from '../../shared/bill.ts';
import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { Reply, RequestOf } from '../../shared/ipc/contract.ts';
import { billers, endedBillSales, foundDetails, openSales } from '../testing/bill-fixtures.ts';
import { saleIdOf, snapshotWith } from '../testing/fixtures.ts';
import { createScriptedTill, type ScriptedTill } from '../testing/scripted-till.ts';
import { amountMinorOf, type AmountKey } from './amount-entry.ts';
import { createBillStore, mostBills, totalMinorOf, type BillStore } from './bill-store.ts';

const usd = 'USD' as Currency;
const settings = { currency: usd, locale: 'en-US' };
const begun: Reply<'bill/request'> = { ok: true, value: openSales.askingFirst };

const refused = (failure: Failure): { readonly ok: false; readonly failure: Failure } => ({ ok: false, failure });
const found = (details: BillDetails): Reply<'bill/look-up'> => ({ ok: true, value: { details } });
const notOffered: Reply<'bill/look-up'> = { ok: true, value: {} };

interface Open {
  readonly bill: BillStore;
  readonly till: ScriptedTill;
  requests(): readonly RequestOf<'bill/request'>[];
  lookUps(): readonly RequestOf<'bill/look-up'>[];
}

function open(): Open {
  const till = createScriptedTill(snapshotWith({}));
  let made = 0;
  const bill = createBillStore(till, () => saleIdOf((made += 1)));
  const asked = (name: string): unknown[] => till.asked.filter((each) => each.name === name).map(({ request }) => request);
  return {
    bill,
    till,
    requests: () => asked('bill/request') as RequestOf<'bill/request'>[],
    lookUps: () => asked('bill/look-up') as RequestOf<'bill/look-up'>[],
  };
}

const typeAmount = (bill: BillStore, digits: string): void => {
  for (const digit of digits) bill.press(digit as AmountKey, settings);
};
const amountOf = (bill: BillStore): number => amountMinorOf(bill.getState().draft.amount, usd);
const problemsOf = (bill: BillStore): readonly (readonly [field: string, code: string])[] =>
  bill.getState().problems.map(({ field, code }) => [field, code]);

/** A bill that was looked up, in the sale as it was suggested. */
async function addOne(bill: BillStore, till: ScriptedTill, reference = '0417733021'): Promise<void> {
  bill.write(reference);
  till.answerNext('bill/look-up', found(foundDetails));
  await bill.lookUp(settings);
  expect(bill.add(settings)).toBe(true);
}

test('asks with the reference as it stands on the bill, and suggests what is due', async () => {
  const { bill, lookUps } = open();
  bill.choose({ id: '700031', name: 'Water' });
  bill.write('  04/11873/002 ');
  await bill.lookUp(settings);
  expect(lookUps()).toEqual([{ bill: { kind: 'account', reference: '04/11873/002', biller: { id: '700031', name: 'Water' } } }]);
  expect([bill.getState().lookUp.kind, amountOf(bill)]).toEqual(['found', 48_650]);
});

test('the first digit replaces what was suggested, and backspace corrects it', async () => {
  const { bill } = open();
  bill.write('0417733021');
  await bill.lookUp(settings);
  bill.press('backspace', settings);
  expect(amountOf(bill)).toBe(4_865);
  bill.changeBill();
  await bill.lookUp(settings);
  typeAmount(bill, '20000');
  expect(amountOf(bill)).toBe(20_000);
});

test('sends no reference that is too short, too long or a card number', async () => {
  const { bill, lookUps } = open();
  for (const [reference, code] of [
    ['', 'required'],
    ['12345', 'too-short'],
    ['1'.repeat(41), 'too-long'],
    ['4111 1111 1111 1111', 'card-number'],
  ] as const) {
    bill.write(reference);
    await bill.lookUp(settings);
    expect(problemsOf(bill)).toEqual([['reference', code]]);
  }
  expect(lookUps()).toEqual([]);
});

test('asks once, and drops the answer about a bill that was changed meanwhile', async () => {
  const { bill, till, lookUps } = open();
  const answer = Promise.withResolvers<Reply<'bill/look-up'>>();
  till.answerNext('bill/look-up', answer.promise);
  bill.write('0417733021');
  const first = bill.lookUp(settings);
  void bill.lookUp(settings);
  expect(lookUps()).toHaveLength(1);
  bill.write('0417733022');
  answer.resolve(found(foundDetails));
  await first;
  expect([bill.getState().lookUp.kind, amountOf(bill)]).toEqual(['none', 0]);
});

test('where a look-up is not offered the customer names the amount', async () => {
  const { bill, till } = open();
  till.answerNext('bill/look-up', notOffered);
  bill.write('0417733021');
  await bill.lookUp(settings);
  expect([bill.getState().lookUp.kind, bill.add(settings), problemsOf(bill)]).toEqual([
    'not-offered',
    false,
    [['amount', 'amount-empty']],
  ]);
  typeAmount(bill, '5000');
  expect(bill.add(settings)).toBe(true);
});

test('without a look-up a biller has to be chosen, where there is a list of them', async () => {
  const { bill, till } = open();
  await bill.loadBillers();
  till.answerNext('bill/look-up', notOffered);
  bill.write('0417733021');
  await bill.lookUp(settings);
  typeAmount(bill, '5000');
  expect(bill.add(settings)).toBe(false);
  expect(problemsOf(bill)).toEqual([['biller', 'biller-needed']]);
});

test('offers no biller that the service has blocked, and keeps a list that cannot be read again', async () => {
  const { bill, till } = open();
  await bill.loadBillers();
  till.answerNext('bill/billers', refused({ kind: 'till-unreachable' }));
  await bill.loadBillers();
  expect(bill.getState().billers).toEqual({ kind: 'read', billers: billers.filter(({ isAllowed }) => isAllowed) });
});

/** The list of billers, which comes when the test says so. */
function lateList(till: ScriptedTill): (reply: Reply<'bill/billers'>) => void {
  const { promise, resolve } = Promise.withResolvers<Reply<'bill/billers'>>();
  till.answerNext('bill/billers', promise);
  return resolve;
}

test('a list of billers that comes late leaves everything as it was typed', async () => {
  const { bill, till } = open();
  const answer = lateList(till);
  const read = bill.loadBillers();
  bill.search('wat');
  bill.write('0417733');
  const { draft, search, lookUp } = bill.getState();
  answer({ ok: true, value: { billers } });
  await read;
  expect(bill.getState()).toMatchObject({ draft, search, lookUp });
});

test.each([
  ['there is no list', { ok: true, value: { billers: [] } }],
  ['the list cannot be read', refused({ kind: 'till-unreachable' })],
] satisfies [string, Reply<'bill/billers'>][])('what was typed to search in is the reference where %s', async (_, reply) => {
  const { bill, till } = open();
  const answer = lateList(till);
  const read = bill.loadBillers();
  bill.search('0417733021');
  answer(reply);
  await read;
  expect([bill.getState().search, bill.getState().draft.reference]).toEqual(['', '0417733021']);
});

test('and never takes the place of a reference that was typed', async () => {
  const { bill, till } = open();
  const answer = lateList(till);
  const read = bill.loadBillers();
  bill.search('wat');
  bill.write('0417733');
  answer({ ok: true, value: { billers: [] } });
  await read;
  expect(bill.getState().draft.reference).toBe('0417733');
});

test('an answer is dropped once the cashier looks for another biller', async () => {
  const { bill, till } = open();
  const { promise, resolve } = Promise.withResolvers<Reply<'bill/look-up'>>();
  till.answerNext('bill/look-up', promise);
  bill.write('0417733021');
  const asked = bill.lookUp(settings);
  bill.search('po');
  resolve(found(foundDetails));
  await asked;
  expect(bill.getState()).toMatchObject({ search: 'po', lookUp: { kind: 'none' }, draft: { reference: '0417733021' } });
});

test('says why a look-up came to nothing, and lets the cashier go on without it', async () => {
  const { bill, till } = open();
  const failure: Failure = { kind: 'bill-refused', reason: { code: 'upstream-unavailable' } };
  till.answerNext('bill/look-up', refused(failure));
  bill.write('0417733021');
  await bill.lookUp(settings);
  expect(bill.getState().lookUp).toEqual({ kind: 'failed', failure });
  bill.skip();
  typeAmount(bill, '5000');
  expect(bill.add(settings)).toBe(true);
});

test('shows what the till finds wrong with a reference at its field', async () => {
  const { bill, till } = open();
  till.answerNext('bill/look-up', refused({ kind: 'bad-input', problems: [{ field: 'bill.reference', code: 'too-short' }] }));
  bill.write('0417733021');
  await bill.lookUp(settings);
  expect([bill.getState().lookUp.kind, problemsOf(bill)]).toEqual(['none', [['reference', 'too-short']]]);
});

test.each([
  ['4999', 'below-least'],
  ['48651', 'above-most'],
])('keeps an amount of %s out of the sale: %s', async (digits, code) => {
  const { bill } = open();
  bill.write('0417733021');
  await bill.lookUp(settings);
  typeAmount(bill, digits);
  expect([bill.add(settings), problemsOf(bill)]).toEqual([false, [['amount', code]]]);
});

test('keeps a bill on which nothing can be paid out of the sale', async () => {
  const { bill, till } = open();
  till.answerNext('bill/look-up', found({ ...foundDetails, balance: { amountMinor: 0, currency: usd }, mayPayMore: false }));
  bill.write('0417733021');
  await bill.lookUp(settings);
  expect([bill.add(settings), problemsOf(bill)]).toEqual([false, [['amount', 'nothing-to-pay']]]);
});

test('takes the biller that the look-up named, and starts the next bill afresh', async () => {
  const { bill, till } = open();
  await addOne(bill, till);
  const { bills, draft, lookUp } = bill.getState();
  expect(bills).toEqual([{ kind: 'account', biller: foundDetails.receiver, reference: '0417733021', amountMinor: 48_650 }]);
  expect([draft.reference, lookUp.kind, totalMinorOf(bills)]).toEqual(['', 'none', 48_650]);
});

test('takes the same bill once, and no more bills than a sale can have', async () => {
  const { bill, till } = open();
  await addOne(bill, till);
  bill.write(' 0417733021');
  await bill.lookUp(settings);
  expect([bill.add(settings), problemsOf(bill)]).toEqual([false, [['reference', 'already-in']]]);
  bill.changeBill();
  for (let place = 1; place < mostBills; place += 1) await addOne(bill, till, `04177330${10 + place}`);
  bill.write('0417733999');
  await bill.lookUp(settings);
  expect([bill.add(settings), problemsOf(bill)]).toEqual([false, [['reference', 'too-full']]]);
});

test('has every bill reserved in one request, each with its own amount, and 50 presses are one', async () => {
  const { bill, till, requests } = open();
  await addOne(bill, till);
  await addOne(bill, till, '0417733022');
  bill.remove(0);
  await addOne(bill, till, '0417733023');
  const answer = Promise.withResolvers<Reply<'bill/request'>>();
  till.answerNext('bill/request', answer.promise);
  const presses = Array.from({ length: 50 }, () => bill.request(settings));
  answer.resolve(begun);
  expect((await Promise.all(presses)).filter((each) => each !== 'ignored')).toEqual(['begun']);
  expect(requests()).toEqual([
    {
      saleId: saleIdOf(1),
      bills: ['0417733022', '0417733023'].map((reference) => ({
        kind: 'account',
        reference,
        biller: foundDetails.receiver,
        amount: '486.50',
      })),
    },
  ]);
});

test('keeps the id while it is not known whether the bills were asked for, and makes a new one after a refusal', async () => {
  const { bill, till, requests } = open();
  await addOne(bill, till);
  till.answerNext('bill/request', refused({ kind: 'till-unreachable' }));
  expect(await bill.request(settings)).toBe('refused');
  till.answerNext('bill/request', refused({ kind: 'disk-full', freeBytes: 1, neededBytes: 2 }));
  await bill.request(settings);
  till.answerNext('bill/request', begun);
  await bill.request(settings);
  expect(requests().map(({ saleId }) => saleId)).toEqual([saleIdOf(1), saleIdOf(1), saleIdOf(2)]);
});

test('hands over the earlier attempts of a blocked bill, and asks again with a reason', async () => {
  const { bill, till, requests } = open();
  await addOne(bill, till);
  till.answerNext('bill/request', refused({ kind: 'blocked', earlier: [saleIdOf(77)] }));
  expect(await bill.request(settings)).toEqual({ blocked: [saleIdOf(77)] });
  till.answerNext('bill/request', begun);
  expect(await bill.request(settings, 'Two bills with one number')).toBe('begun');
  expect(requests().at(-1)).toMatchObject({ overrideReason: 'Two bills with one number' });
});

test('says at which bill of the sale the till found something', async () => {
  const { bill, till } = open();
  await addOne(bill, till);
  const problems = [{ field: 'bills.0.amount', code: 'amount-too-large' }] as const;
  till.answerNext('bill/request', refused({ kind: 'bad-input', problems }));
  await bill.request(settings);
  expect(bill.getState().refused).toEqual(problems);
  bill.remove(0);
  expect(bill.getState().refused).toEqual([]);
});

test('reserves nothing while a bill that was typed is not in the sale', async () => {
  const { bill, till, requests } = open();
  await addOne(bill, till);
  bill.write('0417733022');
  expect(await bill.request(settings)).toBe('refused');
  expect([problemsOf(bill), requests()]).toEqual([[['reference', 'not-in-sale']], []]);
});

test('a scan into the search or the amount goes to the reference, and leaves no trace where it landed', () => {
  const { bill } = open();
  const before = bill.getState();
  bill.search('0417733021');
  expect(bill.takeScan('0417733021', before)).toBe(true);
  expect(bill.getState()).toMatchObject({ search: '', draft: { reference: '0417733021' }, notice: 'scan-taken' });
});

test('a scan that comes while a bill is on the screen does not push it away', async () => {
  const { bill } = open();
  bill.write('0417733021');
  await bill.lookUp(settings);
  const before = bill.getState();
  typeAmount(bill, '0417733022');
  expect(bill.takeScan('0417733022', before)).toBe(false);
  expect(bill.getState()).toMatchObject({
    draft: { reference: '0417733021' },
    notice: 'scan-too-early',
    lookUp: { kind: 'found' },
  });
  expect(amountOf(bill)).toBe(48_650);
});

test('the customer’s name is confirmed for this bill alone', async () => {
  const { bill } = open();
  bill.write('0417733021');
  await bill.lookUp(settings);
  bill.confirmCustomer();
  expect(bill.getState().lookUp).toMatchObject({ kind: 'found', isConfirmed: true });
  bill.changeBill();
  await bill.lookUp(settings);
  expect(bill.getState().lookUp).toMatchObject({ isConfirmed: false });
});

test('leaves the amount as it was when a paste is not an amount', async () => {
  const { bill } = open();
  bill.write('0417733021');
  await bill.lookUp(settings);
  bill.paste('1e3', settings);
  expect([amountOf(bill), bill.getState().notice, problemsOf(bill)]).toEqual([
    48_650,
    'paste-refused',
    [['amount', 'amount-not-a-number']],
  ]);
  bill.paste('60.00', settings);
  expect([amountOf(bill), problemsOf(bill)]).toEqual([6_000, []]);
  bill.refuseCharacter();
  expect(problemsOf(bill)).toEqual([['amount', 'amount-not-a-number']]);
});

test('fills the form with the bills of a sale that came to nothing, as a new sale', async () => {
  const { bill, till, requests } = open();
  bill.prefill(endedBillSales['no bill left']);
  till.answerNext('bill/request', begun);
  await bill.request(settings);
  expect(requests()).toEqual([
    { saleId: saleIdOf(1), bills: [{ kind: 'traffic-fine', reference: '2026-0093317', amount: '300.00' }] },
  ]);
});

test('starts afresh when its own sale was dismissed, and keeps the bills when it was another’s', async () => {
  const { bill, till } = open();
  await addOne(bill, till);
  bill.forget('00000000-0000-4000-8000-999999999999' as SaleId);
  expect(bill.getState().bills).toHaveLength(1);
  bill.forget(saleIdOf(1));
  expect(bill.getState()).toMatchObject({ bills: [], saleId: undefined });
});

test('clears everything, but not while the till is being asked', async () => {
  const { bill, till } = open();
  await addOne(bill, till);
  const answer = Promise.withResolvers<Reply<'bill/request'>>();
  till.answerNext('bill/request', answer.promise);
  const asked = bill.request(settings);
  bill.clear();
  bill.remove(0);
  expect(bill.getState().bills).toHaveLength(1);
  answer.resolve(begun);
  await asked;
  bill.clear();
  expect(bill.getState().bills).toEqual([]);
});
