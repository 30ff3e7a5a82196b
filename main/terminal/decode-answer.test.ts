import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import type { SaleRequest } from '../../shared/sale.ts';
import { factSchema } from '../journal/record.ts';
import type { CardOutcome } from './card-terminal.ts';
import { decodeTransactionAnswer, outcomeOfFailure } from './decode-answer.ts';

const request: SaleRequest = {
  amountMinor: 1200,
  currency: 'USD' as Currency,
  reference: '987987',
  payor: { postalCode: '36832' },
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
};

/** The description's own example, word for word. */
const approval = {
  ErrorCode: 'NoError',
  Successful: true,
  TransactionId: 690489,
  TransactionDateTime: '2017-12-12T11:39:51.3715218Z',
  Amount: 12,
  FeeAmount: 0,
  Bills: [{ BillType: 'Bill Payment', ID1: '987987', Amount: 12 }],
  Payor: { FirstName: 'Ada', LastName: 'Lovelace', PostalCode: '36832' },
  ReadDetails: {
    ReadId: '6a909a4d-1a07-424d-af92-4c8a8658d500',
    PaymentMethod: 'DiscoverCredit',
    Amount: 12,
    ConvenienceFee: 0,
    ExpirationMonth: 12,
    ExpirationYear: 2025,
    AccountLastFour: '6527',
    CardHolderName: 'DIS TEST CARD',
    EntryMethod: 3,
  },
  Authorizations: [
    {
      Amount: 12,
      AuthCode: '012030',
      Type: 1,
      BatchId: '444608',
      MaskedAccountNumber: '6527',
      PaymentMethod: 'DiscoverCredit',
      GatewayReferenceId: '1031344874',
    },
  ],
};

const approvedAsAsked: CardOutcome = {
  kind: 'approved',
  feeMinor: 0,
  card: {
    transactionId: '690489',
    authCode: '012030',
    lastFour: '6527',
    paymentMethod: 'DiscoverCredit',
    entryMethod: 3,
    batchId: '444608',
    gatewayReferenceId: '1031344874',
    transactionAt: '2017-12-12T11:39:51.3715218Z',
  },
  discrepancies: [],
  deviceWarning: false,
};

function decode(body: unknown, status = 200, contentType = 'application/json; charset=utf-8'): CardOutcome {
  return decodeTransactionAnswer({ status, contentType, body: typeof body === 'string' ? body : JSON.stringify(body) }, request);
}

/** The approval with a field's JSON in place of its own; the field may lie deeper (`ReadDetails.PaymentMethod`). */
function approvalWith(path: string, json: string): string {
  const marker = '@@here@@';
  const copy = structuredClone(approval) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  let place: Record<string, unknown> = copy;
  for (const name of names) place = place[name] as Record<string, unknown>;
  place[last] = marker;
  return JSON.stringify(copy).replace(`"${marker}"`, () => json);
}

function approvedWith(path: string, json: string): Extract<CardOutcome, { kind: 'approved' }> {
  const outcome = decode(approvalWith(path, json));
  if (outcome.kind !== 'approved') throw new Error(`an approval became ${outcome.kind}`);
  return outcome;
}

