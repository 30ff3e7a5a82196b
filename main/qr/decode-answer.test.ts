import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransportFailure } from '../http/transport.ts';
import { decodeCodeAnswer, decodePayAnswer, outcomeOfFailure, type CodeTry } from './decode-answer.ts';
import { encodeCreateCode } from './encode-request.ts';
import type { PayOutcome } from './qr-service.ts';
import { exampleFlows } from './testing/example-flows.ts';
import {
  answer,
  blueHeron,
  exampleCode,
  exampleSender,
  guid,
  payContext,
  preparedPay,
  rand,
  valueIn,
} from './testing/samples.ts';

type Json = Record<string, unknown>;

const { requestId, ...references } = payContext.references;
const code = valueIn(encodeCreateCode(exampleSender(), { amountMinor: 28450, references }, { requestId, time: payContext.time }));
const pay = preparedPay();

/** The answers of 8.1 with some of their members changed; undefined takes one away. */
const codeWith = (changes: Json): Json => ({ ...(JSON.parse(exampleFlows.codeAnswer) as Json), ...changes });
const approvalWith = (changes: Json): Json => ({ ...(JSON.parse(exampleFlows.payAnswer) as Json), ...changes });
const approvedAmount = (amount: unknown): Json => approvalWith({ amounts: { approvedAmount: amount } });

function tryOf(body: unknown, status = 201): CodeTry {
  return decodeCodeAnswer(answer(status, body), code, guid);
}

function outcomeOf(body: unknown, status = 201, assumesFullApproval = false): PayOutcome {
  return decodePayAnswer(answer(status, body), pay, rand, assumesFullApproval);
}

function fieldsOf(outcome: PayOutcome): readonly string[] {
  return 'discrepancies' in outcome ? outcome.discrepancies.map(({ field }) => field) : [];
}

describe('a try for a code, by its status (2, 2.3)', () => {
  it.each([200, 201, 202])('is a code with %d', (status) => {
    expect(tryOf(exampleFlows.codeAnswer, status)).toMatchObject({ kind: 'created', code: exampleCode });
  });

  it.each([500, 504])('is unknown with %d, whatever the body is', (status) => {
    for (const body of ['', '<html>', exampleFlows.codeAnswer]) expect(tryOf(body, status).kind).toBe('unknown');
    expect(tryOf({ errorType: 'UPSTREAM_UNAVAILABLE', errorMessage: 'Down' }, status)).toEqual({
      kind: 'unknown',
      reason: { code: 'no-code', detail: 'Down' },
    });
  });

  it.each([400, 401, 403, 404, 409, 301, 204, 429, 501, 502, 503])('is refused with %d', (status) => {
    for (const body of ['', '<html>', exampleFlows.codeAnswer])
      expect(tryOf(body, status)).toMatchObject({ kind: 'refused', isDuplicate: false });
  });

  it('says why it was refused, and whether its id was taken', () => {
    expect(tryOf({ errorType: 'INVALID_MERCHANT', errorMessage: 'Blocked' }, 400)).toEqual({
      kind: 'refused',
      reason: { code: 'invalid-merchant', detail: 'Blocked' },
      isDuplicate: false,
    });
    expect(tryOf({ errorType: 'DUPLICATE_RECORD' }, 400)).toMatchObject({ kind: 'refused', isDuplicate: true });
    expect(tryOf({ errorType: 'DUPLICATE_RECORD' }, 409)).toMatchObject({ kind: 'refused', isDuplicate: false });
  });
});

