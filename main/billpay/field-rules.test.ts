import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFields, fieldRules, type ModelName } from './field-rules.ts';
import { exampleFlows } from './testing/example-flows.ts';

/**
 * One row of the description's tables each: model, field, whether it must be there, values that keep the rule, values that break it.
 * A field of the table in code that has no row here fails the last test.
 */
type Row = readonly [ModelName, string, 'required' | 'optional', readonly unknown[], readonly unknown[]];

const amount = { amount: 79995, currency: '072' };
const of = (length: number): string => 'x'.repeat(length);
const uuid = '232eb861-70c2-4c30-adcd-ca6c0107f03a';
const badUuids = [
  '',
  uuid.toUpperCase(),
  `${uuid} `,
  uuid.replaceAll('-', ''),
  // Version 1, and a variant that is none.
  '232eb861-70c2-1c30-adcd-ca6c0107f03a',
  '232eb861-70c2-4c30-7dcd-ca6c0107f03a',
  7,
  {},
];
const times = ['2026-03-17T08:41:05.123Z', '2024-02-29T23:59:59.999Z'];
const badTimes = [
  '2026-03-17T08:41:05Z',
  '2026-03-17T08:41:05.123+02:00',
  '2026-02-30T08:41:05.123Z',
  '2026-03-17',
  '2026-03-17T25:41:05.123Z',
  1773736865123,
];
const tranTypes =
  'GOODS_AND_SERVICES CASH_WITHDRAWAL DEBIT_ADJUSTMENT GOODS_AND_SERVICES_WITH_CASH_BACK NON_CASH RETURNS DEPOSIT CREDIT_ADJUSTMENT ' +
  'GENERAL_CREDIT AVAILABLE_FUNDS_INQUIRY BALANCE_INQUIRY GENERAL_INQUIRY CARD_VERIFICATION_INQUIRY CARDHOLDER_ACCOUNTS_TRANSFER ' +
  'GENERAL_TRANSFER PAYMENT_FROM_ACCOUNT GENERAL_PAYMENT PAYMENT_TO_ACCOUNT PAYMENT_FROM_ACCOUNT_TO_ACCOUNT PLACE_HOLD_ON_CARD ' +
  'GENERAL_ADMIN CHANGE_PIN CARD_HOLDER_INQUIRY POINTS_INQUIRY';
const tenderAccounts = ['DEFAULT', 'SAVINGS', 'CHEQUE', 'CREDIT', 'UNIVERSAL', 'ELECTRONIC_PURSE', 'STORED_VALUE'];
const tenderTypes = ['CASH', 'CHEQUE', 'CREDIT_CARD', 'DEBIT_CARD', 'WALLET', 'ROUNDING', 'GIFT_CARD', 'LOYALTY_CARD', 'OTHER'];
const references = ['BW0417', of(40), 'NN/12345/123/123456', '12345678901234'];
const badReferences = ['', of(5), of(41), 123456, null];
const badAmounts = [
  { amount: '79995', currency: '072' },
  { amount: 799.95, currency: '072' },
  { amount: -1, currency: '072' },
  { amount: 1, currency: 'BWP' },
  { amount: 1, currency: '72' },
  { amount: 1 },
  { currency: '072' },
  [],
  'x',
];
const tender = { accountType: 'DEFAULT', tenderType: 'CASH', amount };
// Billpay 3.7: every type of payment method and of PIN. None of them ever leaves this till.
const paymentMethods = [
  { type: 'CARD', pan: '4111111111111111' },
  { type: 'AN_32_TOKEN', token: of(32) },
  { type: 'LOYALTY_CARD', cardNumber: '1234567890123456' },
  { type: 'ACCOUNT', srcAccountId: '1' },
  { type: 'REWARD', rewardCode: '1' },
  { type: 'WALLET', walletId: '1' },
  { type: 'QR', tranId: '1' },
  { type: 'ACCOUNT', pin: { type: 'CLEAR_PIN', pin: '1234' } },
  { type: 'ACCOUNT', pin: { type: 'ENCRYPTED_PIN', pinBlock: '0123456789abcdef' } },
  { type: 'ACCOUNT', pin: { type: 'HASHED_PIN', hash: 'AB' } },
];

