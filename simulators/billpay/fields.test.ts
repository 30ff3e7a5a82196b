import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBillpaySimulator, type BillpaySimulator } from './start-billpay-simulator.ts';
import { advice, newId, post, transaction, type Json } from './testing-client.ts';

// One service for all rows: a message that is refused leaves nothing behind but its id.
let simulator: BillpaySimulator;
beforeAll(async () => {
  simulator = await startBillpaySimulator();
});
afterAll(() => simulator.close());

const institution = { id: '600900', name: 'Clearing' };
const amounts = { requestAmount: { amount: 100, currency: '840' } };
const cash = { tenderType: 'CASH', amount: { amount: 100, currency: '840' } };

type Kind =
  | 'lookup'
  | 'fine lookup'
  | 'policy lookup'
  | 'payment'
  | 'fine payment'
  | 'policy payment'
  | 'refund'
  | 'confirmation'
  | 'reversal'
  | 'refund confirmation'
  | 'refund reversal';

/** A message of each kind with every field in it, and its path. */
function messageOf(kind: Kind): { readonly path: string; readonly body: Json } {
  const id = newId();
  const adviceId = newId();
  const identifiers = [{ institutionId: '600123', transactionIdentifier: 'T1' }];
  const request = transaction(id, {
    settlementEntity: institution,
    selectedCategory: { id: 'POWER', name: 'Electricity' },
    slipData: {
      messageLines: [{ text: 'a', fontWidthScaleFactor: 1, line: true, cut: false, barcode: { data: '12', encoding: 'ITF' } }],
      slipWidth: 40,
    },
  });
  const ofPayment = {
    amounts,
    tenders: [{ ...cash, accountType: 'DEFAULT', cardNumber: '457612******3390', reference: 'r' }],
    customer: { firstName: 'a', lastName: 'b', address: 'c', idNumber: 'd', contactNumber: 'e' },
  };
  const reversed = { reversalReason: 'TIMEOUT', amounts: { approvedAmount: { amount: 1, currency: '840' } } };
  switch (kind) {
    case 'lookup':
      return { path: `/accountLookups/${id}`, body: { ...request, accountRef: 'KP20000001' } };
    case 'fine lookup':
      return { path: `/accountLookups/traffic/${id}`, body: { ...request, noticeNumber: 'TN-2026-0093317' } };
    case 'policy lookup':
      return { path: `/accountLookups/policy/${id}`, body: { ...request, policyNumber: 'PL-77-100234' } };
    case 'payment':
      return { path: `/payments/${id}`, body: { ...request, accountRef: 'KP20000001', ...ofPayment } };
    case 'fine payment':
      return { path: `/payments/traffic/${id}`, body: { ...request, noticeNumber: 'TN-2026-0093317', ...ofPayment } };
    case 'policy payment':
      return { path: `/payments/policy/${id}`, body: { ...request, policyNumber: 'PL-77-100234', ...ofPayment } };
    case 'refund':
      return { path: `/refunds/${id}`, body: { ...request, issuerReference: 'ABC123', refundReason: 'why' } };
    case 'confirmation':
      return { path: `/payments/${id}/confirmations/${adviceId}`, body: advice(adviceId, id, identifiers, { tenders: [cash] }) };
    case 'reversal':
      return { path: `/payments/${id}/reversals/${adviceId}`, body: advice(adviceId, id, identifiers, reversed) };
    case 'refund confirmation':
      return { path: `/refunds/${id}/confirmations/${adviceId}`, body: advice(adviceId, id, identifiers) };
    case 'refund reversal':
      return { path: `/refunds/${id}/reversals/${adviceId}`, body: advice(adviceId, id, identifiers, reversed) };
  }
}

/** Sets a field deep in a message; undefined takes it away. */
function withField(body: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(body)) return body.map((one: unknown, index) => (String(index) === name ? withField(one, rest, value) : one));
  const whole = { ...(body as Json | undefined) };
  return { ...whole, [name]: withField(whole[name], rest, value) };
}

async function errorsOf(kind: Kind, field: string, value: unknown): Promise<unknown> {
  const { path, body } = messageOf(kind);
  const changed = withField(body, field.split('.'), value) as Json;
  const seen = await post(simulator, path, changed);
  if (seen.json?.['errorType'] !== 'FORMAT_ERROR') return [];
  expect(seen.status).toBe(400);
  return seen.json['detailMessage'];
}