describe('a code that cannot be used (2.2, 5.4)', () => {
  it.each<readonly [string, unknown]>([
    ['no body', ''],
    ['no JSON', '<html>'],
    ['cut off', exampleFlows.codeAnswer.slice(0, 300)],
    ['a list', '[]'],
    ['null', 'null'],
    ...['id', 'time', 'originator', 'client', 'qrProperties', 'tranId', 'qrCode'].flatMap((name) => [
      [`no ${name}`, codeWith({ [name]: undefined })] as const,
      [`${name} null`, codeWith({ [name]: null })] as const,
    ]),
    ['an empty tranId', codeWith({ tranId: '' })],
    ['a tranId that is a number', codeWith({ tranId: 84 })],
    ['a qrCode that is an object', codeWith({ qrCode: {} })],
    ['an empty qrCode', codeWith({ qrCode: '' })],
  ])('is thrown away: %s', (_what, body) => {
    expect(tryOf(body).kind).toBe('unusable');
  });

  it('is thrown away for its payload, with the rule’s name', () => {
    expect(tryOf(codeWith({ qrCode: exampleCode.payload.slice(0, -1) }))).toEqual({
      kind: 'unusable',
      problem: { kind: 'TRUNCATED', at: 6 },
    });
    expect(tryOf(codeWith({ tranId: `${exampleCode.tranId.slice(0, -1)}8` }))).toMatchObject({
      problem: { kind: 'TRAN_ID_MISMATCH' },
    });
    expect(decodeCodeAnswer(answer(201, exampleFlows.codeAnswer), code, 'za.co.elec')).toMatchObject({
      problem: { kind: 'NO_PROVIDER' },
    });
  });
});

describe('a code’s identifiers (7)', () => {
  it('are the answer’s, or ours where it had none', () => {
    const identifiersIn = (changes: Json): unknown => {
      const came = tryOf(codeWith(changes));
      return came.kind === 'created' ? came.code.thirdPartyIdentifiers : came.kind;
    };
    expect(identifiersIn({})).toEqual(exampleCode.thirdPartyIdentifiers);
    for (const none of [undefined, null]) expect(identifiersIn({ thirdPartyIdentifiers: none })).toEqual([code.own]);
    expect(identifiersIn({ thirdPartyIdentifiers: [] })).toEqual([]);
    expect(identifiersIn({ thirdPartyIdentifiers: 'x' })).toEqual([code.own]);
  });

  it('may be under another id than ours: that is noted', () => {
    expect(tryOf(codeWith({ id: 'another' }))).toMatchObject({
      kind: 'created',
      discrepancies: [{ field: 'id', expected: requestId, answered: 'another' }],
    });
  });

  it('do not mind what a later release adds (3.2)', () => {
    const later = codeWith({ qrProperties: { guid, description: 'x', paymentMethods: [], scheme: 'NEW' }, another: { deep: 1 } });
    expect(tryOf(later).kind).toBe('created');
  });
});

