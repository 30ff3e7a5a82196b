import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransportFailure } from '../http/transport.ts';
import {
  answerToAdvice,
  failureOfAdvice,
  isDocumentedFailure,
  outcomeOf,
  type AdviceAttempt,
  type Operation,
} from './classify.ts';
import { answer } from './testing/samples.ts';

const operations: readonly Operation[] = ['createQrCode', 'pay', 'confirmPayment', 'reversePayment'];
const kinds = ['confirmation', 'reversal'] as const;

function attempt(kind: AdviceAttempt['kind'], sentBefore: boolean): AdviceAttempt {
  return { kind, sentBefore };
}

describe('the class of an answer (2)', () => {
  it.each([200, 201, 202])('is successful for %d, whatever was asked', (status) => {
    for (const operation of operations) expect(outcomeOf(operation, status)).toBe('successful');
  });

  it.each([500, 504, null])('is unknown for %s', (status) => {
    for (const operation of operations) expect(outcomeOf(operation, status)).toBe('unknown');
  });

  it.each([400, 501, 503, 401, 403, 409, 301, 302, 307, 502, 203, 204, 206, 405, 408, 415, 429, 418, 505, 100, 599])(
    'is failed for %d',
    (status) => {
      for (const operation of operations) expect(outcomeOf(operation, status)).toBe('failed');
    },
  );

  it('depends on the message for 404, and for nothing else (2.1)', () => {
    expect(outcomeOf('reversePayment', 404)).toBe('successful');
    expect(outcomeOf('confirmPayment', 404)).toBe('failed');
    expect(outcomeOf('createQrCode', 404)).toBe('failed');
    expect(outcomeOf('pay', 404)).toBe('failed');
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        if (status === 404) return;
        expect(new Set(operations.map((operation) => outcomeOf(operation, status))).size).toBe(1);
      }),
    );
  });
});

describe('a documented failure of a payment (1.1, 2.2)', () => {
  const detail = { id: 'a49145101b99addd2e50', errorType: 'DO_NOT_HONOR', errorMessage: 'Declined' };

  it.each([400, 503])('is %d with an error detail, or without a body', (status) => {
    expect(isDocumentedFailure(answer(status, detail))).toBe(true);
    expect(isDocumentedFailure(answer(status, { errorType: 'A_NEW_TYPE' }))).toBe(true);
    expect(isDocumentedFailure(answer(status, ''))).toBe(true);
    expect(isDocumentedFailure(answer(status, ' \r\n'))).toBe(true);
  });

  it.each([400, 503])('is not %d with a page of somebody in between', (status) => {
    for (const body of ['<html><body>Bad Request</body></html>', 'upstream connect error', '{"errorType":', '[]', 'null', '"no"'])
      expect(isDocumentedFailure(answer(status, body))).toBe(false);
    // The JSON of a gateway is no error detail either.
    expect(isDocumentedFailure(answer(status, { message: 'Service Unavailable' }))).toBe(false);
    expect(isDocumentedFailure(answer(status, { errorType: { a: 1 } }))).toBe(false);
  });

  it.each([404, 408, 429, 502, 401, 403, 405, 409, 415, 301, 204, 501, 505])(
    'is never %d: the contract does not list it',
    (status) => {
      expect(isDocumentedFailure(answer(status, detail))).toBe(false);
      expect(isDocumentedFailure(answer(status, ''))).toBe(false);
    },
  );
});

