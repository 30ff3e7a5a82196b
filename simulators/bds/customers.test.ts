import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBdsSimulator, type BdsSimulator, type Customer, type LedgerEntry } from './start-bds-simulator.ts';
import { customerKinds } from './customers.ts';
import { jsonOf, postTransaction, properRequest } from './testing-client.ts';

let simulator: BdsSimulator;
beforeAll(async () => {
  simulator = await startBdsSimulator();
});
afterAll(() => simulator.close());

interface Served {
  readonly answer: Record<string, unknown>;
  readonly entry: LedgerEntry | undefined;
}

async function serve(amount: string, extra: object = {}): Promise<Served> {
  const seen = await postTransaction(simulator, { ...properRequest, Amount: amount, ...extra });
  expect(seen).toMatchObject({ status: 200 });
  return { answer: jsonOf(seen), entry: simulator.ledger().at(-1) };
}

async function serveCustomer(customer: Customer): Promise<Served> {
  simulator.control.next({ customer });
  return serve('12.00');
}

describe('a customer who approves', () => {
  it('gets every field of the description, exactly', async () => {
    const { answer, entry } = await serve('12.50', { Payor: { PostalCode: '36832', FirstName: 'Ada', LastName: 'Lovelace' } });
    if (entry?.kind !== 'charged') throw new Error('nothing was charged');
    expect(Object.keys(answer)).toEqual([
      'ErrorCode',
      'Successful',
      'TransactionId',
      'TransactionDateTime',
      'Amount',
      'FeeAmount',
      'Bills',
      'Payor',
      'ReadDetails',
      'Authorizations',
    ]);
    expect(answer).toEqual({
      ErrorCode: 'NoError',
      Successful: true,
      TransactionId: entry.transactionId,
      TransactionDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/u) as string,
      Amount: 12.5,
      FeeAmount: 0,
      Bills: [{ BillType: 'Bill Payment', ID1: '987987', Amount: 12.5 }],
      Payor: { FirstName: 'Ada', LastName: 'Lovelace', PostalCode: '36832' },
      ReadDetails: {
        ReadId: expect.stringMatching(/^[\da-f-]{36}$/u) as string,
        PaymentMethod: 'VisaCredit',
        Amount: 12.5,
        ConvenienceFee: 0,
        ExpirationMonth: 12,
        ExpirationYear: expect.any(Number) as number,
        AccountLastFour: entry.lastFour,
        CardHolderName: 'VIS TEST CARD',
        EntryMethod: 3,
      },
      Authorizations: [
        {
          Amount: 12.5,
          AuthCode: entry.authCode,
          Type: 1,
          BatchId: expect.stringMatching(/^\d+$/u) as string,
          MaskedAccountNumber: entry.lastFour,
          PaymentMethod: 'VisaCredit',
          GatewayReferenceId: expect.stringMatching(/^\d+$/u) as string,
        },
      ],
    });
    expect(entry).toMatchObject({ lastFour: expect.stringMatching(/^\d{4}$/u) as string, answered: true, how: 'answered' });
    expect(entry.authCode).toMatch(/^\d{6}$/u);
  });

  it('pays with VisaDebit where debit was asked for', async () => {
    const { answer } = await serve('12.00', { ProcessingMethod: 'Debit' });
    expect(answer).toMatchObject({ ReadDetails: { PaymentMethod: 'VisaDebit' } });
  });

  it('gets rising ids', async () => {
    const first = await serve('12.00');
    const second = await serve('12.00');
    expect(second.answer['TransactionId']).toBe(Number(first.answer['TransactionId']) + 1);
  });

  it('writes the amount as a JSON number that is exact', async () => {
    const seen = await postTransaction(simulator, { ...properRequest, Amount: '90071992547409.93' });
    expect(seen.text).toContain('"Amount":90071992547409.93,"FeeAmount":0');
  });
});

