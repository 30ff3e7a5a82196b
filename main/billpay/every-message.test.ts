import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billKinds } from '../../shared/bill.ts';
import { currencies } from '../../shared/currency.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { AdviceId } from '../advices/advice.ts';
import { decodePaymentAnswer, decodeRefundAnswer } from './decode-answer.ts';
import { encodePaymentConfirmation, encodeRefundConfirmation, encodeReversal } from './encode-advice.ts';
import { encodeLookUp, encodePayment, encodeRefund, wireNames } from './encode-request.ts';
import { checkFields, type MessageName } from './field-rules.ts';
import { readIdentity } from '../settings/identity.ts';
import type { BillTender, PreparedRequest } from './messages.ts';
import { makeReferences } from '../electrum/references.ts';
import { reversalReasons, tenderAccountTypes, tenderTypes } from '../electrum/messages.ts';
import { valueIn } from './testing/samples.ts';

const runs = 2_500;

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

const context = fc
  .record({
    requestId: fc.uuid({ version: 4 }),
    terminalId: plain(8, 8),
    counter: fc.nat(5_000_000),
    atMs: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2099, 0) }),
    basketRef: upTo(20),
    operatorId: upTo(30),
  })
  .map((made) => ({ references: makeReferences(made), time: new Date(made.atMs).toISOString() }));

/** A biller of the service's list: names that are longer than a message has room for are among them. */
const biller = fc.record({ id: plain(1, 20), name: fc.string({ unit: 'grapheme', maxLength: 80 }) });
const optionally = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const question = fc.record(
  {
    kind: fc.constantFrom(...billKinds),
    reference: fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 40 }),
    biller,
    category: fc.record({ id: upTo(40), name: upTo(100) }),
  },
  { requiredKeys: ['kind', 'reference'] },
);
const amountMinor = fc.integer({ min: 1, max: 99_999_999_999 });
const currency = fc.constantFrom(...currencies);
const tender: fc.Arbitrary<BillTender> = fc.record(
  {
    tenderType: fc.constantFrom(...tenderTypes),
    amountMinor,
    accountType: fc.constantFrom(...tenderAccountTypes),
    cardNumber: fc.tuple(digits(6, 6), digits(4, 4)).map(([first, last]) => `${first}******${last}`),
    reference: upTo(40),
  },
  { requiredKeys: ['tenderType', 'amountMinor'] },
);
const customer = fc.record(
  { firstName: upTo(40), lastName: upTo(40), address: upTo(80), idNumber: upTo(13), contactNumber: upTo(40) },
  { requiredKeys: [] },
);
const payment = fc
  .tuple(question, fc.record({ amountMinor, currency }), optionally(customer), optionally(fc.array(tender, { maxLength: 3 })))
  .map(([asked, amount, known, tenders]) => ({
    ...asked,
    ...amount,
    ...(known === undefined ? {} : { customer: known }),
    ...(tenders === undefined ? {} : { tenders }),
  }));
const refund = fc.record(
  {
    issuerReference: fc.string({ unit: fc.constantFrom(...Array.from('ABCXYZ0189')), minLength: 1, maxLength: 20 }),
    refundReason: upTo(20),
    biller,
  },
  { requiredKeys: ['issuerReference', 'refundReason'] },
);

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

function expectSound(name: MessageName, body: string): void {
  const message: unknown = JSON.parse(body);
  expect(checkFields(name, message)).toEqual([]);
  // Absent members are left out, never null (1.1): only what another party wrote may hold one, deeper down.
  expect(Object.values(message as object)).not.toContain(null);
}

function approvalOf(prepared: PreparedRequest, thirdPartyIdentifiers: unknown, amount?: unknown): string {
  return JSON.stringify({
    id: prepared.basis.requestId,
    thirdPartyIdentifiers,
    amounts: amount === undefined ? {} : { approvedAmount: amount },
  });
}

const advice = fc.record({
  adviceId: fc.uuid({ version: 4 }).map((id) => id as AdviceId),
  saleId: fc.uuid({ version: 4 }).map((id) => id as SaleId),
  time: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2099, 0) }).map((atMs) => new Date(atMs).toISOString()),
});