describe('an answer to an advice (1.1, 2, 2.1)', () => {
  it.each([200, 201, 202])('delivers it with %d, by the status alone', (status) => {
    for (const kind of kinds) {
      for (const body of ['', '<html>', '{}', { errorType: 'GENERAL_ERROR' }, '[1,'])
        expect(answerToAdvice(attempt(kind, false), answer(status, body))).toEqual({ kind: 'delivered' });
    }
  });

  it('ends a reversal with 404: nothing was there to undo', () => {
    for (const sentBefore of [true, false]) {
      for (const body of ['', '<html>', { errorType: 'UNABLE_TO_LOCATE_RECORD', errorMessage: 'Not here' }])
        expect(answerToAdvice(attempt('reversal', sentBefore), answer(404, body))).toMatchObject({
          kind: 'delivered',
          foundNothing: true,
        });
    }
  });

  it('calls for a person when a confirmation gets 404: goods may have gone without money', () => {
    for (const sentBefore of [true, false]) {
      expect(answerToAdvice(attempt('confirmation', sentBefore), answer(404))).toEqual({ kind: 'refused', detail: 'HTTP 404' });
      const body = { errorType: 'UNABLE_TO_LOCATE_RECORD', errorMessage: 'No such payment' };
      expect(answerToAdvice(attempt('confirmation', sentBefore), answer(404, body))).toEqual({
        kind: 'refused',
        detail: 'HTTP 404 UNABLE_TO_LOCATE_RECORD: No such payment',
      });
    }
  });

  it.each([500, 504])('repeats it after %d, whatever its body says', (status) => {
    for (const kind of kinds) {
      for (const errorType of ['ACCOUNT_ALREADY_SETTLED', 'DUPLICATE_RECORD', 'UNABLE_TO_LOCATE_RECORD'])
        expect(answerToAdvice(attempt(kind, true), answer(status, { errorType })).kind).toBe('not-final');
      expect(answerToAdvice(attempt(kind, false), answer(status)).kind).toBe('not-final');
    }
  });

  it.each(['timed-out', 'connection-lost', 'unreadable', 'not-connected'] as const)('repeats it where it is %s', (kind) => {
    const failure: TransportFailure = { kind, mayHaveTakenEffect: kind !== 'not-connected', detail: 'CODE' };
    expect(failureOfAdvice(failure)).toEqual({ kind: 'not-final', detail: `${kind} CODE` });
  });
});

describe('a failed answer to an advice (6.3)', () => {
  it('DUPLICATE_RECORD after an attempt without a final answer: an earlier copy arrived', () => {
    for (const kind of kinds)
      expect(answerToAdvice(attempt(kind, true), answer(400, { errorType: 'DUPLICATE_RECORD' }))).toEqual({
        kind: 'delivered',
        detail: 'HTTP 400 DUPLICATE_RECORD',
      });
  });

  it('DUPLICATE_RECORD at the first attempt: the id is taken, and the same is told under another', () => {
    for (const kind of kinds)
      expect(answerToAdvice(attempt(kind, false), answer(400, { errorType: 'DUPLICATE_RECORD' }))).toEqual({
        kind: 'id-taken',
        detail: 'HTTP 400 DUPLICATE_RECORD',
      });
  });

  it('ACCOUNT_ALREADY_SETTLED: this kind of advice has been taken, and no other was ever made', () => {
    for (const kind of kinds) {
      for (const sentBefore of [true, false]) {
        const answered = answerToAdvice(attempt(kind, sentBefore), answer(400, { errorType: 'ACCOUNT_ALREADY_SETTLED' }));
        expect(answered).toEqual({ kind: 'delivered', detail: 'HTTP 400 ACCOUNT_ALREADY_SETTLED' });
      }
    }
  });

  it('UNABLE_TO_LOCATE_RECORD with 400 means the same as 404', () => {
    for (const sentBefore of [true, false]) {
      const answered = answer(400, { errorType: 'UNABLE_TO_LOCATE_RECORD' });
      expect(answerToAdvice(attempt('reversal', sentBefore), answered)).toMatchObject({ kind: 'delivered', foundNothing: true });
      expect(answerToAdvice(attempt('confirmation', sentBefore), answered).kind).toBe('refused');
    }
  });

  it.each([401, 403, 503, 501, 502, 405, 408, 409, 415, 429, 302, 204])(
    '%d calls for a person, whatever its body says',
    (status) => {
      for (const kind of kinds) {
        for (const errorType of ['ACCOUNT_ALREADY_SETTLED', 'DUPLICATE_RECORD', 'UNABLE_TO_LOCATE_RECORD'])
          expect(answerToAdvice(attempt(kind, true), answer(status, { errorType })).kind).toBe('refused');
        expect(answerToAdvice(attempt(kind, true), answer(status))).toEqual({ kind: 'refused', detail: `HTTP ${status}` });
      }
    },
  );

  it('any other 400 calls for a person: another type, an unknown one, no body, no JSON', () => {
    const bodies = [{ errorType: 'FUNCTION_NOT_SUPPORTED' }, { errorType: 'NEW' }, '', '<html>', '[]', '{"errorType":7}', 'null'];
    for (const kind of kinds) {
      for (const body of bodies) expect(answerToAdvice(attempt(kind, true), answer(400, body)).kind).toBe('refused');
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.nat(599),
        fc.oneof(fc.string(), fc.json()),
        fc.boolean(),
        fc.constantFrom(...kinds),
        (status, body, before, kind) => {
          expect(['delivered', 'not-final', 'refused', 'id-taken']).toContain(
            answerToAdvice(attempt(kind, before), answer(status, body)).kind,
          );
        },
      ),
    );
  });
});