const originator = (JSON.parse(exampleFlows.lookupRequest) as { readonly originator: unknown }).originator;
const institution = { id: '600123', name: 'Kgale Hill Stores' };
const identifier = { institutionId: '600123', transactionIdentifier: 'T0007-20260317-000211' };

function requestRows(model: ModelName): Row[] {
  return [
    [model, 'id', 'required', [uuid], badUuids],
    [model, 'time', 'required', times, badTimes],
    [model, 'originator', 'required', [originator], [{}, 'TILL0007', []]],
    [model, 'client', 'required', [institution], [{}, { id: 'A1', name: 'x' }, { id: '1' }]],
    [model, 'settlementEntity', 'optional', [institution], [{ id: '600900' }, { id: '123456789012', name: '' }]],
    [model, 'receiver', 'optional', [institution, { id: 'ANY-ID', name: of(40) }], [{ id: 'x', name: of(41) }, {}]],
    [model, 'thirdPartyIdentifiers', 'required', [[], [identifier], [identifier, identifier]], [null, {}, [null], [{}], ['x']]],
    [model, 'basketRef', 'optional', ['SALE-88412', ''], [7, null]],
    [model, 'tranType', 'optional', tranTypes.split(' '), ['PAYMENT', 'returns', '', 7]],
    [model, 'srcAccType', 'optional', [...tenderAccounts, 'GIFT_CARD'], ['LOAN', 7]],
    [model, 'destAccType', 'optional', [...tenderAccounts, 'GIFT_CARD'], ['LOAN', 7]],
    [model, 'stan', 'optional', ['000211'], ['211', '0002111', 'abcdef', 211]],
    [model, 'rrn', 'optional', ['607608000211'], ['60760800021', '6076080002111', 'x', 607608000211]],
    [model, 'selectedCategory', 'optional', [{ id: 'WATER', name: '' }], [{ id: of(41), name: '' }, { id: '' }, 'WATER']],
  ];
}

function paymentRows(model: ModelName): Row[] {
  return [
    ...requestRows(model),
    [model, 'amounts', 'required', [{ requestAmount: amount }], [{}, { requestAmount: { amount: 0, currency: '072' } }]],
    [model, 'tenders', 'optional', [[], [tender, tender]], [[{}], tender]],
    [model, 'paymentMethods', 'optional', [[]], paymentMethods.map((method) => [method])],
    [model, 'customer', 'optional', [{}, { firstName: 'Kabo' }], [{ firstName: of(41) }, 'Kabo', { name: 'Kabo' }]],
  ];
}

function adviceRows(model: ModelName): Row[] {
  return [
    [model, 'id', 'required', [uuid], badUuids],
    [model, 'requestId', 'required', [uuid], badUuids],
    [model, 'time', 'required', times, badTimes],
    [model, 'thirdPartyIdentifiers', 'required', [[], [identifier]], [null, {}, [{}]]],
    [model, 'stan', 'optional', ['000211'], ['1', 211]],
    [model, 'rrn', 'optional', ['607608000211'], ['1', 607608000211]],
    [model, 'amounts', 'optional', [{}, { approvedAmount: amount }], [{ approvedAmount: 1 }, []]],
  ];
}

function amountRows(model: ModelName): Row[] {
  const fields = ['approvedAmount', 'feeAmount', 'balanceAmount'];
  return [
    ...fields.map((field): Row => [model, field, 'optional', [amount], badAmounts]),
    [model, 'additionalAmounts', 'optional', [{}, { tax: amount }], [{ tax: 1 }, []]],
  ];
}