const long = (count: number): string => 'x'.repeat(count);
const required = [undefined, null] as const;
const between = (minimum: number, maximum: number): string => `length must be between ${minimum} and ${maximum}`;
const matching = (pattern: string): string => `must match "${pattern}"`;
const noText = 'must be a text';

interface Row {
  readonly kinds: readonly Kind[];
  readonly field: string;
  /** How its errors call the model and the field. */
  readonly owner: string;
  readonly isRequired: boolean;
  readonly good: readonly unknown[];
  /** Each with the sentence that it is refused with. */
  readonly bad: readonly (readonly [unknown, string])[];
}

const payments = ['payment', 'fine payment', 'policy payment'] as const;
const requests = ['lookup', 'fine lookup', 'policy lookup', ...payments, 'refund'] as const;
const reversals = ['reversal', 'refund reversal'] as const;
const advices = ['confirmation', 'refund confirmation', ...reversals] as const;
const all = [...requests, ...advices] as const;

// BillPay 3.7, every value of each.
const tenderTypes = ['CASH', 'CHEQUE', 'CREDIT_CARD', 'DEBIT_CARD', 'WALLET', 'ROUNDING', 'GIFT_CARD', 'LOYALTY_CARD', 'OTHER'];
const tenderAccounts = ['DEFAULT', 'SAVINGS', 'CHEQUE', 'CREDIT', 'UNIVERSAL', 'ELECTRONIC_PURSE', 'STORED_VALUE'];
const accountTypes = [...tenderAccounts, 'GIFT_CARD'];
const tranTypes =
  'GOODS_AND_SERVICES CASH_WITHDRAWAL DEBIT_ADJUSTMENT GOODS_AND_SERVICES_WITH_CASH_BACK NON_CASH RETURNS DEPOSIT CREDIT_ADJUSTMENT ' +
  'GENERAL_CREDIT AVAILABLE_FUNDS_INQUIRY BALANCE_INQUIRY GENERAL_INQUIRY CARD_VERIFICATION_INQUIRY CARDHOLDER_ACCOUNTS_TRANSFER ' +
  'GENERAL_TRANSFER PAYMENT_FROM_ACCOUNT GENERAL_PAYMENT PAYMENT_TO_ACCOUNT PAYMENT_FROM_ACCOUNT_TO_ACCOUNT PLACE_HOLD_ON_CARD ' +
  'GENERAL_ADMIN CHANGE_PIN CARD_HOLDER_INQUIRY POINTS_INQUIRY';
const isoTime = 'must be a date-time of RFC 3339';
const integer = 'must be an integer';

