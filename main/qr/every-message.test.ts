import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencies } from '../../shared/currency.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { AdviceId } from '../advices/advice.ts';
import { reversalReasons } from '../electrum/messages.ts';
import { makeReferences } from '../electrum/references.ts';
import { readIdentity } from '../settings/identity.ts';
import { decodeCodeAnswer, decodePayAnswer } from './decode-answer.ts';
import { writeTlv } from './emv/tlv.ts';
import { encodeConfirmation, encodeReversal } from './encode-advice.ts';
import { encodeCreateCode, encodePay, type Sender } from './encode-request.ts';
import type { QrBasis } from './messages.ts';
import { answer, valueIn } from './testing/samples.ts';

// ── The tables of qr 3, 3.8, 3.9 and 7, read a second time, without looking at field-rules.ts. ─────────────────────────────────────────────────

type Json = Record<string, unknown>;
type Problem = string;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === 'string';
const exactly = (length: number) => (value: unknown) => isString(value) && value.length === length;
const atMost = (length: number) => (value: unknown) => isString(value) && value.length <= length;
const matching = (pattern: RegExp) => (value: unknown) => isString(value) && pattern.test(value);
const dateTime = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
const uuid4 = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const among =
  (...values: string[]) =>
  (value: unknown) =>
    isString(value) && values.includes(value);
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, readonly ['R' | 'o', Check]>>;

function shaped(shape: Shape, value: unknown): boolean {
  if (!isObject(value)) return false;
  return (
    Object.keys(value).every((name) => Object.hasOwn(shape, name)) &&
    Object.entries(shape).every(([name, [presence, check]]) =>
      Object.hasOwn(value, name) ? check(value[name]) : presence === 'o',
    )
  );
}
const object =
  (shape: Shape): Check =>
  (value) =>
    shaped(shape, value);

const institution = object({ id: ['R', isString], name: ['R', atMost(40)] });
const originator = object({
  institution: ['R', institution],
  terminalId: ['R', exactly(8)],
  merchant: [
    'R',
    object({
      merchantType: ['R', matching(/^[0-9]{4}$/)],
      merchantId: ['R', exactly(15)],
      merchantName: [
        'R',
        object({ name: ['R', atMost(23)], city: ['R', atMost(13)], region: ['R', atMost(2)], country: ['R', atMost(2)] }),
      ],
    }),
  ],
  operatorId: ['o', atMost(30)],
});
const ledgerAmount = object({
  amount: ['R', (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0],
  currency: ['R', matching(/^[0-9]{3}$/)],
});
const identifiers: Check = (value) =>
  Array.isArray(value) &&
  value.every((entry) => isObject(entry) && isString(entry['institutionId']) && isString(entry['transactionIdentifier']));

const request: Shape = {
  id: ['R', uuid4],
  time: ['R', dateTime],
  originator: ['R', originator],
  client: ['R', object({ id: ['R', matching(/^[^:]+$/)], name: ['R', atMost(40)] })],
  rrn: ['o', isString],
  stan: ['o', isString],
  amounts: ['R', object({ requestAmount: ['R', ledgerAmount] })],
};
const tables: Readonly<Record<string, Shape>> = {
  qrCodes: {
    ...request,
    thirdPartyIdentifiers: ['R', identifiers],
    qrProperties: [
      'R',
      object({
        value: ['o', ledgerAmount],
        overPaymentAllowed: ['o', isBoolean],
        partPaymentAllowed: ['o', isBoolean],
        expiryDate: ['o', dateTime],
        singleUse: ['o', isBoolean],
        scheme: ['o', among('EMVCO_MERCHANT', 'PSEUDO_EMVCO_MERCHANT', 'ELECTRUM_MERCHANT_MINIMAL')],
      }),
    ],
  },
  payments: {
    ...request,
    thirdPartyIdentifiers: ['R', identifiers],
    tranId: ['R', isString],
    settlementEntity: ['o', institution],
    basketRef: ['o', isString],
    tranType: ['R', among('GOODS_AND_SERVICES')],
  },
};
const adviceShape: Shape = {
  id: ['R', uuid4],
  requestId: ['R', uuid4],
  time: ['R', dateTime],
  thirdPartyIdentifiers: ['R', identifiers],
  tranId: ['R', isString],
  partner: ['o', institution],
  stan: ['o', isString],
  rrn: ['o', isString],
};
const confirmationShape: Shape = { ...adviceShape, amounts: ['R', object({ approvedAmount: ['R', ledgerAmount] })] };
const reversalShape: Shape = { ...adviceShape, reversalReason: ['R', among('TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL')] };

let messages = 0;
function expectSound(shape: Shape | undefined, body: string): Json {
  messages += 1;
  const message: unknown = JSON.parse(body);
  if (!shape || !isObject(message)) throw new Error('no table for it');
  const problems: Problem[] = Object.entries(shape)
    .filter(([name, [presence, check]]) => (Object.hasOwn(message, name) ? !check(message[name]) : presence === 'R'))
    .map(([name]) => name);
  problems.push(...Object.keys(message).filter((name) => !Object.hasOwn(shape, name)));
  expect(problems, body).toEqual([]);
  expect(Object.values(message)).not.toContain(null);
  return message;
}

// ── What a till can be, and what a service can answer. ───────────────────────────────────────────────────────────────────────────────────────

const upTo = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength }).map((text) => text.slice(0, maxLength));
const plain = (minLength: number, maxLength: number) =>
  fc.string({ unit: 'grapheme-ascii', minLength, maxLength }).filter((text) => text.trim() !== '');