describe('approved: 200 and Successful true', () => {
  it('reads the description’s own example', () => {
    expect(decode(approval)).toEqual(approvedAsAsked);
  });

  it('believes the body, not the content type', () => {
    for (const contentType of ['text/html', 'application/octet-stream', ''])
      expect(decode(approval, 200, contentType)).toEqual(approvedAsAsked);
  });

  it('is approved with nothing but the verdict, and notes that the amount was not repeated', () => {
    expect(decode({ Successful: true })).toEqual({
      kind: 'approved',
      feeMinor: 0,
      card: {},
      discrepancies: [{ field: 'Amount', expected: '12.00', answered: 'absent' }],
      deviceWarning: false,
    });
  });

  it.each(['12', '12.0', '12.00', '12.000', '1.2e1', '1200E-2', '"12.00"'])(
    'reads the amount %s as the one that was asked',
    (json) => {
      expect(approvedWith('Amount', json).discrepancies).toEqual([]);
    },
  );

  it.each([
    ['12.01', '12.01'],
    ['11.999999999999999999', '11.999999999999999999'],
    ['0', '0'],
    ['-12', '-12'],
    ['1200', '1200'],
    ['"12,00"', 'unreadable'],
    ['true', 'unreadable'],
    ['null', 'absent'],
    ['{}', 'unreadable'],
    ['1e999999', 'unreadable'],
    ['99999999999999999999', '99999999999999999999'],
  ])('is approved with a discrepancy when the amount is answered as %s', (json, answered) => {
    expect(approvedWith('Amount', json).discrepancies).toEqual([{ field: 'Amount', expected: '12.00', answered }]);
  });

  it.each([
    ['0', 0],
    ['0.35', 35],
    ['3.5e-1', 35],
    ['"1.10"', 110],
    ['0.070', 7],
    ['null', 0],
  ])('reads the fee %s as %d minor units', (json, feeMinor) => {
    expect(approvedWith('FeeAmount', json)).toMatchObject({ feeMinor, discrepancies: [] });
  });

  it.each([
    ['-1', '-1'],
    ['0.355', '0.355'],
    ['"free"', 'unreadable'],
    ['[]', 'unreadable'],
  ])('does not guess a fee of %s: a manager is told', (json, answered) => {
    expect(approvedWith('FeeAmount', json)).toMatchObject({
      feeMinor: 0,
      discrepancies: [{ field: 'FeeAmount', expected: 'an amount in USD', answered }],
    });
  });

  it('reads amount and fee by the digits of the currency', () => {
    const inFils = { ...request, currency: 'KWD' as Currency, amountMinor: 12_345 };
    const body = JSON.stringify({ ...approval, Amount: 0, FeeAmount: 0 })
      .replace('"Amount":0', '"Amount":12.345')
      .replace('"FeeAmount":0', '"FeeAmount":0.125');
    const outcome = decodeTransactionAnswer({ status: 200, contentType: undefined, body }, inFils);
    expect(outcome).toMatchObject({ kind: 'approved', feeMinor: 125, discrepancies: [] });
  });

  it('is approved with a discrepancy when a bill carries another reference', () => {
    expect(approvedWith('Bills', '[{"ID1":"987987"},{"ID1":"555"}]').discrepancies).toEqual([
      { field: 'ID1', expected: '987987', answered: '555' },
    ]);
    expect(approvedWith('Bills', '[{"ID1":987987}]').discrepancies).toEqual([]);
    expect(approvedWith('Bills', '[{"ID1":{}}]').discrepancies).toEqual([
      { field: 'ID1', expected: '987987', answered: 'unreadable' },
    ]);
    expect(approvedWith('Bills', '[7]').discrepancies).toEqual([{ field: 'ID1', expected: '987987', answered: 'unreadable' }]);
    expect(approvedWith('Bills', '"987987"').discrepancies).toEqual([
      { field: 'answer', expected: 'Bills', answered: 'unreadable' },
    ]);
    for (const nothingSaid of ['[]', 'null', '[{"Amount":12}]'])
      expect(approvedWith('Bills', nothingSaid).discrepancies).toEqual([]);
  });

  it('is approved with a discrepancy when an error code contradicts the verdict', () => {
    expect(approvedWith('ErrorCode', '"Decline"').discrepancies).toEqual([
      { field: 'ErrorCode', expected: 'NoError', answered: 'Decline' },
    ]);
    expect(approvedWith('ErrorCode', '["Decline"]').discrepancies).toEqual([
      { field: 'ErrorCode', expected: 'NoError', answered: 'unreadable' },
    ]);
    expect(approvedWith('ErrorCode', 'null').discrepancies).toEqual([]);
  });

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
    ['"690489"', '690489'],
    ['6.90489e5', '690489'],
  ])('keeps every digit of the transaction id %s', (json, transactionId) => {
    expect(approvedWith('TransactionId', json)).toMatchObject({ card: { transactionId }, discrepancies: [] });
  });

  it.each(['"abc"', '-5', '1.5', '{}', '4111111111111111', '"4111111111111111"', '12345678901234567890'])(
    'leaves out a transaction id of %s and notes it',
    (json) => {
      const { card, discrepancies } = approvedWith('TransactionId', json);
      expect(card).not.toHaveProperty('transactionId');
      expect(discrepancies).toMatchObject([{ field: 'answer', expected: 'TransactionId' }]);
      expect(JSON.stringify(discrepancies)).not.toContain('411111');
    },
  );

  it('leaves out what is malformed beside the money without a word, and ids with one', () => {
    const outcome = decode({
      ...approval,
      TransactionDateTime: { at: 'noon' },
      ReadDetails: { PaymentMethod: {}, AccountLastFour: [6527], EntryMethod: 'chip', PreviousEmvAlsoFallback: 'yes' },
      Authorizations: [{ AuthCode: {}, BatchId: 'x'.repeat(41), GatewayReferenceId: '4111 1111 1111 1111' }, 'nonsense'],
    });
    expect(outcome).toEqual({
      kind: 'approved',
      feeMinor: 0,
      card: { transactionId: '690489' },
      discrepancies: [
        { field: 'answer', expected: 'Authorizations', answered: 'unreadable' },
        { field: 'answer', expected: 'AuthCode', answered: 'unreadable' },
        { field: 'answer', expected: 'BatchId', answered: 'x'.repeat(41) },
        { field: 'answer', expected: 'GatewayReferenceId', answered: '[card number ending 1111]' },
      ],
      deviceWarning: false,
    });
  });

  it('takes the first authorization that has an id', () => {
    const { card } = approvedWith(
      'Authorizations',
      '[{"BatchId":"1"},{"AuthCode":"222222","BatchId":"2"},{"AuthCode":"333333"}]',
    );
    expect(card).toMatchObject({ authCode: '222222', batchId: '1' });
  });

  it.each([
    ['"6527"', '6527'],
    ['"0027"', '0027'],
    ['"************6527"', '6527'],
    ['"4111111111111111"', '1111'],
    ['6527', '6527'],
    ['"527"', undefined],
    ['"6527 (Visa)"', undefined],
    ['""', undefined],
  ])('reads the last four digits of %s as %s', (json, lastFour) => {
    const outcome = approvedWith('ReadDetails.AccountLastFour', json);
    const masked = JSON.parse(approvalWith('ReadDetails.AccountLastFour', json)) as typeof approval;
    expect(outcome.card.lastFour).toBe(lastFour ?? masked.Authorizations[0]?.MaskedAccountNumber);
    expect(decode({ ...masked, Authorizations: [] })).toMatchObject({ card: lastFour === undefined ? {} : { lastFour } });
  });

  it('takes the method by name or number, from the reading or from the authorization', () => {
    expect(approvedWith('ReadDetails.PaymentMethod', '14').card.paymentMethod).toBe('AmericanExpressDebit');
    expect(approvedWith('ReadDetails.PaymentMethod', '77').card.paymentMethod).toBe('77');
    expect(approvedWith('ReadDetails.PaymentMethod', '"JcbCredit"').card.paymentMethod).toBe('JcbCredit');
    expect(approvedWith('ReadDetails', 'null').card.paymentMethod).toBe('DiscoverCredit');
  });

  it('tells a manager about a reader that fell back twice', () => {
    expect(approvedWith('ReadDetails.PreviousEmvAlsoFallback', 'true').deviceWarning).toBe(true);
    expect(approvedWith('ReadDetails.IsEmvFallback', 'true').deviceWarning).toBe(false);
  });
});