const rows: readonly Row[] = [
  // BillPay 3.1. What form an id has is looked at below.
  row(all, 'id', 'message', true, [], [[7, noText]]),
  row(
    all,
    'time',
    'message',
    true,
    ['2026-03-17T08:41:05Z', '2026-03-17T10:41:05.123456+02:00', '2024-02-29T00:00:00.000z'],
    [
      ['2026-03-17 08:41:05', isoTime],
      ['2026-02-30T08:41:05Z', isoTime],
      ['2026-03-17T08:41:05', isoTime],
      ['2026-03-17T24:00:00Z', isoTime],
      [1_773_736_865_123, isoTime],
    ],
  ),
  row(
    requests,
    'originator',
    'message',
    true,
    [],
    [
      ['600123', 'must be an object'],
      [[], 'must be an object'],
    ],
  ),
  row(requests, 'client', 'message', true, [{ id: 'any id', name: '' }], [['600123', 'must be an object']]),
  row(requests, 'settlementEntity', 'message', false, [institution], [[7, 'must be an object']]),
  row(requests, 'receiver', 'message', false, [institution], [['x', 'must be an object']]),
  row(
    all,
    'thirdPartyIdentifiers',
    'message',
    true,
    [[]],
    [
      [{}, 'must be a list'],
      [[null], 'may not be null'],
    ],
  ),
  row(requests, 'slipData', 'message', false, [{}, { issuerReference: 'A'.repeat(40) }], [['x', 'must be an object']]),
  row(requests, 'basketRef', 'message', false, ['', long(200)], [[1, noText]]),
  row(requests, 'tranType', 'message', false, tranTypes.split(' '), [['SALE', 'must be one of']]),
  row(requests, 'srcAccType', 'message', false, accountTypes, [['CASH', 'must be one of']]),
  row(requests, 'destAccType', 'message', false, accountTypes, [['default', 'must be one of']]),
  row(all, 'stan', 'message', false, ['1'], [[1, noText]]),
  row(all, 'rrn', 'message', false, ['any text'], [[{}, noText]]),
  // BillPay 3.2
  row(requests, 'originator.institution', 'originator', true, [], [['x', 'must be an object']]),
  row(
    requests,
    'originator.terminalId',
    'originator',
    true,
    ['TILL0001'],
    [
      [long(7), between(8, 8)],
      [long(9), between(8, 8)],
    ],
  ),
  row(requests, 'originator.merchant', 'originator', true, [], [['x', 'must be an object']]),
  row(requests, 'originator.operatorId', 'originator', false, ['', long(30)], [[long(31), between(0, 30)]]),
  row(requests, 'originator.channelId', 'originator', false, ['', long(50)], [[long(51), between(0, 50)]]),
  row(
    requests,
    'originator.merchant.merchantType',
    'merchant',
    true,
    ['5411'],
    [
      ['541', matching('[0-9]{4}')],
      ['54111', matching('[0-9]{4}')],
      ['541x', matching('[0-9]{4}')],
    ],
  ),
  row(
    requests,
    'originator.merchant.merchantId',
    'merchant',
    true,
    [long(15)],
    [
      [long(14), between(15, 15)],
      [long(16), between(15, 15)],
    ],
  ),
  row(requests, 'originator.merchant.merchantName', 'merchant', true, [], [['Shop', 'must be an object']]),
  row(
    requests,
    'originator.merchant.merchantName.name',
    'merchantName',
    true,
    ['', long(23), '\u{1F6D2}'.repeat(23)],
    [[long(24), between(0, 23)]],
  ),
  row(requests, 'originator.merchant.merchantName.city', 'merchantName', true, ['', long(13)], [[long(14), between(0, 13)]]),
  row(requests, 'originator.merchant.merchantName.region', 'merchantName', true, ['', 'SE'], [['SEE', between(0, 2)]]),
  row(requests, 'originator.merchant.merchantName.country', 'merchantName', true, ['', 'BW'], [['BWA', between(0, 2)]]),
  row(requests, 'client.id', 'institution', true, ['', 'ClientId'], [[600_123, noText]]),
  row(requests, 'client.name', 'institution', true, ['', long(40)], [[long(41), between(0, 40)]]),
  row(all, 'thirdPartyIdentifiers.0.institutionId', 'thirdPartyIdentifier', true, ['x'], [[1, noText]]),
  row(all, 'thirdPartyIdentifiers.0.transactionIdentifier', 'thirdPartyIdentifier', false, ['x'], [[1, noText]]),
  row(
    payments,
    'amounts.requestAmount.amount',
    'ledgerAmount',
    true,
    [1, 0, 79_995],
    [
      [799.95, integer],
      ['79995', integer],
      [1e21, integer],
    ],
  ),
  row(
    payments,
    'amounts.requestAmount.currency',
    'ledgerAmount',
    true,
    ['072', '710'],
    [
      ['ZAR', matching('[0-9]{3}')],
      ['72', matching('[0-9]{3}')],
      [840, noText],
    ],
  ),
  row(
    payments,
    'amounts.requestAmount.ledgerIndicator',
    'ledgerAmount',
    false,
    ['DEBIT', 'CREDIT'],
    [['debit', 'must be one of DEBIT, CREDIT']],
  ),
  row(payments, 'amounts.approvedAmount', 'amounts', false, [{ amount: 1, currency: '840' }], [[1, 'must be an object']]),
  row(payments, 'amounts.feeAmount', 'amounts', false, [{ amount: 1, currency: '840' }], [[1, 'must be an object']]),
  row(payments, 'amounts.balanceAmount', 'amounts', false, [{ amount: 1, currency: '840' }], [[1, 'must be an object']]),
  row(payments, 'amounts.maxPayableAmount', 'amounts', false, [{ amount: 1, currency: '840' }], [[1, 'must be an object']]),
  row(payments, 'amounts.minPayableAmount', 'amounts', false, [{ amount: 1, currency: '840' }], [[1, 'must be an object']]),
  row(
    payments,
    'amounts.additionalAmounts',
    'amounts',
    false,
    [{}, { vat: { amount: 1, currency: '840' } }],
    [
      [{ vat: 1 }, 'must be an object'],
      [[], 'must be an object'],
    ],
  ),
  row(payments, 'customer.firstName', 'customer', false, ['', long(40)], [[long(41), between(0, 40)]]),
  row(payments, 'customer.lastName', 'customer', false, ['', long(40)], [[long(41), between(0, 40)]]),
  row(payments, 'customer.address', 'customer', false, ['', long(80)], [[long(81), between(0, 80)]]),
  row(payments, 'customer.idNumber', 'customer', false, ['', long(13)], [[long(14), between(0, 13)]]),
  row(payments, 'customer.contactNumber', 'customer', false, ['', long(40)], [[long(41), between(0, 40)]]),
  row(requests, 'slipData.messageLines', 'slipData', false, [[]], [['text', 'must be a list']]),
  row(requests, 'slipData.messageLines.0.text', 'slipLine', true, ['', long(500)], [[1, noText]]),
  row(requests, 'slipData.messageLines.0.fontWidthScaleFactor', 'slipLine', false, [1, 2.5], [['2', 'must be a number']]),
  row(requests, 'slipData.messageLines.0.fontHeightScaleFactor', 'slipLine', false, [1, 2.5], [['2', 'must be a number']]),
  row(requests, 'slipData.messageLines.0.line', 'slipLine', false, [true, false], [['true', 'must be true or false']]),
  row(requests, 'slipData.messageLines.0.cut', 'slipLine', false, [true], [[1, 'must be true or false']]),
  row(requests, 'slipData.messageLines.0.barcode', 'slipLine', false, [{ data: '1' }], [['1', 'must be an object']]),
  row(requests, 'slipData.messageLines.0.barcode.data', 'barcode', true, ['1'], [[1, noText]]),
  row(requests, 'slipData.messageLines.0.barcode.encoding', 'barcode', false, ['ITF', 'EAN'], [[1, noText]]),
  row(requests, 'slipData.slipWidth', 'slipData', false, [0, 40], [[1.5, integer]]),
  row(
    requests,
    'slipData.issuerReference',
    'slipData',
    false,
    ['A', 'A1'.repeat(20)],
    [
      ['a', matching('[A-Z0-9]{1,40}')],
      ['A'.repeat(41), matching('[A-Z0-9]{1,40}')],
    ],
  ),
  row(requests, 'selectedCategory', 'message', false, [{ id: '', name: '' }], [['POWER', 'must be an object']]),
  row(requests, 'selectedCategory.id', 'category', true, ['POWER'], [[long(41), between(0, 40)]]),
  row(requests, 'selectedCategory.name', 'category', true, ['', long(100)], [[long(101), between(0, 100)]]),
  ...([...payments, 'confirmation'] as const).flatMap((kind) => [
    row(
      [kind],
      'tenders',
      'message',
      false,
      [[]],
      [
        [{}, 'must be a list'],
        [[null], 'may not be null'],
      ],
    ),
    row([kind], 'tenders.0.accountType', 'tender', false, tenderAccounts, [['GIFT_CARD', 'must be one of']]),
    row([kind], 'tenders.0.amount', 'tender', true, [], [[100, 'must be an object']]),
    row(
      [kind],
      'tenders.0.cardNumber',
      'tender',
      false,
      ['457612', '457612******3390', `457612${'*'.repeat(13)}`],
      [
        ['45761', matching('[0-9]{6}[0-9*]{0,13}')],
        ['457612XXXXXX3390', matching('[0-9]{6}[0-9*]{0,13}')],
        ['******1234567890', matching('[0-9]{6}[0-9*]{0,13}')],
        ['4576 12******3390', matching('[0-9]{6}[0-9*]{0,13}')],
        [`457612${'*'.repeat(14)}`, matching('[0-9]{6}[0-9*]{0,13}')],
      ],
    ),
    row([kind], 'tenders.0.reference', 'tender', false, ['', long(40)], [[long(41), between(0, 40)]]),
    row([kind], 'tenders.0.tenderType', 'tender', true, tenderTypes, [['CARD', 'must be one of']]),
  ]),
  // BillPay 3.3
  ...(
    [
      [['lookup', 'payment'], 'accountRef'],
      [['fine lookup', 'fine payment'], 'noticeNumber'],
      [['policy lookup', 'policy payment'], 'policyNumber'],
    ] as const
  ).map(([kinds, field]) =>
    row(
      kinds,
      field,
      'message',
      true,
      [long(6), long(40)],
      [
        [long(5), between(6, 40)],
        [long(41), between(6, 40)],
        [1_234_567, noText],
      ],
    ),
  ),
  row(payments, 'amounts', 'message', true, [], [[1, 'must be an object']]),
  row(payments, 'paymentMethods', 'message', false, [[]], [[{}, 'must be a list']]),
  row(payments, 'customer', 'message', false, [{}], [['Kabo', 'must be an object']]),
  row(
    ['refund'],
    'issuerReference',
    'message',
    true,
    ['A', 'A1'.repeat(10)],
    [
      ['', matching('[A-Z0-9]{1,20}')],
      ['abc', matching('[A-Z0-9]{1,20}')],
      ['A'.repeat(21), matching('[A-Z0-9]{1,20}')],
    ],
  ),
  row(['refund'], 'refundReason', 'message', true, ['', long(20)], [[long(21), between(0, 20)]]),
  // BillPay 3.5. A `requestId` need only be there, but has to be the path's.
  row(advices, 'requestId', 'message', true, [], [[7, noText]]),
  row(advices, 'amounts', 'message', false, [{}], [[1, 'must be an object']]),
  row(reversals, 'amounts.approvedAmount.amount', 'ledgerAmount', true, [0], [['1', integer]]),
  row(reversals, 'reversalReason', 'message', true, ['TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL'], [['LATE', 'must be one of']]),
];

