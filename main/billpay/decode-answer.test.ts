import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillDetails } from '../../shared/bill.ts';
import type { HttpAnswer, TransportFailure } from '../http/transport.ts';
import type { PaymentOutcome } from './bill-service.ts';
import {
  decodeBillers,
  decodeLookUpAnswer,
  decodePaymentAnswer,
  decodeRefundAnswer,
  outcomeOfFailure,
  reasonOfFailure,
} from './decode-answer.ts';
import { encodeLookUp, encodeRefund } from './encode-request.ts';
import { exampleFlows } from './testing/example-flows.ts';
import { currency, exampleIdentity, paymentContext, preparedPayment, pula, valueIn } from './testing/samples.ts';

type Json = Record<string, unknown>;

const prepared = preparedPayment();
const lookUp = valueIn(encodeLookUp(exampleIdentity(), { kind: 'account', reference: 'BW0417733021' }, paymentContext));
const refund = valueIn(
  encodeRefund(exampleIdentity(), { issuerReference: 'NWU7F3K90218', refundReason: 'Wrong account paid' }, paymentContext),
);

function answer(status: number, body: unknown): HttpAnswer {
  return { status, contentType: 'application/json', body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** The approval of 7.1 with some of its members changed; undefined takes one away. */
function approvalWith(changes: Json): Json {
  return { ...(JSON.parse(exampleFlows.paymentAnswer) as Json), ...changes };
}

function decode(body: unknown, status = 201): PaymentOutcome {
  return decodePaymentAnswer(answer(status, body), prepared, pula);
}

function approved(body: unknown): Extract<PaymentOutcome, { kind: 'approved' }> {
  const outcome = decode(body);
  if (outcome.kind !== 'approved') throw new Error(JSON.stringify(outcome));
  return outcome;
}

function fieldsOf(outcome: PaymentOutcome): readonly string[] {
  return 'discrepancies' in outcome ? outcome.discrepancies.map(({ field }) => field) : [];
}

describe('a payment’s answer, by its status (2, 4.2)', () => {
  it.each([200, 201, 202])('is approved by %d', (status) => {
    expect(decode(exampleFlows.paymentAnswer, status)).toMatchObject({ kind: 'approved', approvedAmountMinor: 48650 });
  });

  it.each([500, 504])('is unknown by %d, to be reversed as not final, whatever the body is', (status) => {
    for (const body of [
      '',
      '<html>',
      exampleFlows.paymentAnswer,
      { errorType: 'FORMAT_ERROR' },
      { errorType: 'DUPLICATE_RECORD' },
    ]) {
      expect(decode(body, status)).toMatchObject({
        kind: 'unknown',
        reversalReason: 'RESPONSE_NOT_FINAL',
        basis: prepared.basis,
      });
    }
  });

  it.each([203, 204, 206])('is unknown by %d, even with the body of an approval', (status) => {
    expect(decode(exampleFlows.paymentAnswer, status)).toMatchObject({ kind: 'unknown', reversalReason: 'RESPONSE_NOT_FINAL' });
  });

  it.each([301, 400, 401, 403, 404, 405, 409, 415, 429, 501, 502, 503])(
    'is declined by %d, and nothing is reversed',
    (status) => {
      for (const body of ['', '<html><body>Bad Gateway</body></html>', '{"errorType":', exampleFlows.paymentAnswer, '[]']) {
        const outcome = decode(body, status);
        expect(outcome).toMatchObject({ kind: 'declined', mayTryNewId: false });
        expect(outcome).not.toHaveProperty('basis');
      }
    },
  );

  it('says in the service’s own words why it was declined, without a card number in them', () => {
    const body = { errorType: 'UNKNOWN_CUSTOMER_ACCOUNT', errorMessage: 'No account 4111 1111 1111 1111 here, sorry for that' };
    expect(decode(body, 400)).toEqual({
      kind: 'declined',
      reason: { code: 'unknown-customer-account', detail: 'No account [card number ending 1111] here, sorry for that' },
      mayTryNewId: false,
    });
  });
});

describe('no answer to a payment (2)', () => {
  const failure = (kind: TransportFailure['kind'], mayHaveTakenEffect: boolean) => ({ kind, mayHaveTakenEffect, detail: 'X' });

  it.each(['timed-out', 'connection-lost', 'unreadable'] as const)('is unknown where it is %s', (kind) => {
    expect(outcomeOfFailure(failure(kind, true), prepared)).toEqual({
      kind: 'unknown',
      reversalReason: 'TIMEOUT',
      reason: { code: 'no-answer' },
      basis: prepared.basis,
    });
  });

  it('is a decline without a reversal where provably nothing was sent', () => {
    expect(outcomeOfFailure(failure('not-connected', false), prepared)).toEqual({
      kind: 'never-sent',
      reason: { code: 'service-unreachable' },
    });
    expect(reasonOfFailure(failure('not-connected', false))).toEqual({ code: 'service-unreachable' });
    expect(reasonOfFailure(failure('timed-out', true))).toEqual({ code: 'no-answer' });
  });
});

describe('DUPLICATE_RECORD on a payment (4.6)', () => {
  const duplicate = { errorType: 'DUPLICATE_RECORD', errorMessage: 'Id already used' };

  it('allows a new id where the request went out once', () => {
    expect(decode(duplicate, 400)).toMatchObject({ kind: 'declined', mayTryNewId: true });
  });

  it('is reversed where the request may have gone out twice', () => {
    expect(decodePaymentAnswer(answer(400, duplicate), prepared, pula, false)).toMatchObject({
      kind: 'unknown',
      reversalReason: 'TIMEOUT',
      basis: prepared.basis,
    });
    expect(decodeRefundAnswer(answer(400, duplicate), refund, pula, false)).toMatchObject({ kind: 'unknown' });
  });

  it('means nothing of the kind with another status', () => {
    expect(decode(duplicate, 409)).toMatchObject({ kind: 'declined', mayTryNewId: false });
  });
});

describe('a success that cannot be completed (2)', () => {
  const amounts = (approvedAmount: unknown): Json => approvalWith({ amounts: { approvedAmount } });

  it.each([
    ['no JSON', '<html>'],
    ['an empty body', ''],
    ['cut off', exampleFlows.paymentAnswer.slice(0, 200)],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['an id that is not ours', approvalWith({ id: '11111111-1111-4111-8111-111111111111' })],
    ['no id', approvalWith({ id: undefined })],
    ['no amounts', approvalWith({ amounts: undefined })],
    ['no approved amount', approvalWith({ amounts: { balanceAmount: { amount: 0, currency: '072' } } })],
    ['an approved amount that is null', amounts(null)],
    ['an approved amount in another currency', amounts({ amount: 48650, currency: '710' })],
    ['an approved amount in a currency that nobody knows', amounts({ amount: 48650, currency: '999' })],
    ['an approved amount without a currency', amounts({ amount: 48650 })],
    ['an approved amount that is a fraction', amounts({ amount: 48650.5, currency: '072' })],
    ['an approved amount that is words', amounts({ amount: 'much', currency: '072' })],
    ['an approved amount of nothing', amounts({ amount: 0, currency: '072' })],
    ['a negative approved amount', amounts({ amount: -48650, currency: '072' })],
  ])('is reversed as CANCELLED for %s', (_what, body) => {
    const outcome = decode(body);
    expect(outcome).toMatchObject({ kind: 'unusable', reversalReason: 'CANCELLED', reason: { code: 'answer-unusable' } });
    expect(fieldsOf(outcome).length).toBeGreaterThan(0);
  });

  it('is reversed as CANCELLED for an amount that no binary number holds exactly', () => {
    const body = exampleFlows.paymentAnswer.replaceAll('48650', '9007199254740993');
    expect(decode(body)).toMatchObject({ kind: 'unusable' });
  });

  it('carries the identifiers of an answer that is ours, and the request’s where it is not', () => {
    const ours = decode(approvalWith({ amounts: {} }));
    expect(ours).toMatchObject({ kind: 'unusable', basis: { thirdPartyIdentifiers: { length: 3 } } });
    const theirs = decode(approvalWith({ id: '11111111-1111-4111-8111-111111111111' }));
    expect(theirs).toMatchObject({ kind: 'unusable', basis: prepared.basis });
  });
});

describe('an approval that says something else than was asked', () => {
  const answered = { amount: 40000, currency: '072' };

  it('is taken at what was approved, and noted (9.23)', () => {
    const outcome = approved(
      approvalWith({ amounts: { requestAmount: { amount: 48650, currency: '072' }, approvedAmount: answered } }),
    );
    expect(outcome.approvedAmountMinor).toBe(40000);
    expect(outcome.discrepancies).toEqual([{ field: 'amounts.approvedAmount', expected: '48650', answered: '40000' }]);
  });

  it.each([
    [
      'requestAmount',
      approvalWith({ amounts: { requestAmount: answered, approvedAmount: { amount: 48650, currency: '072' } } }),
      'amounts.requestAmount',
    ],
    ['account', approvalWith({ account: { accountRef: 'SOMEBODY-ELSE' } }), 'account.accountRef'],
    ['slipData', approvalWith({ slipData: undefined }), 'slipData'],
    ['issuerReference', approvalWith({ slipData: { issuerReference: 'nwu-7' } }), 'slipData.issuerReference'],
    [
      'feeAmount',
      approvalWith({
        amounts: { approvedAmount: { amount: 48650, currency: '072' }, feeAmount: { amount: 1, currency: '710' } },
      }),
      'amounts.feeAmount',
    ],
    ['thirdPartyIdentifiers', approvalWith({ thirdPartyIdentifiers: undefined }), 'thirdPartyIdentifiers'],
    ['our own identifier', approvalWith({ thirdPartyIdentifiers: [] }), 'thirdPartyIdentifiers'],
  ])('is approved all the same, and a wrong or missing %s is noted', (_what, body, field) => {
    expect(fieldsOf(approved(body))).toEqual([field]);
  });

  it('keeps an issuer reference that breaks its rule: it must reach the slip', () => {
    expect(approved(approvalWith({ slipData: { issuerReference: 'nwu-7' } })).slip?.issuerReference).toBe('nwu-7');
  });

  it('accepts our id in other letters', () => {
    const outcome = decode(approvalWith({ id: prepared.basis.requestId.toUpperCase() }));
    expect(outcome.kind).toBe('approved');
  });
});

describe('what an advice has to carry (3.6)', () => {
  const carriedOf = (thirdPartyIdentifiers: unknown): unknown =>
    approved(approvalWith({ thirdPartyIdentifiers })).basis.thirdPartyIdentifiers;
  const own = prepared.basis.thirdPartyIdentifiers[0];

  it('is the answer’s identifiers: complete, unaltered, in their order, with members that we do not know', () => {
    const entries = [
      { institutionId: '9', transactionIdentifier: 'Z', note: { nested: [1, 2.5, true] } },
      own,
      { institutionId: 'NOT-DIGITS', transactionIdentifier: '' },
      { institutionId: '1' },
    ];
    expect(carriedOf(entries)).toEqual(entries);
  });

  it('is an empty list where the answer has one', () => {
    expect(carriedOf([])).toEqual([]);
  });

  it('is the request’s where the answer has none, or something that is no list', () => {
    for (const none of [undefined, null, 'x', {}, 7]) expect(carriedOf(none)).toEqual([own]);
  });

  it('leaves out what no advice could carry, and says so', () => {
    const body = approvalWith({ thirdPartyIdentifiers: [own, null, 'x', { institutionId: 7 }, { transactionIdentifier: 'x' }] });
    expect(approved(body).basis.thirdPartyIdentifiers).toEqual([own]);
    expect(fieldsOf(approved(body))).toEqual(['thirdPartyIdentifiers']);
  });

  it('takes null for absent inside an entry', () => {
    expect(carriedOf([own, { institutionId: '1', transactionIdentifier: null, other: null }])).toEqual([
      own,
      { institutionId: '1' },
    ]);
  });

  it('is our own rrn and stan, whether or not they come back (9.27)', () => {
    const { basis } = approved(approvalWith({ rrn: 'theirs', stan: undefined, basketRef: undefined }));
    expect(basis).toMatchObject({ rrn: '607608000212', stan: '000212' });
  });
});

describe('an answer that is read tolerantly (1.1, 9)', () => {
  it('does not mind unknown members, nulls, and enum values of a later version', () => {
    const body = approvalWith({
      tranType: 'A_NEW_TYPE',
      srcAccType: 'A_NEW_ACCOUNT',
      settlementEntity: null,
      basketRef: null,
      customer: { firstName: 'Lesego', nickname: 'L' },
      somethingNew: { deep: [{}] },
      linkData: 'old',
      partPaymentAllowed: null,
    });
    expect(fieldsOf(approved(body))).toEqual([]);
  });

  it('does not verify client, settlementEntity and receiver: the test server’s break its own rules (8.5, 9.26)', () => {
    const placeholder = { id: 'ClientId', name: 'Client Name' };
    const body = approvalWith({ client: placeholder, settlementEntity: placeholder, receiver: placeholder });
    expect(fieldsOf(approved(body))).toEqual([]);
  });

  it('does not look at tenders and payment methods, which may hold card numbers', () => {
    const body = approvalWith({
      tenders: [{ cardNumber: '4111111111111111' }],
      paymentMethods: [{ type: 'CARD', pan: '4111111111111111' }],
    });
    expect(JSON.stringify(approved(body))).not.toContain('4111');
  });

  it('keeps nothing of the customer in an approval', () => {
    const body = approvalWith({ customer: { firstName: 'Lesego', lastName: 'Moremi', idNumber: '1234567890123' } });
    expect(JSON.stringify(approved(body))).not.toMatch(/Lesego|Moremi|1234567890123/u);
  });

  it('reads an indicator that nobody knows, an amount that is a text, and a currency by its letters or without its zeros', () => {
    const balances = [
      { amount: '100', currency: 'BWP', ledgerIndicator: 'NEW' },
      { amount: 100, currency: 72, ledgerIndicator: 'NEW' },
      { amount: 100.0, currency: '72', ledgerIndicator: 'NEW' },
    ];
    for (const balanceAmount of balances) {
      const body = approvalWith({ amounts: { approvedAmount: { amount: 48650, currency: '072' }, balanceAmount } });
      expect(approved(body).balance).toEqual({ amountMinor: 100, currency: 'BWP', indicator: 'NEW' });
    }
  });

  it('takes a missing balance for not given, not for zero (9.22), and keeps a negative one (8.6)', () => {
    const approvedAmount = { amount: 48650, currency: '072' };
    expect(approved(approvalWith({ amounts: { approvedAmount } }))).not.toHaveProperty('balance');
    const negative = approvalWith({ amounts: { approvedAmount, balanceAmount: { amount: -500, currency: 'ZAR' } } });
    expect(approved(negative).balance).toEqual({ amountMinor: -500, currency: 'ZAR' });
  });

  it('takes the till’s currency for a number that two have', () => {
    const body = approvalWith({ amounts: { approvedAmount: { amount: 48650, currency: '532' } } });
    const ang = preparedPayment({ currency: currency('ANG') });
    expect(decodePaymentAnswer(answer(200, body), ang, currency('ANG'))).toMatchObject({ kind: 'approved' });
    expect(decodePaymentAnswer(answer(200, body), ang, currency('XCG'))).toMatchObject({ kind: 'approved' });
  });
});

describe('slip data (3.2)', () => {
  const slipOf = (slipData: unknown) => approved(approvalWith({ slipData })).slip;
  const line = { text: '', widthScale: 1, heightScale: 1, isRule: false, isCut: false };

  it('has defaults for everything', () => {
    expect(slipOf({})).toEqual({ lines: [] });
    expect(slipOf({ messageLines: [{}] })).toEqual({ lines: [line] });
  });

  it('takes a width of 0 for not given (9.25)', () => {
    expect(slipOf({ slipWidth: 0 })).not.toHaveProperty('widthCharacters');
    expect(slipOf({ slipWidth: -1 })).not.toHaveProperty('widthCharacters');
    expect(slipOf({ slipWidth: 42 })?.widthCharacters).toBe(42);
  });

  it('reads rule and cut lines without a text, scales and barcodes', () => {
    const messageLines = [
      { line: true },
      { cut: true },
      { text: 'Wide', fontWidthScaleFactor: 2.5 },
      { text: 'High', fontHeightScaleFactor: 2 },
      { barcode: { data: '0041', encoding: 'NEW' } },
      { barcode: { data: '0041' } },
      { barcode: { encoding: 'ITF' } },
    ];
    expect(slipOf({ messageLines })?.lines).toEqual([
      { ...line, isRule: true },
      { ...line, isCut: true },
      { ...line, text: 'Wide', widthScale: 2.5 },
      { ...line, text: 'High', heightScale: 2 },
      { ...line, barcode: { data: '0041', encoding: 'NEW' } },
      { ...line, barcode: { data: '0041' } },
      line,
    ]);
  });

  it('ignores lines of versions before 4.0, which are plain texts, and whatever else is no line (3.6)', () => {
    expect(slipOf({ messageLines: ['old', null, 7, [], { text: 'new' }] })?.lines).toEqual([{ ...line, text: 'new' }]);
    expect(slipOf({ messageLines: 'old' })).toEqual({ lines: [] });
  });

  it('keeps the layout, and nothing that could command a printer or turn text round', () => {
    expect(slipOf({ messageLines: [{ text: '  A\u001B@\u202EB  ' }] })?.lines).toEqual([{ ...line, text: '  A @ B  ' }]);
  });

  it('uses the usual scale where the given one is of no use', () => {
    for (const fontWidthScaleFactor of [0, -1, 1e9, 'wide', null])
      expect(slipOf({ messageLines: [{ text: 'A', fontWidthScaleFactor }] })?.lines).toEqual([{ ...line, text: 'A' }]);
  });

  it('is no longer than paper', () => {
    const slip = slipOf({ messageLines: Array.from({ length: 5_000 }, () => ({ text: 'x'.repeat(5_000) })) });
    expect(slip?.lines.length).toBe(300);
    expect(slip?.lines[0]?.text.length).toBe(400);
  });
});

describe('a refund’s answer (4.3)', () => {
  const success = (body: Json) => decodeRefundAnswer(answer(201, { ...body, id: refund.basis.requestId }), refund, pula);

  it('is approved without an amount and without slip data: the test server gives a balance alone (8.5)', () => {
    const outcome = success({ amounts: { balanceAmount: { amount: 100, currency: 'ZAR' } }, thirdPartyIdentifiers: [] });
    expect(outcome).toMatchObject({ kind: 'approved', balance: { amountMinor: 100, currency: 'ZAR' } });
    expect(outcome).not.toHaveProperty('approvedAmountMinor');
    expect(outcome).not.toHaveProperty('slip');
  });

  it('is unusable with an amount in another currency', () => {
    expect(success({ amounts: { approvedAmount: { amount: 1, currency: '840' } } })).toMatchObject({ kind: 'unusable' });
  });

  it('is declined where refunds are not offered (501), the payment is unknown, or it is too late (400)', () => {
    expect(decodeRefundAnswer(answer(501, ''), refund, pula)).toMatchObject({
      kind: 'declined',
      reason: { code: 'function-not-supported' },
    });
    const notFound = { errorType: 'UNABLE_TO_LOCATE_RECORD' };
    expect(decodeRefundAnswer(answer(400, notFound), refund, pula)).toMatchObject({
      kind: 'declined',
      reason: { code: 'unable-to-locate-record' },
    });
  });

  it('is reversed where it is unknown, under the refund’s own id', () => {
    expect(decodeRefundAnswer(answer(504, ''), refund, pula)).toMatchObject({
      kind: 'unknown',
      reversalReason: 'RESPONSE_NOT_FINAL',
      basis: { leg: 'refund', requestId: refund.basis.requestId },
    });
  });
});

describe('a look-up’s answer (4.1)', () => {
  const found = (changes: Json): BillDetails => {
    const body = { ...(JSON.parse(exampleFlows.lookupAnswer) as Json), id: lookUp.basis.requestId, ...changes };
    const outcome = decodeLookUpAnswer(answer(200, body), lookUp, pula);
    if (outcome.kind !== 'found') throw new Error(outcome.kind);
    return outcome.bill;
  };

  it.each([
    ['traffic-fine', 'trafficFine', 'noticeNumber'],
    ['policy', 'policy', 'policyNumber'],
    ['account', 'account', 'accountRef'],
  ] as const)('reads a %s by its own names', (kind, part, name) => {
    const asked = valueIn(encodeLookUp(exampleIdentity(), { kind, reference: 'ASKED-1' }, paymentContext));
    const body = { id: asked.basis.requestId, [part]: { [name]: 'FOUND-1', dueDate: '2026-03-31' } };
    expect(decodeLookUpAnswer(answer(200, body), asked, pula)).toMatchObject({
      kind: 'found',
      bill: { kind, reference: 'FOUND-1', dueDate: '2026-03-31' },
    });
  });

  it('takes both flags for true where they are absent, null or unreadable (9.21), and false only where it says so', () => {
    for (const none of [undefined, null, 'perhaps', 7])
      expect(found({ partPaymentAllowed: none, overPaymentAllowed: none })).toMatchObject({ mayPayLess: true, mayPayMore: true });
    expect(found({ partPaymentAllowed: false, overPaymentAllowed: 'false' })).toMatchObject({
      mayPayLess: false,
      mayPayMore: false,
    });
  });

  it('is found with next to nothing in it: the reference that was asked, and no amount', () => {
    const bill = found({ account: undefined, amounts: undefined, customer: null, slipData: undefined, receiver: undefined });
    expect(bill).toEqual({ kind: 'account', reference: 'BW0417733021', mayPayLess: true, mayPayMore: false });
  });

  it('leaves out a due date that is none', () => {
    expect(found({ account: { accountRef: 'BW0417733021', dueDate: 'soon' } })).not.toHaveProperty('dueDate');
  });

  it('goes on without it where it is not offered: 501, or 400 as the test server has it', () => {
    expect(decodeLookUpAnswer(answer(501, ''), lookUp, pula)).toEqual({
      kind: 'not-offered',
      reason: { code: 'function-not-supported' },
    });
    expect(decodeLookUpAnswer(answer(400, { errorType: 'FUNCTION_NOT_SUPPORTED' }), lookUp, pula).kind).toBe('not-offered');
  });

  it.each([400, 401, 403, 404, 429, 502, 503])('shows the reason of a %d, and nothing else', (status) => {
    expect(decodeLookUpAnswer(answer(status, ''), lookUp, pula).kind).toBe('refused');
  });

  it.each([500, 504, 204])('may be asked again after %d', (status) => {
    expect(decodeLookUpAnswer(answer(status, ''), lookUp, pula)).toEqual({
      kind: 'no-answer',
      reason: { code: 'answer-not-final' },
    });
  });

  it('is no answer where it cannot be read, or answers another question', () => {
    for (const body of ['', '<html>', '[]', '{}', { id: '11111111-1111-4111-8111-111111111111' }])
      expect(decodeLookUpAnswer(answer(200, body), lookUp, pula)).toEqual({
        kind: 'no-answer',
        reason: { code: 'answer-unusable' },
      });
  });
});

describe('the biller list (1.2, 3.2)', () => {
  it('has categories and may be offered where it does not say otherwise', () => {
    const body = [
      { billerInstitution: { id: '700031', name: 'Notwane Water Utility' } },
      {
        billerInstitution: { id: '700088', name: 'City' },
        categories: [{ id: 'WATER', name: 'Water' }, { id: 'X' }],
        allowed: false,
      },
    ];
    expect(decodeBillers(answer(200, body))).toEqual({
      kind: 'listed',
      billers: [
        { institution: { id: '700031', name: 'Notwane Water Utility' }, categories: [], isAllowed: true },
        {
          institution: { id: '700088', name: 'City' },
          categories: [
            { id: 'WATER', name: 'Water' },
            { id: 'X', name: 'X' },
          ],
          isAllowed: false,
        },
      ],
    });
  });

  it('leaves out an entry that names nobody, and goes on', () => {
    const body = [null, 7, {}, { billerInstitution: {} }, { billerInstitution: { id: 'A' }, categories: ['x', { name: 'y' }] }];
    expect(decodeBillers(answer(200, body))).toEqual({
      kind: 'listed',
      billers: [{ institution: { id: 'A', name: 'A' }, categories: [], isAllowed: true }],
    });
  });

  it('is not offered by 501 without a body (9.29), nor by 404 of a release that has none (8.1)', () => {
    expect(decodeBillers(answer(501, ''))).toEqual({ kind: 'not-offered' });
    expect(decodeBillers(answer(404, ''))).toEqual({ kind: 'not-offered' });
  });

  it('is refused by 401, and unanswered by 500 or by a body that is no list', () => {
    expect(decodeBillers(answer(401, ''))).toEqual({ kind: 'refused', reason: { code: 'wrong-credentials' } });
    expect(decodeBillers(answer(500, ''))).toEqual({ kind: 'no-answer', reason: { code: 'answer-not-final' } });
    expect(decodeBillers(answer(200, '{}'))).toEqual({ kind: 'no-answer', reason: { code: 'answer-unusable' } });
  });
});

describe('whatever comes', () => {
  const status = fc.oneof(fc.constantFrom(200, 201, 202, 204, 400, 500, 501, 503, 504), fc.integer({ min: 100, max: 599 }));
  const names = Object.keys({
    ...(JSON.parse(exampleFlows.paymentAnswer) as Json),
    billerInstitution: 1,
    errorType: 1,
    detailMessage: 1,
  });
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(fc.constantFrom(...names), fc.jsonValue()).map((changes) => JSON.stringify(approvalWith(changes))),
  );

  it('decoding never throws, and the class is the status’s', () => {
    fc.assert(
      fc.property(status, body, (code, text) => {
        const came = { status: code, contentType: undefined, body: text };
        const { kind } = decodePaymentAnswer(came, prepared, pula);
        decodeRefundAnswer(came, refund, pula);
        decodeLookUpAnswer(came, lookUp, pula);
        decodeBillers(came);
        if ([200, 201, 202].includes(code)) expect(['approved', 'unusable']).toContain(kind);
        else if (code === 500 || code === 504 || (code > 202 && code < 300)) expect(kind).toBe('unknown');
        else expect(kind).toBe('declined');
      }),
      { numRuns: 3_000 },
    );
  });

  it('survives an answer that is nested without end', () => {
    const deep = `${'{"amounts":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(decode(deep).kind).toBe('unusable');
    expect(decode(deep, 400).kind).toBe('declined');
  });
});