describe('declined, cancelled, failed: 200 and Successful false', () => {
  it.each([
    ['Decline', 'declined', 'declined-by-issuer'],
    ['UserCancel', 'cancelled', 'cancelled-by-customer'],
    ['AdminCancel', 'cancelled', 'cancelled-by-administrator'],
    ['DeviceFunctionError', 'failed', 'terminal-fault'],
    ['DeviceCapabilityError', 'failed', 'terminal-not-capable'],
    ['ErrorCallingBolletta', 'failed', 'bolletta-unreachable'],
    ['ErrorCallingIssuer', 'failed', 'issuer-unreachable'],
    ['GeneralError', 'failed', 'general-error'],
    ['NoError', 'failed', 'general-error'],
    ['SomethingOfALaterVersion', 'failed', 'general-error'],
  ])('reads %s as %s, %s', (errorCode, kind, code) => {
    expect(decode({ Successful: false, ErrorCode: errorCode, ErrorCodeDetails: 'In words.' })).toEqual({
      kind,
      reason: { code, detail: 'In words.' },
      deviceWarning: false,
    });
  });

  it.each([
    ['User Cancelled Operation.', 'cancelled-by-customer'],
    ['USER CANCELED OPERATION', 'cancelled-by-customer'],
    ['User declined the amount.', 'amount-declined-by-customer'],
    ['user  declined amount', 'amount-declined-by-customer'],
    ['Timeout while waiting for user action.', 'customer-too-slow'],
    ['Time-out while waiting for user action', 'customer-too-slow'],
  ])('reads a DeviceFunctionError that says %s as cancelled, %s', (detail, code) => {
    expect(decode({ Successful: false, ErrorCode: 'DeviceFunctionError', ErrorCodeDetails: detail })).toMatchObject({
      kind: 'cancelled',
      reason: { code },
    });
  });

  it('reads any other DeviceFunctionError as a fault of the terminal', () => {
    for (const details of ['Printer out of paper.', 'Timeout while calling the host.', '', undefined]) {
      const outcome = decode({ Successful: false, ErrorCode: 'DeviceFunctionError', ErrorCodeDetails: details });
      expect(outcome).toMatchObject({ kind: 'failed', reason: { code: 'terminal-fault' } });
    }
  });

  it('has failed where no code says why, and shows a code that nobody knows where there are no words', () => {
    expect(decode({ Successful: false })).toEqual({ kind: 'failed', reason: { code: 'general-error' }, deviceWarning: false });
    expect(decode({ Successful: false, ErrorCode: 'Novel' })).toMatchObject({
      reason: { code: 'general-error', detail: 'Novel' },
    });
    expect(decode({ Successful: false, ErrorCode: {}, ErrorCodeDetails: 7 })).toMatchObject({
      reason: { code: 'general-error', detail: '7' },
    });
  });

  it('tells a manager about the reader here as well', () => {
    const outcome = decode({ Successful: false, ErrorCode: 'Decline', ReadDetails: { PreviousEmvAlsoFallback: true } });
    expect(outcome).toMatchObject({ kind: 'declined', deviceWarning: true });
  });

  it('shows no card number in the service’s words', () => {
    const outcome = decode({ Successful: false, ErrorCode: 'Decline', ErrorCodeDetails: 'Card 4111 1111 1111 1111 refused' });
    expect(outcome).toMatchObject({ reason: { detail: 'Card [card number ending 1111] refused' } });
  });
});

