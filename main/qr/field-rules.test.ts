import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFields, fieldRules, type ModelName } from './field-rules.ts';
import { exampleFlows } from './testing/example-flows.ts';

/**
 * One row of the description's tables each: model, field, whether it must be there, values that keep the rule, values that break it.
 * A field of the table in code that has no row here fails the last test.
 */
type Row = readonly [ModelName, string, 'required' | 'optional', readonly unknown[], readonly unknown[]];

const amount = { amount: 79995, currency: '710' };
const of = (length: number): string => 'x'.repeat(length);
const uuid = '12773eab-f48d-4d29-a22d-08abbdaa2797';
const badUuids = [
  '',
  uuid.toUpperCase(),
  `${uuid} `,
  ` ${uuid}`,
  uuid.replaceAll('-', ''),
  '12773eab-f48d-1d29-a22d-08abbdaa2797',
  7,
  {},
];
const times = ['2026-02-11T14:03:07.412Z', '2024-02-29T23:59:59.999Z'];
const badTimes = [
  '2026-02-11T14:03:07Z',
  '2026-02-11T14:03:07.412+02:00',
  '2026-02-30T14:03:07.412Z',
  '2026-02-11',
  '',
  1773736865123,
  {},
];
const tranTypes =
  'GOODS_AND_SERVICES CASH_WITHDRAWAL DEBIT_ADJUSTMENT GOODS_AND_SERVICES_WITH_CASH_BACK NON_CASH RETURNS DEPOSIT CREDIT_ADJUSTMENT ' +
  'GENERAL_CREDIT AVAILABLE_FUNDS_INQUIRY BALANCE_INQUIRY GENERAL_INQUIRY CARD_VERIFICATION_INQUIRY CARDHOLDER_ACCOUNTS_TRANSFER ' +
  'GENERAL_TRANSFER PAYMENT_FROM_ACCOUNT GENERAL_PAYMENT PAYMENT_TO_ACCOUNT PAYMENT_FROM_ACCOUNT_TO_ACCOUNT PLACE_HOLD_ON_CARD ' +
  'GENERAL_ADMIN CHANGE_PIN CARD_HOLDER_INQUIRY POINTS_INQUIRY';
const badAmounts = [
  { amount: '79995', currency: '710' },
  { amount: 799.95, currency: '710' },
  { amount: -1, currency: '710' },
  { amount: 1, currency: 'ZAR' },
  { amount: 1, currency: 710 },
  { amount: 1, currency: '36' },
  { amount: 1, currency: '7100' },
  { amount: 1 },
  { currency: '710' },
  [],
  'x',
];
const nothing = { amount: 0, currency: '710' };
const originator = (JSON.parse(exampleFlows.codeRequest) as { readonly originator: unknown }).originator;
const client = { id: '40118', name: 'Harbour Lane Stores' };
const identifier = { institutionId: '40118', transactionIdentifier: 'HL03-20260211-000918-1' };
const tranId = '84b62eba1d2d9c017e08cd853c9f0037';
const badTranIds = ['', of(91), 'a\nb', 'é', 7, null];

function requestRows(model: ModelName): Row[] {
  return [
    [model, 'id', 'required', [uuid], badUuids],
    [model, 'time', 'required', times, badTimes],
    [model, 'originator', 'required', [originator], [{}, 'HL03T017', [], { ...(originator as object), channelId: 'POS' }]],
    [
      model,
      'client',
      'required',
      [client, { id: 'ANY', name: '' }],
      [{}, { id: 'a:b', name: 'x' }, { id: '', name: 'x' }, { id: '1' }],
    ],
    [model, 'stan', 'optional', ['000918', '', 'free'], [918, null]],
    [model, 'rrn', 'optional', ['604214000918', ''], [604214000918, null]],
  ];
}

function adviceRows(model: ModelName): Row[] {
  return [
    [model, 'id', 'required', [uuid], badUuids],
    [model, 'requestId', 'required', [uuid], badUuids],
    [model, 'time', 'required', times, badTimes],
    [model, 'thirdPartyIdentifiers', 'required', [[], [identifier]], [null, {}, [{}]]],
    [model, 'tranId', 'required', [tranId], badTranIds],
    [model, 'partner', 'optional', [{ id: '88021', name: of(40) }], [{ id: '88021' }, { id: '1', name: of(41) }, '88021']],
    [model, 'stan', 'optional', ['000918'], [918]],
    [model, 'rrn', 'optional', ['604214000918'], [1]],
  ];
}

function amountRows(model: ModelName): Row[] {
  const fields = ['approvedAmount', 'feeAmount', 'balanceAmount'];
  return [
    ...fields.map((field): Row => [model, field, 'optional', [amount, nothing], badAmounts]),
    [model, 'additionalAmounts', 'optional', [{}, { tip: amount }], [{ tip: 1 }, []]],
  ];
}