function row(
  kinds: readonly Kind[],
  field: string,
  owner: string,
  isRequired: boolean,
  good: readonly unknown[],
  bad: Row['bad'],
): Row {
  return { kinds, field, owner, isRequired, good, bad };
}

describe.each(rows.flatMap((one) => one.kinds.map((kind) => [kind, one.field, one] as const)))(
  'a %s: %s',
  (kind, field, { owner, isRequired, good, bad }) => {
    const name = /^\d+$/u.test(field.split('.').at(-1) ?? '') ? (field.split('.').at(-2) ?? '') : (field.split('.').at(-1) ?? '');

    it('may be absent or not, as its rule says', async () => {
      for (const value of required) {
        expect(await errorsOf(kind, field, value)).toEqual(
          isRequired ? [{ messageProperty: owner, field: name, error: 'may not be null' }] : [],
        );
      }
    });

    it('has the form that its rule says', async () => {
      for (const value of good) expect(await errorsOf(kind, field, value), JSON.stringify(value)).toEqual([]);
      for (const [value, error] of bad) {
        const errors = await errorsOf(kind, field, value);
        expect(errors, JSON.stringify(value)).toHaveLength(1);
        expect(errors).toMatchObject([{ error: expect.stringContaining(error) as string }]);
      }
    });
  },
);