describe('failed: the other answers with which nothing was charged', () => {
  const badRequest = {
    ResponseStatus: {
      ErrorCode: 'BadRequest',
      Message: 'invalid_argument',
      Errors: [{ ErrorCode: 'invalid', FieldName: 'ApplicationType', Message: 'ApplicationType should either be …' }],
    },
  };

  it('names the field that a 400 refuses', () => {
    expect(decode(badRequest, 400)).toEqual({
      kind: 'failed',
      reason: { code: 'request-refused', detail: 'ApplicationType should either be …', field: 'applicationType' },
      deviceWarning: false,
    });
  });

  it.each([
    ['', undefined],
    ['<h2>Bad Request</h2>', undefined],
    ['{"ResponseStatus":{"Message":"invalid_argument"}}', 'invalid_argument'],
    ['{"ResponseStatus":{"Errors":"none"}}', undefined],
    ['{"ResponseStatus":7}', undefined],
  ])('has failed by any 400, also with the body %s', (body, detail) => {
    expect(decode(body, 400)).toEqual({
      kind: 'failed',
      reason: { code: 'request-refused', ...(detail === undefined ? {} : { detail }) },
      deviceWarning: false,
    });
  });

  it.each(['', '{"ResponseStatus":{"ErrorCode":"Invalid UserName or Password","Message":"Invalid UserName or Password"}}'])(
    'names wrong credentials by a 401 with the body %s',
    (body) => {
      expect(decode(body, 401)).toEqual({ kind: 'failed', reason: { code: 'wrong-credentials' }, deviceWarning: false });
    },
  );

  it('knows that nothing was charged by a terminal that was not available', () => {
    const body = {
      ResponseStatus: {
        ErrorCode: 'DeviceError',
        Errors: [{ ErrorCode: 'unavailable', Message: 'Card Terminal is not available' }],
      },
    };
    expect(decode(body, 500)).toEqual({
      kind: 'failed',
      reason: { code: 'terminal-unavailable', detail: 'Card Terminal is not available' },
      deviceWarning: false,
    });
  });

  it('has failed where not one byte left', () => {
    for (const kind of ['not-connected', 'timed-out'] as const) {
      expect(outcomeOfFailure({ kind, mayHaveTakenEffect: false, detail: 'ECONNREFUSED' })).toEqual({
        kind: 'failed',
        reason: { code: 'service-unreachable' },
        deviceWarning: false,
      });
    }
  });
});

