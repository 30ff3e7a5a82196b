import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountTypes, qrSchemes, reversalReasons, tranTypes } from './enumerations.ts';
import { startQrSimulator, type QrSimulator } from './start-qr-simulator.ts';
import { basicAuth, newId, post, request, wallet, type Json } from './testing-client.ts';

// One service for all rows: a message that is refused leaves nothing behind but its id.
let simulator: QrSimulator;
beforeAll(async () => {
  simulator = await startQrSimulator();
});
afterAll(() => simulator.close());

type Kind = 'code' | 'payment' | 'confirmation' | 'reversal' | 'scan';

const paths: Readonly<Record<Kind, string>> = {
  code: '/qrCodes',
  payment: '/payments',
  confirmation: '/payments/confirmations',
  reversal: '/payments/reversals',
  scan: '/scans',
};

const institution = { id: '600900', name: 'Clearing' };
const amount = { amount: 100, currency: '710' };
const amounts = {
  requestAmount: amount,
  approvedAmount: amount,
  feeAmount: amount,
  balanceAmount: amount,
  additionalAmounts: { tip: amount },
};

/** A message of each kind with every field in it. None of them can be paid: its code is unknown. */
function messageOf(kind: Kind): Json {
  const id = newId();
  switch (kind) {
    case 'code':
      return request(id, {
        amounts,
        qrProperties: {
          uuid: 'any',
          value: amount,
          overPaymentAllowed: true,
          partPaymentAllowed: true,
          expiryDate: '2046-01-01T00:00:00Z',
          singleUse: true,
          scheme: 'EMVCO_MERCHANT',
        },
        customer: {
          firstName: 'a',
          lastName: 'b',
          address: 'c',
          dateOfBirth: '2001-02-03T00:00:00Z',
          status: 'd',
          profileId: 'e',
          msisdn: '+27821234567',
          emailAddress: 'a@b.example',
          addressDetails: {
            addressLine1: 'f',
            addressLine2: 'g',
            city: 'h',
            region: 'WC',
            country: 'ZA',
            postalCode: '8001',
          },
        },
      });
    case 'payment':
      return request(id, {
        amounts,
        tranId: 'unknown',
        partner: institution,
        partnerPaymentToken: 'token',
        settlementEntity: institution,
        receiver: institution,
        slipData: {
          messageLines: [
            {
              text: 'a',
              fontWidthScaleFactor: 1,
              fontHeightScaleFactor: 2,
              line: true,
              cut: false,
              barcode: { data: '12', encoding: 'ITF' },
            },
          ],
          slipWidth: 40,
          issuerReference: 'ABC',
        },
        basketRef: 'basket',
        tranType: 'GOODS_AND_SERVICES',
        srcAccType: 'DEFAULT',
        destAccType: 'DEFAULT',
      });
    case 'confirmation':
    case 'reversal':
      return {
        id,
        requestId: newId(),
        time: '2026-03-17T08:43:20.555Z',
        thirdPartyIdentifiers: [{ institutionId: '600123', transactionIdentifier: 'T1' }],
        tranId: 'unknown',
        partner: institution,
        amounts,
        stan: '000212',
        rrn: '607608000212',
        ...(kind === 'reversal' ? { reversalReason: 'TIMEOUT' } : {}),
      };
    case 'scan':
      return {
        id,
        time: '2026-03-17T08:43:20.555Z',
        partner: wallet,
        tranId: 'unknown',
        partnerPaymentToken: 'token',
        settlementEntity: institution,
        receiver: institution,
        thirdPartyIdentifiers: [{ institutionId: wallet.id, transactionIdentifier: 'T1' }],
        amounts,
      };
  }
}

/** Sets a field deep in a message; undefined takes it away. */
function withField(body: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(body)) return body.map((one: unknown, index) => (String(index) === name ? withField(one, rest, value) : one));
  const whole = { ...(body as Json | undefined) };
  return { ...whole, [name]: withField(whole[name], rest, value) };
}