describe('ids', () => {
  it.each([
    ['not-a-uuid'],
    ['B311FD39-A3F0-4D77-A518-77F004BFD3A9'],
    ['b311fd39-a3f0-1d77-a518-77f004bfd3a9'],
    ['b311fd39-a3f0-4d77-7518-77f004bfd3a9'],
    ['{b311fd39-a3f0-4d77-a518-77f004bfd3a9}'],
  ])('are UUIDs of version 4 in lower case, not %s', async (id) => {
    const seen = await post(
      simulator,
      `/accountLookups/${encodeURIComponent(id)}`,
      transaction(id, { accountRef: 'KP20000001' }),
    );
    expect(seen.json).toMatchObject({ errorType: 'FORMAT_ERROR', id, detailMessage: [{ field: 'id', invalidValue: id }] });
  });

  it.each(requests)('of a %s are the same in path and body', async (kind) => {
    const { path, body } = messageOf(kind);
    const other = path.replace(body['id'] as string, newId());
    expect((await post(simulator, other, body)).json).toMatchObject({
      errorType: 'FORMAT_ERROR',
      detailMessage: [{ messageProperty: 'message', field: 'id', error: 'must be the id in the path' }],
    });
  });

  it.each(advices)('of a %s are the same in path and body', async (kind) => {
    const { path, body } = messageOf(kind);
    for (const field of ['id', 'requestId']) {
      const other = path.replace(body[field] as string, newId());
      expect((await post(simulator, other, body)).json).toMatchObject({
        errorType: 'FORMAT_ERROR',
        id: body['id'],
        originalId: body['requestId'],
        detailMessage: [{ field, error: 'must be the id in the path' }],
      });
    }
  });
});