// Four kinds of 2,500 runs each make 3 messages and more: at least 17,500 in all.
describe('every message that the till can send', () => {
  it('keeps the field rules as a look-up', () => {
    fc.assert(
      fc.property(identity, question, context, (who, asked, made) => {
        const prepared = valueIn(encodeLookUp(who, asked, made));
        expectSound(wireNames[asked.kind].lookup, prepared.body);
        expect(prepared.path.endsWith(`/${made.references.requestId}`)).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  it('keeps the field rules as a payment and its confirmation or reversal, whatever identifiers the answer had', () => {
    fc.assert(
      fc.property(identity, payment, context, entries, advice, (who, asked, made, identifiers, parts) => {
        const prepared = valueIn(encodePayment(who, asked, made));
        expectSound(wireNames[asked.kind].payment, prepared.body);
        const { requestAmount } = (JSON.parse(prepared.body) as { amounts: { requestAmount: unknown } }).amounts;
        const body = approvalOf(prepared, identifiers, requestAmount);
        const outcome = decodePaymentAnswer({ status: 201, contentType: undefined, body }, prepared, asked.currency);
        if (outcome.kind !== 'approved') throw new Error(outcome.kind);
        const tenders: readonly BillTender[] = [{ tenderType: 'CASH', amountMinor: outcome.approvedAmountMinor }];
        const paid = { tenders, approvedAmountMinor: outcome.approvedAmountMinor, currency: asked.currency };
        const confirmation = valueIn(encodePaymentConfirmation({ ...parts, basis: outcome.basis }, paid));
        expectSound('TenderAdvice', confirmation.body);
        const reversal = valueIn(encodeReversal({ ...parts, basis: outcome.basis }, 'CANCELLED'));
        expectSound('BasicReversal', reversal.body);
      }),
      { numRuns: runs },
    );
  });

  it('keeps the field rules as the confirmation of a split', () => {
    fc.assert(
      fc.property(
        identity,
        payment,
        context,
        advice,
        fc.array(tender, { minLength: 1, maxLength: 4 }),
        (who, asked, made, parts, tenders) => {
          const { basis } = valueIn(encodePayment(who, asked, made));
          const approvedAmountMinor = tenders.reduce((sum, part) => sum + part.amountMinor, 0);
          const { currency: paidIn } = asked;
          const made2 = encodePaymentConfirmation({ ...parts, basis }, { tenders, approvedAmountMinor, currency: paidIn });
          // Six and four digits with stars between them are no card number, whatever the digits.
          expectSound('TenderAdvice', valueIn(made2).body);
          const short = encodePaymentConfirmation(
            { ...parts, basis },
            { tenders, approvedAmountMinor: approvedAmountMinor + 1, currency: paidIn },
          );
          expect(short).toEqual({ ok: false, failure: [{ field: 'tenders', rule: 'their sum is the approved amount' }] });
        },
      ),
      { numRuns: runs },
    );
  });

  it('keeps the field rules as a refund and its confirmation or reversal', () => {
    fc.assert(
      fc.property(
        identity,
        refund,
        context,
        entries,
        advice,
        fc.constantFrom(...reversalReasons),
        (who, asked, made, identifiers, parts, why) => {
          const prepared = valueIn(encodeRefund(who, asked, made));
          expectSound('RefundRequest', prepared.body);
          const body = approvalOf(prepared, identifiers);
          const [first] = currencies;
          if (first === undefined) throw new Error('no currency');
          const outcome = decodeRefundAnswer({ status: 200, contentType: undefined, body }, prepared, first);
          if (outcome.kind !== 'approved') throw new Error(outcome.kind);
          expectSound('BasicAdvice', valueIn(encodeRefundConfirmation({ ...parts, basis: outcome.basis })).body);
          expectSound('BasicReversal', valueIn(encodeReversal({ ...parts, basis: prepared.basis }, why)).body);
        },
      ),
      { numRuns: runs },
    );
  });

  it('is the same bytes, however often it is made from the same parts (5.2)', () => {
    fc.assert(
      fc.property(identity, payment, context, advice, (who, asked, made, parts) => {
        const { basis } = valueIn(encodePayment(who, asked, made));
        // As after a restart: the basis comes back out of the journal.
        const stored = JSON.parse(JSON.stringify(basis)) as typeof basis;
        expect(encodeReversal({ ...parts, basis: stored }, 'TIMEOUT')).toEqual(encodeReversal({ ...parts, basis }, 'TIMEOUT'));
      }),
      { numRuns: 300 },
    );
  });
});