const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength, maxLength });

const identity = fc
  .record({
    TILLSTONE_INSTITUTION_ID: digits(1, 11),
    TILLSTONE_INSTITUTION_NAME: plain(1, 40),
    TILLSTONE_MERCHANT_ID: plain(15, 15),
    TILLSTONE_MERCHANT_TYPE: digits(4, 4),
    TILLSTONE_MERCHANT_NAME: plain(1, 23),
    TILLSTONE_MERCHANT_CITY: plain(1, 13),
    TILLSTONE_MERCHANT_REGION: plain(1, 2),
    TILLSTONE_MERCHANT_COUNTRY: plain(1, 2),
    TILLSTONE_TERMINAL_ID: plain(8, 8),
    settlement: fc.option(fc.record({ TILLSTONE_SETTLEMENT_ID: digits(1, 11), TILLSTONE_SETTLEMENT_NAME: plain(1, 40) })),
    channel: fc.option(fc.record({ TILLSTONE_CHANNEL_ID: plain(1, 50) })),
  })
  .map(({ settlement, channel, ...names }) => valueIn(readIdentity({ ...names, ...settlement, ...channel }, 'live')));
const sender: fc.Arbitrary<Sender> = fc.record({
  identity,
  user: plain(1, 40).filter((name) => !name.includes(':')),
  currency: fc.constantFrom(...currencies),
});
const uuid = fc.uuid({ version: 4 });
const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2099, 0) }).map((atMs) => new Date(atMs).toISOString());
const references = fc
  .record(
    {
      requestId: uuid,
      terminalId: plain(8, 8),
      counter: fc.nat(5_000_000),
      atMs: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2099, 0) }),
      basketRef: upTo(20),
      operatorId: upTo(30),
    },
    { requiredKeys: ['requestId', 'terminalId', 'counter', 'atMs'] },
  )
  .map(makeReferences);
const amountMinor = fc.integer({ min: 1, max: 99_999_999_999 });
const optionally = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
/** Opaque: whatever fits into a payload. */
const tranId = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 81 });
/** What an answer may bring: entries of other parties, sound and unsound, with members that nobody knows. */
const entries = fc.array(
  fc.oneof(
    fc.record(
      { institutionId: upTo(12), transactionIdentifier: fc.option(upTo(40)), more: fc.jsonValue({ maxDepth: 1 }) },
      { requiredKeys: ['institutionId'] },
    ),
    fc.jsonValue({ maxDepth: 1 }),
  ),
  { maxLength: 4 },
);
const partner = fc.record({ id: plain(1, 20), name: fc.string({ unit: 'grapheme', maxLength: 80 }) }, { requiredKeys: ['id'] });
const guid = 'dev.sim.qr';

const payloadOf = (transaction: string): string =>
  writeTlv([
    { tag: '00', value: '01' },
    {
      tag: '26',
      value: writeTlv([
        { tag: '00', value: guid },
        { tag: '01', value: transaction },
      ]),
    },
  ]);