/** Amount, what the answer says, and whether the card was charged: the table of the README, row by row. */
const amountTable: readonly (readonly [string, object, boolean])[] = [
  ['12.00', { Successful: true, ErrorCode: 'NoError' }, true],
  ['12.99', { Successful: true, ErrorCode: 'NoError' }, true],
  ['12.01', { Successful: false, ErrorCode: 'Decline', IssuerResponseCode: 5 }, false],
  ['12.02', { Successful: false, ErrorCode: 'UserCancel' }, false],
  ['12.03', { Successful: false, ErrorCode: 'DeviceFunctionError', ErrorCodeDetails: 'User Cancelled Operation.' }, false],
  ['12.05', { ErrorCode: 'DeviceFunctionError', ErrorCodeDetails: 'Timeout while waiting for user action.' }, false],
  ['12.06', { Successful: false, ErrorCode: 'ErrorCallingIssuer' }, false],
  ['12.07', { Successful: false, ErrorCode: 'ErrorCallingBolletta' }, false],
  ['12.08', { Successful: false, ErrorCode: 'GeneralError' }, false],
  ['12.09', { Successful: false, ErrorCode: 'DeviceCapabilityError' }, false],
  ['12.11', { Successful: false, ErrorCode: 'AdminCancel' }, false],
  ['12.12', { ErrorCode: 'DeviceFunctionError', ErrorCodeDetails: 'The card could not be read.' }, false],
  ['12.13', { Successful: false, ErrorCode: 'SomethingNewInThisVersion' }, false],
  ['12.14', { Successful: false }, false],
  ['12.21', { Successful: true, ReadDetails: { IsEmvFallback: true } }, true],
  ['12.22', { Successful: true, ReadDetails: { IsEmvFallback: true, PreviousEmvAlsoFallback: true } }, true],
  ['12.23', { Amount: 12.23, FeeAmount: 0.35, ReadDetails: { Amount: 12.23, ConvenienceFee: 0.35 } }, true],
  ['12.24', { Successful: true, Amount: 12.23, Authorizations: [{ Amount: 12.23 }] }, true],
  ['12.26', { Successful: true, Amount: 12.26, Bills: [{ ID1: 'another-bill' }] }, true],
  ['12.27', { ReadDetails: { PaymentMethod: 3 }, Authorizations: [{ PaymentMethod: 3 }] }, true],
  ['12.28', { ReadDetails: { PaymentMethod: 'CarrierPigeonCredit' } }, true],
  ['12.29', { ReadDetails: { PaymentMethod: 99 } }, true],
  ['12.30', { ReadDetails: { PaymentMethod: 'Unassigned' } }, true],
  ['12.31', { ReadDetails: { PaymentMethod: 'VisaCredit' } }, true],
  ['12.32', { ReadDetails: { PaymentMethod: 'MastercardCredit' } }, true],
  ['12.33', { ReadDetails: { PaymentMethod: 'DiscoverCredit' } }, true],
  ['12.34', { ReadDetails: { PaymentMethod: 'AmericanExpressCredit' } }, true],
  ['12.41', { ReadDetails: { PaymentMethod: 'VisaDebit' } }, true],
  ['12.42', { ReadDetails: { PaymentMethod: 'MastercardDebit' } }, true],
  ['12.43', { ReadDetails: { PaymentMethod: 'DiscoverDebit' } }, true],
  ['12.44', { ReadDetails: { PaymentMethod: 'AmericanExpressDebit' } }, true],
  ['1.51', { Successful: false, ErrorCode: 'DeviceFunctionError', ErrorCodeDetails: 'User declined the amount.' }, false],
  ...Array.from({ length: 10 }, (_, method) => [`12.6${method}`, { ReadDetails: { EntryMethod: method } }, true] as const),
];

describe('the amount decides', () => {
  it.each(amountTable)('%s is answered with %j', async (amount, expected, isCharged) => {
    const { answer, entry } = await serve(amount);
    expect(answer).toMatchObject(expected);
    expect(entry).toMatchObject({ kind: isCharged ? 'charged' : 'not-charged', requestedAmount: amount, reference: '987987' });
  });

  it('leaves the error code out at .14, and never sends a null', async () => {
    const { answer } = await serve('12.14');
    expect(answer).not.toHaveProperty('ErrorCode');
    for (const [amount] of amountTable) expect(JSON.stringify((await serve(amount)).answer)).not.toContain('null');
  });

  it.each([
    ['12.81', 'not-charged', 'ECONNRESET'],
    ['12.82', 'charged', 'ECONNRESET'],
    ['12.83', 'charged', 'ECONNRESET'],
  ])('%s loses the connection, and the card is %s', async (amount, kind, error) => {
    expect(await postTransaction(simulator, { ...properRequest, Amount: amount })).toEqual({ error });
    await simulator.control.untilIdle();
    expect(simulator.ledger().at(-1)).toMatchObject({ kind, answered: false });
  });

  it('records the amount that was charged beside the one that was asked for', async () => {
    const { entry } = await serve('12.24');
    expect(entry).toMatchObject({ amount: '12.23', requestedAmount: '12.24' });
  });

  it('records the reference that was asked for, whatever the answer says', async () => {
    const { entry } = await serve('12.26');
    expect(entry).toMatchObject({ reference: '987987' });
  });

  it('records the fee beside the amount', async () => {
    const { entry } = await serve('12.23');
    expect(entry).toMatchObject({ amount: '12.23', feeAmount: '0.35' });
  });
});