describe('payment methods', () => {
  const method = (type: string, rest: Json): Json => ({ type, ...rest });
  const entry = (panEntryMode: string, pinEntryCapability = 'UNKNOWN'): Json =>
    method('CARD', { pan: '1', posInfo: { entryMode: { panEntryMode, pinEntryCapability } } });
  const encrypted = (parameters: Json): Json =>
    method('ACCOUNT', { pin: { type: 'ENCRYPTED_PIN', pinBlock: 'aF'.repeat(8), encryptionParameters: parameters } });
  const accountNumber = '1'.repeat(12);
  // BillPay 3.7, every value of each.
  const panEntryModes =
    'UNKNOWN MANUAL MAGSTRIPE_NO_CVV BARCODE OCR ICC_CVV CONTACTLESS_ICC MAGSTRIPE_CVV CONTACTLESS_MAGSTRIPE ICC_NO_CVV ORIG_MODE FALLBACK';
  const posConditions =
    'NORMAL_PRESENTMENT CUSTOMER_NOT_PRESENT CUSTOMER_PRESENT_AND_CARD_NOT_PRESENT CUSTOMER_IDENTITY_VERIFIED PUBLIC_UTILITY_TERMINAL ' +
    'CUSTOMER_TERMINAL MANUAL_REVERSAL UNATTENDED_TERMINAL_AND_CARD_CAN_BE_RETAINED UNATTENDED_TERMINAL_AND_CARD_CANNOT_BE_RETAINED';
  const good: readonly Json[] = [
    method('CARD', {
      pan: '1',
      expiryDate: '2612',
      posInfo: { entryMode: { panEntryMode: 'OCR', pinEntryCapability: 'UNKNOWN' }, posConditionCode: 'MANUAL_REVERSAL' },
    }),
    method('AN_32_TOKEN', { token: 'aB3'.repeat(10) + 'xy' }),
    method('LOYALTY_CARD', { cardNumber: '1'.repeat(16) }),
    method('ACCOUNT', { srcAccountId: '', destCustomerId: '' }),
    method('REWARD', { rewardCode: long(40) }),
    method('WALLET', { walletId: 'w', walletPocket: { pocketName: 'p' } }),
    method('QR', {
      tranId: 't',
      partnerPaymentToken: 'p',
      proxy: long(40),
      proxyType: 'MSISDN',
      name: 'n',
      issuer: institution,
      amount: amounts.requestAmount,
    }),
    method('ACCOUNT', { pin: { type: 'CLEAR_PIN', pin: long(20) } }),
    method('ACCOUNT', {
      pin: {
        type: 'ENCRYPTED_PIN',
        pinBlock: 'aF'.repeat(8),
        encryptionParameters: { accountNumber: '1'.repeat(12), keyIndex: 3 },
      },
    }),
    method('ACCOUNT', { pin: { type: 'HASHED_PIN', hash: 'A,9', hashedPinParameters: { name: 'SHA-256' } } }),
    method('CARD', { pan: '1'.repeat(19), encryptedPin: { pinBlock: 'aF'.repeat(8) } }),
    method('ACCOUNT', { srcCustomerId: 's', destAccountId: 'd' }),
    method('WALLET', { walletId: 'w', walletPocket: { pocketName: 'p', pocketId: 'i' } }),
    ...panEntryModes.split(' ').map((mode) => entry(mode)),
    ...['UNKNOWN', 'CAN_ACCEPT', 'CANNOT_ACCEPT'].map((capability) => entry('OCR', capability)),
    ...posConditions.split(' ').map((posConditionCode) => method('CARD', { pan: '1', posInfo: { posConditionCode } })),
    ...['MSISDN', 'EMAIL', 'UNKNOWN'].map((proxyType) => method('ACCOUNT', { proxyType })),
    ...['ISO_9564_FORMAT_0', 'ISO_9564_FORMAT_1', 'ISO_9564_FORMAT_3'].map((pinBlockFormat) =>
      encrypted({ pinBlockFormat, accountNumber }),
    ),
  ];
  const bad: readonly (readonly [Json, string])[] = [
    [{}, 'type'],
    [method('CHEQUE', {}), 'type'],
    [method('CARD', {}), 'pan'],
    [method('CARD', { pan: '1'.repeat(20) }), 'pan'],
    [method('CARD', { pan: '1', expiryDate: '26-12' }), 'expiryDate'],
    [
      method('CARD', { pan: '1', posInfo: { entryMode: { panEntryMode: 'CHIP', pinEntryCapability: 'UNKNOWN' } } }),
      'panEntryMode',
    ],
    [method('CARD', { pan: '1', posInfo: { entryMode: { panEntryMode: 'OCR' } } }), 'pinEntryCapability'],
    [method('AN_32_TOKEN', { token: 'short' }), 'token'],
    [method('LOYALTY_CARD', { cardNumber: '1' }), 'cardNumber'],
    [method('REWARD', { rewardCode: long(41) }), 'rewardCode'],
    [method('WALLET', {}), 'walletId'],
    [method('QR', {}), 'tranId'],
    [method('ACCOUNT', { proxyType: 'PHONE' }), 'proxyType'],
    [method('ACCOUNT', { pin: { type: 'PIN' } }), 'type'],
    [method('ACCOUNT', { pin: { type: 'CLEAR_PIN', pin: long(21) } }), 'pin'],
    [method('ACCOUNT', { pin: { type: 'ENCRYPTED_PIN', pinBlock: 'xx' } }), 'pinBlock'],
    [method('ACCOUNT', { pin: { type: 'HASHED_PIN', hash: 'abc' } }), 'hash'],
    [method('ACCOUNT', { pin: { type: 'HASHED_PIN', hash: 'A', hashedPinParameters: { name: long(21) } } }), 'name'],
    [method('ACCOUNT', { pin: { type: 'HASHED_PIN', hash: 'A', hashedPinParameters: {} } }), 'name'],
    [encrypted({ accountNumber, pinBlockFormat: 'ISO_9564_FORMAT_2' }), 'pinBlockFormat'],
    [encrypted({ accountNumber: '1'.repeat(11) }), 'accountNumber'],
    [encrypted({}), 'accountNumber'],
    [encrypted({ accountNumber, keyIndex: 1.5 }), 'keyIndex'],
    [entry('OCR', 'MAYBE'), 'pinEntryCapability'],
    [method('CARD', { pan: '1', posInfo: { posConditionCode: 'RAINING' } }), 'posConditionCode'],
    [method('CARD', { pan: '1', encryptedPin: { pinBlock: 'x' } }), 'pinBlock'],
    [method('ACCOUNT', { name: 7 }), 'name'],
    [method('ACCOUNT', { amount: 7 }), 'amount'],
    [method('ACCOUNT', { issuer: { id: '1' } }), 'name'],
    [method('ACCOUNT', { proxy: long(41) }), 'proxy'],
    [method('ACCOUNT', { srcAccountId: 7 }), 'srcAccountId'],
    [method('AN_32_TOKEN', {}), 'token'],
    [method('LOYALTY_CARD', {}), 'cardNumber'],
    [method('REWARD', {}), 'rewardCode'],
    [method('WALLET', { walletId: 'w', walletPocket: {} }), 'pocketName'],
    [method('QR', { tranId: 't', partnerPaymentToken: 7 }), 'partnerPaymentToken'],
  ];

  it.each(good)('may be %j', async (one) => {
    expect(await errorsOf('payment', 'paymentMethods', [one])).toEqual([]);
  });

  it.each(bad)('may not be %j, for its %s', async (one, field) => {
    expect(await errorsOf('payment', 'paymentMethods', [one])).toMatchObject([{ field }]);
  });
});

it('tolerates members that nobody knows, and reports every error at once', async () => {
  const id = newId();
  const strange = transaction(id, { accountRef: 'KP20000001', linkData: {}, requestAmount: 3 });
  expect(await post(simulator, `/accountLookups/${id}`, strange)).toMatchObject({ status: 200 });
  const seen = await post(simulator, `/payments/${newId()}`, { accountRef: 'x', originator: { terminalId: 'x' } });
  const fields = (seen.json?.['detailMessage'] as readonly Json[] | undefined)?.map((one) => one['field']);
  expect(fields).toEqual([
    'id',
    'time',
    'institution',
    'terminalId',
    'merchant',
    'client',
    'thirdPartyIdentifiers',
    'accountRef',
    'amounts',
  ]);
});