describe('outcome unknown: everything else', () => {
  it.each([
    '',
    '{"ResponseStatus":{"ErrorCode":"InternalError","Message":"The request could not be completed."}}',
    '{"ResponseStatus":{"ErrorCode":"DeviceError"}}',
    '{"ResponseStatus":{"ErrorCode":"DeviceError","Errors":[{"ErrorCode":"timeout","Message":"unavailable"}]}}',
    '{"ResponseStatus":{"ErrorCode":"HostError","Errors":[{"ErrorCode":"unavailable"}]}}',
    '{"ErrorCode":"DeviceError","Errors":[{"ErrorCode":"unavailable"}]}',
    '{"Successful":true}',
    '{"Successful":false,"ErrorCode":"Decline"}',
    'DeviceError unavailable',
  ])('does not know what a 500 did that says %s', (body) => {
    expect(decode(body, 500)).toMatchObject({ kind: 'outcome-unknown', reason: { code: 'service-error' } });
  });

  it.each([402, 403, 404, 405, 408, 409, 413, 429, 501, 502, 503, 504])('does not know what a %d did', (status) => {
    for (const body of ['', JSON.stringify(approval), '{"Successful":false,"ErrorCode":"Decline"}']) {
      expect(decode(body, status)).toEqual({
        kind: 'outcome-unknown',
        reason: { code: 'service-error', detail: `HTTP ${status}` },
      });
    }
  });

  it.each([201, 202, 204, 206, 301, 302, 304, 307])('does not take a %d for the answer that the protocol names', (status) => {
    expect(decode(approval, status)).toEqual({
      kind: 'outcome-unknown',
      reason: { code: 'unreadable-answer', detail: `HTTP ${status}` },
    });
  });

  it.each([
    '',
    'OK',
    '%PDF-1.4 }{',
    '{"Successful":true',
    'null',
    'true',
    '[{"Successful":true}]',
    '{}',
    '{"ErrorCode":"NoError","TransactionId":1}',
    '{"Successful":"true"}',
    '{"Successful":1}',
    '{"Successful":null}',
    '{"successful":true}',
    '{"ResponseStatus":{"Successful":true}}',
  ])('does not know what a 200 did that says %s', (body) => {
    expect(decode(body)).toEqual({ kind: 'outcome-unknown', reason: { code: 'unreadable-answer' } });
  });

  it.each([
    ['connection-lost', 'connection-lost'],
    ['timed-out', 'connection-lost'],
    ['not-connected', 'connection-lost'],
    ['unreadable', 'unreadable-answer'],
  ] as const)('does not know what an exchange did that was %s after it stood', (kind, code) => {
    expect(outcomeOfFailure({ kind, mayHaveTakenEffect: true, detail: 'ECONNRESET' })).toEqual({
      kind: 'outcome-unknown',
      reason: { code },
    });
  });
});