describe('a payment’s answer, by its status (2.2, 2.3)', () => {
  it.each([200, 201, 202])('is approved by %d', (status) => {
    expect(outcomeOf(exampleFlows.payAnswer, status)).toMatchObject({ kind: 'approved', approvedAmountMinor: 28450 });
  });

  it.each([500, 504])('is reversed as not final by %d, whatever the body is', (status) => {
    for (const body of ['', '<html>', exampleFlows.payAnswer, { errorType: 'DO_NOT_HONOR' }, { errorType: 'DUPLICATE_RECORD' }])
      expect(outcomeOf(body, status)).toMatchObject({
        kind: 'unanswered',
        reversalReason: 'RESPONSE_NOT_FINAL',
        reason: { code: 'answer-not-final' },
        basis: pay.basis,
      });
  });

  it('is reversed by 504 also where nobody scanned: the status decides (4.7)', () => {
    expect(outcomeOf(exampleFlows.noScan, 504)).toEqual({
      kind: 'unanswered',
      reversalReason: 'RESPONSE_NOT_FINAL',
      reason: { code: 'answer-not-final', detail: 'QR code was not scanned in time' },
      basis: pay.basis,
      discrepancies: [],
    });
  });

  it.each([400, 503])('is declined by %d, and there is nothing to undo', (status) => {
    for (const body of ['', { errorType: 'DO_NOT_HONOR', errorMessage: 'No' }, { errorType: 'A_NEW_TYPE' }]) {
      const outcome = outcomeOf(body, status);
      expect(outcome).toMatchObject({ kind: 'declined', mayTryNewId: false });
      expect(outcome).not.toHaveProperty('basis');
    }
  });

  it.each([404, 408, 429, 502, 401, 403, 409, 501, 301, 307, 204, 203])(
    'is refused by %d and reversed all the same: the contract does not list it',
    (status) => {
      for (const body of ['', '<html>', { errorType: 'DO_NOT_HONOR', errorMessage: 'No' }, exampleFlows.payAnswer])
        expect(outcomeOf(body, status)).toMatchObject({
          kind: 'unanswered',
          reversalReason: 'RESPONSE_NOT_FINAL',
          basis: pay.basis,
        });
    },
  );

  it('shows the refusal as its reason, although it is reversed', () => {
    expect(outcomeOf('', 404)).toMatchObject({ reason: { code: 'wrong-address' } });
    expect(outcomeOf('', 502)).toMatchObject({ reason: { code: 'service-unavailable' } });
    expect(outcomeOf('', 401)).toMatchObject({ reason: { code: 'wrong-credentials' } });
    expect(outcomeOf({ errorType: 'INSUFFICIENT_FUNDS', errorMessage: 'Too little' }, 409)).toMatchObject({
      reason: { code: 'insufficient-funds', detail: 'Too little' },
    });
  });

  it.each([400, 503])('is reversed where %d comes with a page of somebody in between', (status) => {
    for (const body of [
      '<html>Bad Gateway</html>',
      'no healthy upstream',
      { message: 'Forbidden' },
      '[]',
      exampleFlows.payAnswer,
    ])
      expect(outcomeOf(body, status)).toMatchObject({
        kind: 'unanswered',
        reversalReason: 'RESPONSE_NOT_FINAL',
        basis: pay.basis,
      });
  });

  it('may go out once more under a new id where the first was somebody else’s (4.4, 7)', () => {
    expect(outcomeOf({ errorType: 'DUPLICATE_RECORD' }, 400)).toMatchObject({ kind: 'declined', mayTryNewId: true });
    expect(outcomeOf({ errorType: 'DUPLICATE_RECORD' }, 503)).toMatchObject({ kind: 'declined', mayTryNewId: false });
  });
});

describe('no answer to a payment (2, 4.7)', () => {
  const failure = (kind: TransportFailure['kind'], mayHaveTakenEffect: boolean) => ({ kind, mayHaveTakenEffect, detail: 'X' });

  it.each(['timed-out', 'connection-lost', 'unreadable'] as const)('is reversed where it is %s', (kind) => {
    expect(outcomeOfFailure(failure(kind, true), pay)).toEqual({
      kind: 'unanswered',
      reversalReason: 'TIMEOUT',
      reason: { code: 'no-answer' },
      basis: pay.basis,
      discrepancies: [],
    });
  });

  it.each(['timed-out', 'not-connected'] as const)('needs nothing where it is certain that no byte left: %s', (kind) => {
    expect(outcomeOfFailure(failure(kind, false), pay)).toEqual({ kind: 'never-sent', reason: { code: 'service-unreachable' } });
  });
});