interface Story {
  readonly who: Sender;
  readonly amount: number;
  readonly names: ReturnType<typeof makeReferences>;
  readonly codeId: string;
  readonly at: string;
  readonly expiresAt: string | undefined;
  readonly transaction: string;
  readonly ofCode: readonly unknown[] | undefined;
  readonly ofPay: readonly unknown[];
  readonly paidBy: { readonly id: string; readonly name?: string };
  readonly advice: AdviceId;
  readonly reason: (typeof reversalReasons)[number];
}
const story: fc.Arbitrary<Story> = fc.record({
  who: sender,
  amount: amountMinor,
  names: references,
  codeId: uuid,
  at: moment,
  expiresAt: optionally(moment),
  transaction: tranId,
  ofCode: optionally(entries),
  ofPay: entries,
  paidBy: partner,
  advice: uuid.map((id) => id as AdviceId),
  reason: fc.constantFrom(...reversalReasons),
});
const saleId = 'a5a5a5a5-0000-4000-8000-000000000001' as SaleId;
const runs = 2_500;

// 2,500 stories of five messages each: 12,500 in all.
describe('every message that the till can send', () => {
  it('keeps the tables, whatever the till is called and whatever the service answered', () => {
    messages = 0;
    fc.assert(
      fc.property(story, ({ who, amount, names, codeId, at, expiresAt, transaction, ofCode, ofPay, paidBy, advice, reason }) => {
        const payment = { amountMinor: amount, references: names, ...(expiresAt === undefined ? {} : { expiresAt }) };
        const code = valueIn(encodeCreateCode(who, payment, { requestId: codeId, time: at }));
        const asked = expectSound(tables['qrCodes'], code.body);
        expect(asked).toMatchObject({ id: codeId, client: { id: who.user } });
        const echo = { time: at, originator: asked['originator'], client: asked['client'] };
        const codeAnswer = {
          ...echo,
          id: codeId,
          qrProperties: {},
          tranId: transaction,
          qrCode: payloadOf(transaction),
          ...(ofCode === undefined ? {} : { thirdPartyIdentifiers: ofCode }),
        };
        const created = decodeCodeAnswer(answer(201, codeAnswer), code, guid);
        if (created.kind !== 'created') throw new Error(JSON.stringify(created));

        const pay = valueIn(encodePay(who, created.code, { amountMinor: amount }, { references: names, time: at }));
        const sent = expectSound(tables['payments'], pay.body);
        expect(sent).toMatchObject({ id: names.requestId, tranId: transaction });
        const payAnswer = {
          ...echo,
          id: names.requestId,
          tranId: transaction,
          thirdPartyIdentifiers: ofPay,
          amounts: { approvedAmount: (sent['amounts'] as Json)['requestAmount'] },
          partner: paidBy,
        };
        const outcome = decodePayAnswer(answer(201, payAnswer), pay, who.currency);
        if (outcome.kind !== 'approved') throw new Error(JSON.stringify(outcome));

        const parts = { basis: outcome.basis, adviceId: advice, saleId, time: at };
        const final = { approvedAmountMinor: outcome.approvedAmountMinor, currency: who.currency };
        const confirmed = expectSound(confirmationShape, valueIn(encodeConfirmation(parts, final)).body);
        expect(confirmed).toMatchObject({ requestId: names.requestId, tranId: transaction, partner: { id: paidBy.id } });
        expectSound(reversalShape, valueIn(encodeReversal(parts, reason)).body);
        // The reversal of a payment that was never answered.
        expectSound(reversalShape, valueIn(encodeReversal({ ...parts, basis: pay.basis }, 'TIMEOUT')).body);
      }),
      { numRuns: runs },
    );
    expect(messages).toBeGreaterThanOrEqual(10_000);
  });

  it('is the same bytes, however often it is made from the same parts (6.1)', () => {
    fc.assert(
      fc.property(story, ({ who, amount, names, at, transaction, advice, reason }) => {
        const code = { tranId: transaction, thirdPartyIdentifiers: [] };
        const { basis } = valueIn(encodePay(who, code, { amountMinor: amount }, { references: names, time: at }));
        // As after a restart: the basis comes back out of the journal.
        const stored = JSON.parse(JSON.stringify(basis)) as QrBasis;
        const parts = { adviceId: advice, saleId, time: at };
        expect(encodeReversal({ ...parts, basis: stored }, reason)).toEqual(encodeReversal({ ...parts, basis }, reason));
      }),
      { numRuns: 300 },
    );
  });
});