describe('whatever comes', () => {
  const statuses = fc.oneof(fc.constantFrom(200, 400, 401, 500), fc.integer({ min: 100, max: 599 }));
  /** Answers that are nearly right: the protocol's own fields with anything in them. */
  const nearlyAnswers = fc.record(
    {
      Successful: fc.oneof(fc.boolean(), fc.jsonValue()),
      ErrorCode: fc.oneof(fc.constantFrom('NoError', 'Decline', 'UserCancel', 'DeviceFunctionError'), fc.jsonValue()),
      ErrorCodeDetails: fc.jsonValue(),
      TransactionId: fc.jsonValue(),
      TransactionDateTime: fc.jsonValue(),
      Amount: fc.jsonValue(),
      FeeAmount: fc.jsonValue(),
      Bills: fc.oneof(fc.array(fc.oneof(fc.record({ ID1: fc.jsonValue() }), fc.jsonValue())), fc.jsonValue()),
      ReadDetails: fc.oneof(
        fc.record({ PaymentMethod: fc.jsonValue(), AccountLastFour: fc.jsonValue(), EntryMethod: fc.jsonValue() }),
        fc.jsonValue(),
      ),
      Authorizations: fc.oneof(
        fc.array(fc.oneof(fc.record({ AuthCode: fc.jsonValue(), BatchId: fc.jsonValue() }), fc.jsonValue())),
        fc.jsonValue(),
      ),
      ResponseStatus: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    nearlyAnswers.map((value) => JSON.stringify(value)),
  );

  it('never throws, and what comes out can be written into the journal', () => {
    fc.assert(
      fc.property(statuses, bodies, (status, body) => {
        const outcome = decode(body, status);
        factSchema.parse({ ...outcome, kind: `payment-${outcome.kind}` });
      }),
      { numRuns: 1_000 },
    );
  });

  it('is approved exactly by a 200 that says Successful true', () => {
    fc.assert(
      fc.property(statuses, bodies, (status, body) => {
        let says: unknown;
        try {
          says = (JSON.parse(body) as { Successful?: unknown } | null)?.Successful;
        } catch {
          says = undefined;
        }
        expect(decode(body, status).kind === 'approved').toBe(status === 200 && says === true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('lets no name, token, read id or card number out, wherever in the answer they lie', () => {
    const secrets = ['secret-token-5b1c', 'LOVELACE/ADA', '6a909a4d-1a07-424d-af92-4c8a8658d500'];
    const numbers = ['4111111111111111', '5555555555554444', '378282246310005', '4111 1111 1111 1111', '6011-1111-1111-1117'];
    const pathsOf = (value: object, path: readonly string[] = []): readonly (readonly string[])[] => [
      path,
      ...Object.entries(value).flatMap(([name, inner]): readonly (readonly string[])[] =>
        typeof inner === 'object' && inner !== null ? pathsOf(inner as object, [...path, name]) : [],
      ),
    ];
    const places = pathsOf(approval);
    const put = (copy: unknown, path: readonly string[], name: string, value: unknown): void => {
      let place = copy as Record<string, unknown>;
      for (const step of path) place = place[step] as Record<string, unknown>;
      place[name] = value;
    };
    const leaves = places.flatMap((path) => {
      let place: unknown = approval;
      for (const step of path) place = (place as Record<string, unknown>)[step];
      return Object.entries(place as object)
        .filter(([, value]) => typeof value !== 'object')
        .map(([name]) => ({ path, name }));
    });

    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom(...leaves),
        fc.constantFrom(...numbers),
        fc.constantFrom('', 'card ', 'a\u0000b '),
        fc.boolean(),
        fc.constantFrom(200, 400, 500),
        (place, leaf, number, before, isSuccessful, status) => {
          const copy = structuredClone(approval);
          put(copy, place, 'Token', secrets[0]);
          put(copy, place, 'CardHolderName', secrets[1]);
          put(copy, place, 'ReadId', secrets[2]);
          put(copy, leaf.path, leaf.name, before + number);
          put(copy, [], 'Successful', isSuccessful);
          put(copy, [], 'ErrorCodeDetails', `${before}${number}`);
          put(copy, [], 'ResponseStatus', {
            ErrorCode: number,
            Message: number,
            Errors: [{ FieldName: number, Message: before + number }],
          });

          const seen = JSON.stringify(decode(copy, status));

          for (const secret of secrets) expect(seen).not.toContain(secret);
          expect(seen.replace(/\D/gu, '')).not.toContain(number.replace(/\D/gu, ''));
          expect(seen).not.toContain('2025');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