describe('a customer who ends it before the card was read', () => {
  it('gets the fields of the description’s examples and no others', async () => {
    const { answer } = await serve('12.05');
    expect(answer).toEqual({
      ErrorCode: 'DeviceFunctionError',
      Successful: false,
      ErrorCodeDetails: 'Timeout while waiting for user action.',
      Amount: 12.05,
      FeeAmount: 0,
      Bills: [{ BillType: 'Bill Payment', ID1: '987987', Amount: 12.05 }],
      Payor: { PostalCode: '36832' },
    });
  });
});

describe('a script decides', () => {
  it.each(customerKinds.filter((kind) => kind !== 'hold'))('for %s, whatever the amount says', async (kind) => {
    const isApproved = kind === 'approve';
    simulator.control.next({ customer: { kind } });
    const { answer, entry } = await serve(isApproved ? '12.82' : '12.00');
    expect(answer['Successful']).toBe(isApproved);
    expect(entry).toMatchObject(isApproved ? { kind: 'charged', answered: true } : { kind: 'not-charged', why: kind });
  });

  it.each<[Customer, object]>([
    [{ kind: 'approve', fee: '1.25' }, { FeeAmount: 1.25 }],
    [{ kind: 'approve', fee: '0.00' }, { FeeAmount: 0 }],
    [{ kind: 'approve', offByMinor: 100 }, { Amount: 13 }],
    [{ kind: 'approve', answeredReference: 'x' }, { Bills: [{ ID1: 'x' }] }],
    [{ kind: 'approve', paymentMethod: 11 }, { ReadDetails: { PaymentMethod: 11 } }],
    [{ kind: 'approve', entryMethod: 42 }, { ReadDetails: { EntryMethod: 42 } }],
    [{ kind: 'decline', issuerResponseCode: 51 }, { IssuerResponseCode: 51 }],
    [
      { kind: 'device-error', errorCode: 'New', errorCodeDetails: 'as scripted' },
      { ErrorCode: 'New', ErrorCodeDetails: 'as scripted' },
    ],
  ])('with its details: %j', async (customer, expected) => {
    expect((await serveCustomer(customer)).answer).toMatchObject(expected);
  });

  it('for the next ones in turn, and then the amount decides again', async () => {
    simulator.control.next({ customer: { kind: 'decline' } });
    simulator.control.next({ customer: { kind: 'timeout' } });
    expect((await serve('12.00')).entry).toMatchObject({ why: 'decline' });
    expect((await serve('12.00')).entry).toMatchObject({ why: 'timeout' });
    expect((await serve('12.02')).entry).toMatchObject({ why: 'user-cancel' });
  });

  it('with a fee that is no amount: the simulator says so instead of charging something else', async () => {
    simulator.control.next({ customer: { kind: 'approve', fee: '-1' } });
    expect(await postTransaction(simulator)).toMatchObject({
      status: 500,
      text: 'The simulator failed: Error: the fee -1 is not an amount: not-positive\n',
    });
    expect((await serve('12.00')).entry).toMatchObject({ kind: 'charged' });
  });
});

describe('a held customer', () => {
  it.each<[string, Customer | undefined, string, object]>([
    ['as the amount says', undefined, '12.00', { Successful: true }],
    ['as the amount says', undefined, '12.01', { Successful: false, ErrorCode: 'Decline' }],
    ['as told', { kind: 'user-cancel' }, '12.00', { Successful: false, ErrorCode: 'UserCancel' }],
  ])('goes on %s when released', async (_how, customer, amount, expected) => {
    simulator.control.next({ customer: { kind: 'hold' } });
    const payment = serve(amount);
    await simulator.control.untilBegun();
    expect(simulator.control.state().terminal).toMatchObject({ state: 'busy', isHeld: true, amount, reference: '987987' });
    expect(simulator.control.release(customer)).toBe(true);
    expect((await payment).answer).toMatchObject(expected);
    expect(simulator.control.release()).toBe(false);
    expect(simulator.control.state().terminal).toEqual({ state: 'free' });
  });

  it('is the only one who can be released', async () => {
    simulator.control.next({ customer: { kind: 'decline', thinkMs: 20 } });
    const payment = serve('12.00');
    await simulator.control.untilBegun();
    expect(simulator.control.release({ kind: 'approve' })).toBe(false);
    expect((await payment).answer).toMatchObject({ ErrorCode: 'Decline' });
    await simulator.control.untilFree();
  });
});