describe('an approval that cannot be built on (2.2, 4.5)', () => {
  it.each<readonly [string, unknown]>([
    ['no body', ''],
    ['no JSON', '<html>'],
    ['cut off', exampleFlows.payAnswer.slice(0, 400)],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ...['id', 'time', 'originator', 'client', 'thirdPartyIdentifiers', 'amounts', 'tranId', 'partner'].flatMap((name) => [
      [`no ${name}`, approvalWith({ [name]: undefined })] as const,
      [`${name} null`, approvalWith({ [name]: null })] as const,
      [`${name} of another kind`, approvalWith({ [name]: true })] as const,
    ]),
    ['another transaction', approvalWith({ tranId: '845c920fd77e0d3aea1559f06dbe4d6c' })],
    ['the transaction in capitals', approvalWith({ tranId: exampleCode.tranId.toUpperCase() })],
    ['a partner without an id', approvalWith({ partner: { name: 'Blue Heron Wallet' } })],
    ['a partner with a blank id', approvalWith({ partner: { id: ' ', name: 'x' } })],
    ['another currency', approvedAmount({ amount: 28450, currency: '072' })],
    ['a currency that nobody knows', approvedAmount({ amount: 28450, currency: '999' })],
    ['no currency', approvedAmount({ amount: 28450 })],
    ['no amount in the amount', approvedAmount({ currency: '710' })],
    ['a fraction', approvedAmount({ amount: 28450.5, currency: '710' })],
    ['words', approvedAmount({ amount: 'all of it', currency: '710' })],
    ['an amount beside its object', approvedAmount(28450)],
    [
      'no approved amount: that is zero (10.11)',
      approvalWith({ amounts: { requestAmount: { amount: 28450, currency: '710' } } }),
    ],
    ['an approved amount that is null', approvedAmount(null)],
    ['no amounts at all in them', approvalWith({ amounts: {} })],
  ])('is reversed as not final: %s', (_what, body) => {
    const outcome = outcomeOf(body);
    expect(outcome).toMatchObject({
      kind: 'unanswered',
      reversalReason: 'RESPONSE_NOT_FINAL',
      reason: { code: 'answer-unusable' },
      basis: { requestId: pay.basis.requestId, tranId: pay.basis.tranId },
    });
    expect(fieldsOf(outcome).length).toBeGreaterThan(0);
  });

  it('is reversed where an amount is larger than any number is exact', () => {
    const body = exampleFlows.payAnswer.replaceAll('28450', '9007199254740993');
    expect(outcomeOf(body)).toMatchObject({ kind: 'unanswered', reversalReason: 'RESPONSE_NOT_FINAL' });
  });

  it.each([
    ['less', 28449],
    ['nothing', 0],
    ['more', 28451],
    ['less than nothing', -28450],
    ['a hundredfold', 2845000],
  ])('is given up where %s was approved than asked', (_what, amount) => {
    expect(outcomeOf(approvedAmount({ amount, currency: '710' }))).toMatchObject({
      kind: 'unanswered',
      reversalReason: 'CANCELLED',
      reason: { code: 'other-amount' },
      discrepancies: [{ field: 'amounts.approvedAmount', expected: '28450 ZAR', answered: `${amount} ZAR` }],
    });
  });

  it('carries the identifiers and the partner of an answer that is ours, and nothing of one that is not', () => {
    const ours = outcomeOf(approvedAmount({ amount: 1, currency: '710' }));
    expect(ours).toMatchObject({ basis: { thirdPartyIdentifiers: { length: 3 }, partner: blueHeron } });
    const theirs = outcomeOf(approvalWith({ tranId: 'another' }));
    expect(theirs).toMatchObject({ basis: pay.basis });
    expect('basis' in theirs && theirs.basis).not.toHaveProperty('partner');
  });
});

describe('a service that leaves out what it approves in full (4.5)', () => {
  it('is believed where that is known of it, and for that alone', () => {
    const without = approvalWith({ amounts: { requestAmount: { amount: 28450, currency: '710' } } });
    expect(outcomeOf(without, 201, true)).toMatchObject({
      kind: 'approved',
      approvedAmountMinor: 28450,
      discrepancies: [{ field: 'amounts.approvedAmount', answered: 'absent' }],
    });
    expect(outcomeOf(approvedAmount({ amount: 28449, currency: '710' }), 201, true).kind).toBe('unanswered');
    expect(outcomeOf(approvedAmount('much'), 201, true).kind).toBe('unanswered');
    expect(outcomeOf(approvalWith({ amounts: undefined }), 201, true).kind).toBe('unanswered');
    expect(outcomeOf(approvalWith({ amounts: 'x' }), 201, true).kind).toBe('unanswered');
    expect(outcomeOf('', 201, true).kind).toBe('unanswered');
  });
});

