import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBdsSimulator, type BdsSimulator, type ChargedEntry } from './start-bds-simulator.ts';
import { basicAuth, jsonOf, postTransaction, properRequest } from './testing-client.ts';
import { individualFields } from './transaction.ts';

let simulator: BdsSimulator;
beforeAll(async () => {
  simulator = await startBdsSimulator();
});
afterAll(() => simulator.close());

async function refusedFieldsOf(body: unknown): Promise<unknown[]> {
  const before = simulator.ledger().length;
  const seen = await postTransaction(simulator, body);
  expect(seen.status).toBe(400);
  expect(simulator.ledger().slice(before)).toMatchObject([{ kind: 'not-charged', why: 'bad-request' }]);
  const answer = jsonOf(seen) as { ResponseStatus: { Errors: { FieldName?: string }[] } };
  expect(answer.ResponseStatus).toMatchObject({ ErrorCode: 'BadRequest', Message: 'invalid_argument' });
  return answer.ResponseStatus.Errors.map((error) => error.FieldName);
}

async function chargedFor(body: unknown): Promise<ChargedEntry> {
  expect(await postTransaction(simulator, body)).toMatchObject({ status: 200 });
  const entry = simulator.ledger().at(-1);
  if (entry?.kind !== 'charged') throw new Error('nothing was charged');
  return entry;
}

describe('a transaction request', () => {
  it.each([
    ['Amount', '"12.00"', '12.00'],
    ['Amount', '12', '12.00'],
    ['Amount', '12.5', '12.50'],
    ['Amount', '0.55', '0.55'],
    ['Amount', '90071992547409.93', '90071992547409.93'],
  ])('is accepted with %s %s', async (_name, json, expected) => {
    const entry = await chargedFor(`{"Amount":${json},"Reference":"r","Payor":{"PostalCode":"1"}}`);
    expect(entry).toMatchObject({ amount: expected, requestedAmount: expected, reference: 'r' });
  });

  it.each([
    [0],
    ['0.00'],
    [-1],
    ['-1.00'],
    ['1.001'],
    ['abc'],
    [''],
    ['12,00'],
    ['1e3'],
    [true],
    [null],
    [{}],
    [[12]],
    [undefined],
  ])('is refused with the Amount %j', async (Amount) => {
    expect(await refusedFieldsOf({ ...properRequest, Amount })).toEqual(['Amount']);
  });

  it.each([[''], ['   '], [12], [null], [undefined]])('is refused with the Reference %j', async (Reference) => {
    expect(await refusedFieldsOf({ ...properRequest, Reference })).toEqual(['Reference']);
  });

  it.each([['Ada'], [[]], [null], [12], [undefined]])('is refused with the Payor %j', async (Payor) => {
    expect(await refusedFieldsOf({ ...properRequest, Payor })).toEqual(['Payor']);
  });

  it.each(Object.entries(individualFields))(
    'is refused with a %s longer than %i, and accepted up to it',
    async (name, length) => {
      const longest = name === 'EmailAddress' ? `${'a'.repeat(length - 4)}@b.c` : 'a'.repeat(length);
      const entry = await chargedFor({ ...properRequest, Payor: { [name]: longest } });
      expect(entry.payor).toEqual({ [name]: longest });
      expect(await refusedFieldsOf({ ...properRequest, Payor: { [name]: `a${longest}` } })).toEqual([`Payor.${name}`]);
      expect(await refusedFieldsOf({ ...properRequest, Payor: { [name]: 12 } })).toEqual([`Payor.${name}`]);
    },
  );

  it.each([
    ['EmailAddress', 'ada'],
    ['EmailAddress', 'a b@c.d'],
    ['EmailAddress', 'a@b@c'],
    ['Country', '1!'],
    ['Country', 'U'],
  ])('is refused with the %s %s', async (name, value) => {
    expect(await refusedFieldsOf({ ...properRequest, Payor: { [name]: value } })).toEqual([`Payor.${name}`]);
  });

  it('echoes the payor as sent and leaves out what was not', async () => {
    const Payor = { FirstName: 'Ada', LastName: 'Lovelace', Country: 'GB' };
    const seen = await postTransaction(simulator, { ...properRequest, Payor: { ...Payor, MiddleName: null, Shoe: '42' } });
    expect(jsonOf(seen)['Payor']).toEqual(Payor);
  });

  it.each([
    ['ProcessingMethod', 'Credit'],
    ['ProcessingMethod', 'Debit'],
    ['ApplicationType', 'Cashier'],
    ['ApplicationType', 'ExternalPos'],
    ['ApplicationType', 'ExternalPosMoto'],
  ])('is accepted with the %s %s', async (name, value) => {
    expect(await chargedFor({ ...properRequest, [name]: value })).toMatchObject({ reference: '987987' });
  });

  it.each([
    ['ProcessingMethod', 'credit'],
    ['ProcessingMethod', 1],
    ['ApplicationType', 'Till'],
    ['ApplicationType', ''],
    ['BillType', 12],
    ['BillType', ''],
  ])('is refused with the %s %j', async (name, value) => {
    expect(await refusedFieldsOf({ ...properRequest, [name]: value })).toEqual([name]);
  });

  it('names the application types as the description does', async () => {
    const seen = await postTransaction(simulator, { ...properRequest, ApplicationType: 'Till' });
    expect(jsonOf(seen)).toEqual({
      ResponseStatus: {
        ErrorCode: 'BadRequest',
        Message: 'invalid_argument',
        Errors: [
          {
            ErrorCode: 'invalid',
            FieldName: 'ApplicationType',
            Message: "ApplicationType should either be 'Cashier', 'ExternalPos', or 'ExternalPosMoto'.",
          },
        ],
      },
    });
  });

  it('has Bill Payment as its bill type unless it names another', async () => {
    expect(await chargedFor(properRequest)).toMatchObject({ billType: 'Bill Payment' });
    expect(await chargedFor({ ...properRequest, BillType: 'Water' })).toMatchObject({ billType: 'Water' });
  });

  it('names every field that is wrong', async () => {
    expect(await refusedFieldsOf({ Payor: { Country: 'USA' }, ProcessingMethod: 'x' })).toEqual([
      'Amount',
      'Reference',
      'Payor.Country',
      'ProcessingMethod',
    ]);
  });

  it.each([['{"Amount":'], ['[]'], ['"text"'], ['12'], ['']])('is refused with the body %j', async (body) => {
    expect(await refusedFieldsOf(body)).toEqual([undefined]);
  });

  it('is refused when it is not announced as JSON', async () => {
    const headers = { ...basicAuth(simulator), 'Content-Type': 'text/plain' };
    expect(await postTransaction(simulator, properRequest, { headers })).toMatchObject({ status: 400 });
  });

  it('is refused when it is larger than any request', async () => {
    expect(await postTransaction(simulator, ' '.repeat(2_000_000))).toMatchObject({ status: 413 });
  });

  it.each([
    [0, '1200', '1200', 1200],
    [3, '1.200', '1.200', 1.2],
  ] as const)('counts in a currency of %i digits', async (currencyDigits, Amount, ledgerAmount, answered) => {
    const other = await startBdsSimulator({ currencyDigits });
    const seen = await postTransaction(other, { ...properRequest, Amount });
    expect(jsonOf(seen)['Amount']).toBe(answered);
    expect(other.ledger()).toMatchObject([{ amount: ledgerAmount }]);
    expect(await postTransaction(other, { ...properRequest, Amount: '1.0001' })).toMatchObject({ status: 400 });
    await other.close();
  });
});