function ledgerRows(model: ModelName, least: number): Row[] {
  return [
    [model, 'amount', 'required', [least, 79995, Number.MAX_SAFE_INTEGER], [least - 1, 1.5, '1', 2 ** 53, Number.NaN, Infinity]],
    [model, 'currency', 'required', ['072', '710'], ['72', 'BWP', '0072', 72, '']],
    [model, 'ledgerIndicator', 'optional', ['DEBIT', 'CREDIT'], ['debit', '', 7]],
  ];
}

const rows: readonly Row[] = [
  // 3.2
  ['Originator', 'institution', 'required', [institution], [{}, 'x']],
  ['Originator', 'terminalId', 'required', ['TILL0007'], [of(7), of(9), 12345678]],
  ['Originator', 'merchant', 'required', [(originator as { readonly merchant: unknown }).merchant], [{}, 'x']],
  ['Originator', 'operatorId', 'optional', ['', of(30)], [of(31), 7]],
  ['Originator', 'channelId', 'optional', ['', of(50)], [of(51), 7]],
  ['Merchant', 'merchantType', 'required', ['5411'], ['541', '54111', '541a', 5411]],
  ['Merchant', 'merchantId', 'required', [of(15)], [of(14), of(16), '']],
  ['Merchant', 'merchantName', 'required', [{ name: '', city: '', region: '', country: '' }], [{}, 'x']],
  ['MerchantName', 'name', 'required', ['', of(23)], [of(24), 7]],
  ['MerchantName', 'city', 'required', ['', of(13)], [of(14), 7]],
  ['MerchantName', 'region', 'required', ['', 'SE'], ['SEE', 7]],
  ['MerchantName', 'country', 'required', ['', 'BW'], ['BWA', 7]],
  ['OwnInstitution', 'id', 'required', ['1', '12345678901'], ['', '123456789012', 'A1', 1]],
  ['OwnInstitution', 'name', 'required', ['', of(40)], [of(41), 7]],
  ['Institution', 'id', 'required', ['1', 'ANY-ID'], [1, null]],
  ['Institution', 'name', 'required', ['', of(40)], [of(41), 7]],
  ['ThirdPartyIdentifier', 'institutionId', 'required', ['600123', 'ANY'], [600123, null]],
  ['ThirdPartyIdentifier', 'transactionIdentifier', 'optional', ['', 'x'], [7, null]],
  ...ledgerRows('LedgerAmount', 0),
  ...ledgerRows('PositiveAmount', 1),
  ['Amounts', 'requestAmount', 'optional', [amount], badAmounts],
  ...amountRows('Amounts'),
  ['RequestAmounts', 'requestAmount', 'required', [amount], [...badAmounts, { amount: 0, currency: '072' }]],
  ...amountRows('RequestAmounts'),
  ['RequestAmounts', 'maxPayableAmount', 'optional', [amount], badAmounts],
  ['RequestAmounts', 'minPayableAmount', 'optional', [amount], badAmounts],
  ['Customer', 'firstName', 'optional', ['', of(40)], [of(41), 7]],
  ['Customer', 'lastName', 'optional', ['', of(40)], [of(41), 7]],
  ['Customer', 'address', 'optional', ['', of(80)], [of(81), 7]],
  ['Customer', 'idNumber', 'optional', ['', of(13)], [of(14), 7]],
  ['Customer', 'contactNumber', 'optional', ['', of(40)], [of(41), 7]],
  ['Category', 'id', 'required', ['', of(40)], [of(41), 7]],
  ['Category', 'name', 'required', ['', of(100)], [of(101), 7]],
  ['Tender', 'accountType', 'optional', tenderAccounts, ['GIFT_CARD', 'default', 7]],
  ['Tender', 'amount', 'required', [amount], badAmounts],
  [
    'Tender',
    'cardNumber',
    'optional',
    ['457612******3390', '457612', '457612*************', '4576123390'],
    [
      '4111111111111111',
      '45761',
      '******6123390',
      '457612XXXXXX3390',
      '4576 12** **** 3390',
      '45761233901',
      '457612**************',
    ],
  ],
  ['Tender', 'reference', 'optional', ['', of(40)], [of(41), 7]],
  ['Tender', 'tenderType', 'required', tenderTypes, ['CARD', 'cash', '', 7]],
  // 3.3
  ...requestRows('AccountLookupRequest'),
  ['AccountLookupRequest', 'accountRef', 'required', references, badReferences],
  ...requestRows('TrafficFineLookupRequest'),
  ['TrafficFineLookupRequest', 'noticeNumber', 'required', references, badReferences],
  ...requestRows('PolicyLookupRequest'),
  ['PolicyLookupRequest', 'policyNumber', 'required', references, badReferences],
  ...paymentRows('PaymentRequest'),
  ['PaymentRequest', 'accountRef', 'required', references, badReferences],
  ...paymentRows('TrafficFinePaymentRequest'),
  ['TrafficFinePaymentRequest', 'noticeNumber', 'required', references, badReferences],
  ...paymentRows('PolicyPaymentRequest'),
  ['PolicyPaymentRequest', 'policyNumber', 'required', references, badReferences],
  ...requestRows('RefundRequest'),
  [
    'RefundRequest',
    'issuerReference',
    'required',
    ['A', 'NWU7F3K90218', 'X'.repeat(20)],
    ['', 'X'.repeat(21), 'nwu7', 'NWU-7', 7],
  ],
  ['RefundRequest', 'refundReason', 'required', ['', 'Wrong account paid', of(20)], [of(21), 7]],
  // 3.5
  ...adviceRows('BasicAdvice'),
  ...adviceRows('TenderAdvice'),
  ['TenderAdvice', 'tenders', 'required', [[tender], [tender, tender]], [[], [{}], tender]],
  ...adviceRows('BasicReversal'),
  ['BasicReversal', 'reversalReason', 'required', ['TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL'], ['timeout', 'OTHER', '', 7]],
];