describe('an approval', () => {
  it('with another id is ours all the same, and advices name our own id (4.5)', () => {
    const outcome = outcomeOf(approvalWith({ id: '11111111-1111-4111-8111-111111111111' }));
    expect(outcome).toMatchObject({ kind: 'approved', basis: { requestId: pay.basis.requestId } });
    expect(fieldsOf(outcome)).toEqual(['id']);
  });

  it('with another requested amount is noted', () => {
    const amounts = { requestAmount: { amount: 1, currency: '710' }, approvedAmount: { amount: 28450, currency: '710' } };
    const outcome = outcomeOf(approvalWith({ amounts }));
    expect(outcome.kind).toBe('approved');
    expect(fieldsOf(outcome)).toEqual(['amounts.requestAmount']);
  });

  it('has its identifiers carried unchanged, known members or not', () => {
    const thirdPartyIdentifiers = [
      { transactionIdentifier: 'x', institutionId: '9', more: { deep: [1, 'a'] } },
      ...exampleCode.thirdPartyIdentifiers,
    ];
    const outcome = outcomeOf(approvalWith({ thirdPartyIdentifiers }));
    expect(outcome).toMatchObject({ kind: 'approved', basis: { thirdPartyIdentifiers }, discrepancies: [] });
  });

  it('notes that ours is lost, and that an entry breaks the rule and cannot travel on', () => {
    const outcome = outcomeOf(
      approvalWith({ thirdPartyIdentifiers: [{ institutionId: '9' }, 'x', { institutionId: '8', transactionIdentifier: 'y' }] }),
    );
    expect(outcome).toMatchObject({
      kind: 'approved',
      basis: { thirdPartyIdentifiers: [{ institutionId: '8', transactionIdentifier: 'y' }] },
    });
    expect(fieldsOf(outcome)).toEqual(['thirdPartyIdentifiers', 'thirdPartyIdentifiers', 'thirdPartyIdentifiers']);
  });

  it('names the partner in its advices with as much as a field holds', () => {
    const outcome = outcomeOf(approvalWith({ partner: { id: '88021', name: 'n'.repeat(60) } }));
    expect(outcome).toMatchObject({
      kind: 'approved',
      partner: { id: '88021', name: 'n'.repeat(60) },
      basis: { partner: { id: '88021', name: 'n'.repeat(40) } },
    });
    expect(outcomeOf(approvalWith({ partner: { id: '88021' } }))).toMatchObject({ partner: { id: '88021', name: '88021' } });
  });

  it('may have no slip, and one that holds a card number is kept without it', () => {
    expect(outcomeOf(approvalWith({ slipData: undefined }))).not.toHaveProperty('slip');
    const slipData = { messageLines: [{ text: 'PAID FROM 4111 1111 1111 1111' }], issuerReference: 'BHW7' };
    expect(outcomeOf(approvalWith({ slipData }))).toMatchObject({
      slip: { lines: [{ text: 'PAID FROM [card number ending 1111]' }], issuerReference: 'BHW7' },
    });
  });

  it('keeps nothing of how the customer paid, nor of the customer, nor the partner’s token', () => {
    const body = approvalWith({
      tenders: [{ tenderType: 'CREDIT_CARD', cardNumber: '411111******1111', amount: { amount: 28450, currency: '710' } }],
      customer: { firstName: 'Lesego' },
      partnerPaymentToken: 'tok-5f0c27d1',
    });
    const kept = JSON.stringify(outcomeOf(body));
    for (const word of ['411111', 'Lesego', 'tok-']) expect(kept).not.toContain(word);
  });
});

describe('whatever comes', () => {
  it('is decoded without throwing, and never approved at another amount', () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .dictionary(fc.constantFrom('tranId', 'amounts', 'partner', 'id'), fc.jsonValue())
        .map((value) => JSON.stringify(approvalWith(value))),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(200, 201, 202, 400, 404, 500, 503), fc.nat(599)),
        bodies,
        fc.boolean(),
        (status, body, assumes) => {
          const outcome = outcomeOf(body, status, assumes);
          if (outcome.kind === 'approved') {
            expect(outcome.approvedAmountMinor).toBe(28450);
            expect(status).toBeLessThan(300);
          }
          expect(tryOf(body, status).kind).not.toBe('');
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