function ledgerRows(model: ModelName, least: number): Row[] {
  return [
    [model, 'amount', 'required', [least, 79995, Number.MAX_SAFE_INTEGER], [least - 1, 1.5, '1', 2 ** 53, Number.NaN, Infinity]],
    [model, 'currency', 'required', ['036', '710'], ['36', 'ZAR', '7100', 710, '']],
    [model, 'ledgerIndicator', 'optional', ['DEBIT', 'CREDIT'], ['debit', '', 7]],
  ];
}

const rows: readonly Row[] = [
  // 3.8
  ['Originator', 'institution', 'required', [client], [{}, 'x']],
  ['Originator', 'terminalId', 'required', ['HL03T017'], [of(7), of(9), 12345678]],
  ['Originator', 'merchant', 'required', [(originator as { readonly merchant: unknown }).merchant], [{}, 'x']],
  ['Originator', 'operatorId', 'optional', ['', of(30)], [of(31), 7]],
  ['Merchant', 'merchantType', 'required', ['5411'], ['541', '54111', '541a', 5411]],
  ['Merchant', 'merchantId', 'required', [of(15)], [of(14), of(16), '']],
  ['Merchant', 'merchantName', 'required', [{ name: '', city: '', region: '', country: '' }], [{}, 'x']],
  ['MerchantName', 'name', 'required', ['', of(23)], [of(24), 7]],
  ['MerchantName', 'city', 'required', ['', of(13)], [of(14), 7]],
  ['MerchantName', 'region', 'required', ['', 'WC'], ['WCC', 7]],
  ['MerchantName', 'country', 'required', ['', 'ZA'], ['ZAF', 7]],
  ['OwnInstitution', 'id', 'required', ['1', '12345678901'], ['', '123456789012', 'A1', 1]],
  ['OwnInstitution', 'name', 'required', ['', of(40)], [of(41), 7]],
  ['Institution', 'id', 'required', ['1', 'ANY-ID'], [1, null]],
  ['Institution', 'name', 'required', ['', of(40)], [of(41), 7]],
  ['Client', 'id', 'required', ['40118', 'any thing'], ['', 'a:b', ':', 40118]],
  ['Client', 'name', 'required', ['', of(40)], [of(41), 7]],
  ['ThirdPartyIdentifier', 'institutionId', 'required', ['40118', 'ANY'], [40118, null]],
  ['ThirdPartyIdentifier', 'transactionIdentifier', 'required', ['', 'x'], [7, null]],
  ...ledgerRows('LedgerAmount', 0),
  ...ledgerRows('PositiveAmount', 1),
  ['Amounts', 'requestAmount', 'optional', [amount, nothing], badAmounts],
  ...amountRows('Amounts'),
  ['RequestAmounts', 'requestAmount', 'required', [amount], [...badAmounts, nothing]],
  ...amountRows('RequestAmounts'),
  ['FinalAmounts', 'approvedAmount', 'required', [amount], [...badAmounts, nothing]],
  // 3.2
  ['QrProperties', 'uuid', 'optional', ['dev.sim.qr'], [7]],
  ['QrProperties', 'value', 'optional', [amount], [...badAmounts, nothing]],
  ['QrProperties', 'overPaymentAllowed', 'optional', [true, false], ['true', 0, null]],
  ['QrProperties', 'partPaymentAllowed', 'optional', [true, false], ['true', 0, null]],
  ['QrProperties', 'expiryDate', 'optional', times, [...badTimes, { dateTime: { hour: 1 } }]],
  ['QrProperties', 'singleUse', 'optional', [true, false], ['true', 1]],
  [
    'QrProperties',
    'scheme',
    'optional',
    ['EMVCO_MERCHANT', 'PSEUDO_EMVCO_MERCHANT', 'ELECTRUM_MERCHANT_MINIMAL'],
    ['emvco_merchant', '', 7],
  ],
  // 3.1
  ...requestRows('CreateQrCodeRequest'),
  [
    'CreateQrCodeRequest',
    'qrProperties',
    'required',
    [{}, { singleUse: true }],
    [null, [], { description: 'of a later release' }],
  ],
  ['CreateQrCodeRequest', 'thirdPartyIdentifiers', 'optional', [[], [identifier]], [null, {}, [{}], [{ institutionId: '1' }]]],
  ['CreateQrCodeRequest', 'amounts', 'optional', [{ requestAmount: amount }], [{}, { requestAmount: nothing }]],
  // 3.3
  ...requestRows('PaymentRequest'),
  ['PaymentRequest', 'thirdPartyIdentifiers', 'required', [[], [identifier]], [null, {}, [{}]]],
  [
    'PaymentRequest',
    'amounts',
    'required',
    [{ requestAmount: amount }],
    [{}, { requestAmount: nothing }, { approvedAmount: amount }],
  ],
  ['PaymentRequest', 'tranId', 'required', [tranId, 'x', of(90)], badTranIds],
  ['PaymentRequest', 'settlementEntity', 'optional', [{ id: '600900', name: '' }], [{ id: '600900' }, { id: 'A', name: '' }]],
  ['PaymentRequest', 'basketRef', 'optional', ['HL03-20260211-000918', ''], [7, null]],
  ['PaymentRequest', 'tranType', 'optional', tranTypes.split(' '), ['PAYMENT', 'returns', '', 7]],
  // 3.4
  ...adviceRows('PaymentConfirmation'),
  [
    'PaymentConfirmation',
    'amounts',
    'required',
    [{ approvedAmount: amount }],
    [{}, { approvedAmount: 1 }, { approvedAmount: nothing }],
  ],
  ...adviceRows('PaymentReversal'),
  ['PaymentReversal', 'reversalReason', 'required', ['TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL'], ['timeout', 'OTHER', '', 7]],
];