/** A model of which every field keeps its rule: the first good value of each row. */
function sound(model: ModelName): Record<string, unknown> {
  return Object.fromEntries(rows.flatMap(([name, field, , [good]]) => (name === model ? [[field, good]] : [])));
}

describe('the rule of every field (3.1 to 3.5, 3.7, 6)', () => {
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

describe('the checker', () => {
  it('names the place of a problem, and never the value', () => {
    const message = { ...sound('TenderAdvice'), tenders: [tender, { ...tender, amount: { amount: 1, currency: 'secret' } }] };
    const problems = checkFields('TenderAdvice', message);
    expect(problems).toEqual([{ field: 'tenders[1].amount.currency', rule: '[0-9]{3}' }]);
    const nested = { ...sound('Originator'), merchant: { ...sound('Merchant'), merchantId: 'secret' } };
    expect(checkFields('Originator', nested)).toEqual([{ field: 'merchant.merchantId', rule: 'exactly 15 characters' }]);
  });

  it('finds a member that the message does not have, also those of versions before 4.0 (3.6)', () => {
    for (const field of ['linkData', 'requestAmount', 'responseAmount', 'toString', '__proto__x']) {
      const problems = checkFields('PaymentRequest', { ...sound('PaymentRequest'), [field]: {} });
      expect(problems).toEqual([{ field, rule: 'not a field of PaymentRequest' }]);
    }
    // A refund has no amount and no account (3.3); a refund's confirmation has no tenders (9.18).
    expect(checkFields('RefundRequest', { ...sound('RefundRequest'), amounts: {} })).toHaveLength(1);
    expect(checkFields('BasicAdvice', { ...sound('BasicAdvice'), tenders: [] })).toHaveLength(1);
  });

  it('lets other parties’ entries travel with whatever is in them', () => {
    const carried = [{ institutionId: '1', transactionIdentifier: 'x', other: { deep: [1] } }];
    expect(checkFields('BasicAdvice', { ...sound('BasicAdvice'), thirdPartyIdentifiers: carried })).toEqual([]);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(fieldRules) as ModelName[])), fc.anything(), (model, value) => {
        expect(Array.isArray(checkFields(model, value))).toBe(true);
      }),
    );
  });
});