/** What the service finds wrong with a message in which one field was changed. */
async function errorsOf(
  kind: Kind,
  field: string,
  value: unknown,
): Promise<readonly { readonly path: string; readonly error: string }[]> {
  const body = withField(messageOf(kind), field.split('.'), value);
  const user = kind === 'scan' ? { user: wallet.id, password: simulator.partnerPassword } : simulator;
  const seen = await post(simulator, paths[kind], body, {
    headers: { ...basicAuth(user), 'Content-Type': 'application/json' },
  });
  if (seen.json?.['errorType'] !== 'FORMAT_ERROR') return [];
  expect(seen.status).toBe(400);
  return seen.json['detailMessage'] as never;
}

const long = (count: number): string => 'x'.repeat(count);

/** How a field may be: text of any length, and so on. Each value is good or bad on its own. */
interface Form {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const anyText: Form = { good: ['', 'x', long(200)], bad: [1, true, {}, ['x']] };
const between = (minimum: number, maximum: number): Form => ({
  good: [long(minimum), long(maximum), '\u{1F6D2}'.repeat(maximum)],
  bad: [...(minimum > 0 ? [long(minimum - 1)] : []), long(maximum + 1), 1],
});
const flag: Form = { good: [true, false], bad: ['true', 1, 'yes'] };
const anObject: Form = { good: [], bad: ['x', 1, []] };
const aList: Form = { good: [[]], bad: ['x', {}, [null], ['x']] };
const anUuid: Form = {
  good: ['8373f0f7-001f-49c6-a43f-0c5369bef3fd', '8373F0F7-001F-49C6-A43F-0C5369BEF3FE', '8373f0f7-001f-39c6-b43f-0c5369bef3fc'],
  bad: [
    'no',
    '',
    '8373f0f7-001f-19c6-a43f-0c5369bef3fc',
    '8373f0f7-001f-49c6-743f-0c5369bef3fc',
    '{8373f0f7-001f-49c6-a43f-0c5369bef3fc}',
    '8373f0f7001f49c6a43f0c5369bef3fc',
    1,
  ],
};
const aTime: Form = {
  good: ['2026-03-17T08:41:05Z', '2026-03-17T10:41:05.123456+02:00', '2024-02-29T00:00:00.000Z', '2026-03-17T10:41:05-03:30'],
  bad: [
    '2026-03-17 08:41:05Z',
    '2026-02-30T08:41:05Z',
    '2026-03-17T08:41:05',
    '2026-03-17T24:00:00Z',
    '2026-03-17',
    '2026-03-17t08:41:05z',
    1_773_736_865_123,
    { dateTime: '2026-03-17T08:41:05Z' },
  ],
};
const minorUnits: Form = {
  good: [0, 1, -1, 79_995, Number.MAX_SAFE_INTEGER],
  bad: [799.95, '79995', 1e21, Number.MAX_SAFE_INTEGER + 1],
};
const currency: Form = { good: ['710', '036'], bad: ['ZAR', '72', '7100', 710, ' 710', '710\n'] };
const enumeration = (...values: readonly string[]): Form => ({
  good: values,
  bad: ['', 'SOMETHING', values[0]?.toLowerCase(), 1],
});

interface Row extends Form {
  readonly kinds: readonly Kind[];
  readonly field: string;
  readonly isRequired: boolean;
}

const required = (kinds: readonly Kind[], field: string, form: Form): Row => ({ kinds, field, isRequired: true, ...form });
const optional = (kinds: readonly Kind[], field: string, form: Form): Row => ({ kinds, field, isRequired: false, ...form });

const every = ['code', 'payment', 'confirmation', 'reversal', 'scan'] as const;
const requests = ['code', 'payment'] as const;
const advices = ['confirmation', 'reversal'] as const;

/** QR 3.8: the members of an institution, wherever one stands. */
function institutionRows(kinds: readonly Kind[], field: string): readonly Row[] {
  return [required(kinds, `${field}.id`, { good: ['any'], bad: [1] }), required(kinds, `${field}.name`, between(0, 40))];
}

function amountRows(kinds: readonly Kind[], field: string): readonly Row[] {
  return [
    optional(kinds, field, anObject),
    required(kinds, `${field}.amount`, minorUnits),
    required(kinds, `${field}.currency`, currency),
    optional(kinds, `${field}.ledgerIndicator`, enumeration('DEBIT', 'CREDIT')),
  ];
}

const rows: readonly Row[] = [
  // QR 3.1, 3.3, 3.4 and 3.5, what all have in common.
  required(every, 'id', anUuid),
  required(every, 'time', aTime),
  required(requests, 'originator', anObject),
  required(requests, 'client', anObject),
  ...[...requests, ...advices].flatMap((kind) => ['rrn', 'stan'].map((field) => optional([kind], field, anyText))),
  // QR 3.8.
  required(requests, 'originator.institution', anObject),
  ...institutionRows(requests, 'originator.institution'),
  required(requests, 'originator.terminalId', between(8, 8)),
  required(requests, 'originator.merchant', anObject),
  optional(requests, 'originator.operatorId', between(0, 30)),
  required(requests, 'originator.merchant.merchantType', { good: ['5411'], bad: ['541', '54111', '541x', 5411] }),
  required(requests, 'originator.merchant.merchantId', between(15, 15)),
  required(requests, 'originator.merchant.merchantName', anObject),
  required(requests, 'originator.merchant.merchantName.name', between(0, 23)),
  required(requests, 'originator.merchant.merchantName.city', between(0, 13)),
  required(requests, 'originator.merchant.merchantName.region', between(0, 2)),
  required(requests, 'originator.merchant.merchantName.country', between(0, 2)),
  required(requests, 'client.name', between(0, 40)),
  required(['payment', ...advices], 'thirdPartyIdentifiers', aList),
  optional(['code', 'scan'], 'thirdPartyIdentifiers', aList),
  required(every, 'thirdPartyIdentifiers.0.institutionId', anyText),
  required(every, 'thirdPartyIdentifiers.0.transactionIdentifier', anyText),
  required(['payment'], 'amounts', anObject),
  optional(['code', ...advices, 'scan'], 'amounts', anObject),
  ...['requestAmount', 'approvedAmount', 'feeAmount', 'balanceAmount'].flatMap((name) => amountRows(every, `amounts.${name}`)),
  optional(every, 'amounts.additionalAmounts', { good: [{}], bad: ['x', [], { tip: 1 }, { tip: null }] }),
  required(every, 'amounts.additionalAmounts.tip.amount', minorUnits),
  // QR 3.1 and 3.2.
  required(['code'], 'qrProperties', { good: [{}], bad: ['x', []] }),
  optional(['code'], 'qrProperties.uuid', anyText),
  ...amountRows(['code'], 'qrProperties.value'),
  optional(['code'], 'qrProperties.overPaymentAllowed', flag),
  optional(['code'], 'qrProperties.partPaymentAllowed', flag),
  optional(['code'], 'qrProperties.expiryDate', aTime),
  optional(['code'], 'qrProperties.singleUse', flag),
  optional(['code'], 'qrProperties.scheme', enumeration(...qrSchemes)),
  optional(['code'], 'customer', anObject),
  optional(['code'], 'customer.firstName', between(0, 40)),
  optional(['code'], 'customer.lastName', between(0, 40)),
  optional(['code'], 'customer.address', between(0, 80)),
  optional(['code'], 'customer.dateOfBirth', aTime),
  optional(['code'], 'customer.status', anyText),
  optional(['code'], 'customer.profileId', anyText),
  optional(['code'], 'customer.msisdn', { good: ['1', '+123456789012345'], bad: ['', '0', '+0', '1234567890123456', '27 82'] }),
  optional(['code'], 'customer.emailAddress', { good: ['a@b'], bad: ['a', '@b', 'a b@c'] }),
  optional(['code'], 'customer.addressDetails', anObject),
  optional(['code'], 'customer.addressDetails.addressLine1', between(1, 100)),
  optional(['code'], 'customer.addressDetails.addressLine2', between(1, 100)),
  optional(['code'], 'customer.addressDetails.city', between(1, 30)),
  optional(['code'], 'customer.addressDetails.region', { good: ['WC'], bad: ['W', 'WCC', 'wc'] }),
  optional(['code'], 'customer.addressDetails.country', { good: ['ZA'], bad: ['Z', 'ZAF', 'za'] }),
  optional(['code'], 'customer.addressDetails.postalCode', { good: ['8', 'SW1A 1AA', '8001-2'], bad: ['', long(21), '80_01'] }),
  // QR 3.3.
  required(['payment', 'scan'], 'tranId', anyText),
  optional(advices, 'tranId', anyText),
  optional(['payment', ...advices], 'partner', anObject),
  ...institutionRows(['payment', ...advices], 'partner'),
  required(['scan'], 'partner', anObject),
  required(['scan'], 'partner.name', between(0, 40)),
  optional(['payment', 'scan'], 'partnerPaymentToken', anyText),
  ...['settlementEntity', 'receiver'].flatMap((field) => [
    optional(['payment', 'scan'], field, anObject),
    ...institutionRows(['payment', 'scan'], field),
  ]),
  optional(['payment'], 'basketRef', anyText),
  optional(['payment'], 'tranType', enumeration(...tranTypes)),
  optional(['payment'], 'srcAccType', enumeration(...accountTypes)),
  optional(['payment'], 'destAccType', enumeration(...accountTypes)),
  optional(['payment'], 'slipData', { good: [{}], bad: ['x'] }),
  optional(['payment'], 'slipData.messageLines', aList),
  required(['payment'], 'slipData.messageLines.0.text', anyText),
  optional(['payment'], 'slipData.messageLines.0.fontWidthScaleFactor', { good: [1, 2.5], bad: ['2'] }),
  optional(['payment'], 'slipData.messageLines.0.fontHeightScaleFactor', { good: [1, 2.5], bad: ['2'] }),
  optional(['payment'], 'slipData.messageLines.0.line', flag),
  optional(['payment'], 'slipData.messageLines.0.cut', flag),
  optional(['payment'], 'slipData.messageLines.0.barcode', anObject),
  required(['payment'], 'slipData.messageLines.0.barcode.data', anyText),
  required(['payment'], 'slipData.messageLines.0.barcode.encoding', anyText),
  optional(['payment'], 'slipData.slipWidth', { good: [0, 40], bad: [1.5, '40', 2 ** 31] }),
  optional(['payment'], 'slipData.issuerReference', { good: ['A', 'A1'.repeat(20)], bad: ['', 'a', 'A'.repeat(41), 'A-1'] }),
  // QR 3.4.
  required(advices, 'requestId', anUuid),
  required(['reversal'], 'reversalReason', enumeration(...reversalReasons)),
];

describe.each(rows.flatMap((one) => one.kinds.map((kind) => [kind, one.field, one] as const)))(
  'a %s: %s',
  (kind, field, { isRequired, good, bad }) => {
    const path = field.replaceAll(/\.(\d+)/gu, '[$1]');

    it('may be absent or not, as its rule says, and never null', async () => {
      expect(await errorsOf(kind, field, undefined)).toEqual(isRequired ? [{ path, error: 'is missing' }] : []);
      expect(await errorsOf(kind, field, null)).toEqual([{ path, error: 'may not be null' }]);
    });

    it('has the form that its rule says', async () => {
      for (const value of good) expect(await errorsOf(kind, field, value), JSON.stringify(value)).toEqual([]);
      for (const value of bad) {
        const errors = await errorsOf(kind, field, value);
        expect(errors.length, JSON.stringify(value)).toBeGreaterThan(0);
        for (const error of errors) expect(error.path.startsWith(path), JSON.stringify(value)).toBe(true);
      }
    });
  },
);

it('counts what a whole message lacks', async () => {
  const user = { headers: { ...basicAuth(simulator), 'Content-Type': 'application/json' } };
  const seen = await post(simulator, '/payments', {}, user);
  const missing = (seen.json?.['detailMessage'] as readonly { readonly path: string }[] | undefined)?.map(({ path }) => path);
  expect(missing).toEqual(['id', 'time', 'originator', 'client', 'thirdPartyIdentifiers', 'amounts', 'tranId']);
});

it('reads an amount digit by digit: no fraction, no exponent', async () => {
  const body = JSON.stringify(messageOf('code'));
  for (const digits of ['100.0', '1e2', '1.00']) {
    const seen = await post(simulator, '/qrCodes', body.replaceAll('"amount":100', `"amount":${digits}`));
    expect(seen.json, digits).toMatchObject({ errorType: 'FORMAT_ERROR' });
  }
});