/** A model of which every field keeps its rule: the first good value of each row. */
function sound(model: ModelName): Record<string, unknown> {
  return Object.fromEntries(rows.flatMap(([name, field, , [good]]) => (name === model ? [[field, good]] : [])));
}

describe('the rule of every field (3.1 to 3.4, 3.8, 3.9, 7)', () => {
  it.each(rows)('%s.%s is %s and keeps to its table', (model, field, presence, goods, bads) => {
    for (const good of goods) expect(checkFields(model, { ...sound(model), [field]: good }), JSON.stringify(good)).toEqual([]);
    for (const bad of bads) {
      const problems = checkFields(model, { ...sound(model), [field]: bad });
      expect(problems.length, JSON.stringify(bad)).toBeGreaterThan(0);
      for (const problem of problems) expect(problem.field.startsWith(field)).toBe(true);
    }
    const { [field]: _left, ...without } = sound(model);
    expect(checkFields(model, without)).toEqual(presence === 'required' ? [{ field, rule: 'required' }] : []);
  });

  it('has a row here for each field of the table in code, and no other', () => {
    const tested = rows.map(([model, field]) => `${model}.${field}`).toSorted();
    const inCode = Object.entries(fieldRules).flatMap(([model, fields]) =>
      Object.keys(fields).map((field) => `${model}.${field}`),
    );
    expect(tested).toEqual(inCode.toSorted());
  });
});

describe('what the till never sends', () => {
  it.each([
    ['CreateQrCodeRequest', 'customer', { firstName: 'Lesego' }],
    ['CreateQrCodeRequest', 'paymentMethods', []],
    ['CreateQrCodeRequest', 'tranId', tranId],
    ['PaymentRequest', 'partner', client],
    ['PaymentRequest', 'partnerPaymentToken', 'tok'],
    ['PaymentRequest', 'srcAccType', 'DEFAULT'],
    ['PaymentRequest', 'tenders', []],
    ['PaymentRequest', 'customer', {}],
    ['PaymentReversal', 'amounts', { approvedAmount: amount }],
    ['PaymentConfirmation', 'reversalReason', 'TIMEOUT'],
  ] as const)('%s.%s is no field', (model, field, value) => {
    expect(checkFields(model, { ...sound(model), [field]: value })).toEqual([{ field, rule: `not a field of ${model}` }]);
  });
});

describe('the checker', () => {
  it('names the place of a problem, and never the value', () => {
    const message = { ...sound('PaymentRequest'), amounts: { requestAmount: { amount: 1, currency: 'secret' } } };
    expect(checkFields('PaymentRequest', message)).toEqual([{ field: 'amounts.requestAmount.currency', rule: '[0-9]{3}' }]);
    const flags = { ...sound('CreateQrCodeRequest'), qrProperties: { singleUse: 'secret' } };
    expect(checkFields('CreateQrCodeRequest', flags)).toEqual([{ field: 'qrProperties.singleUse', rule: 'true or false' }]);
  });

  it('lets other parties’ entries travel with whatever is in them', () => {
    const carried = [{ institutionId: '1', transactionIdentifier: 'x', other: { deep: [1] } }];
    expect(checkFields('PaymentReversal', { ...sound('PaymentReversal'), thirdPartyIdentifiers: carried })).toEqual([]);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(fieldRules) as ModelName[])), fc.anything(), (model, value) => {
        expect(Array.isArray(checkFields(model, value))).toBe(true);
      }),
    );
  });
});
