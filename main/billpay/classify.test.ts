import { describe, expect, it } from 'vitest';
import type { TransportFailure } from '../http/transport.ts';
import { answerToAdvice, classOfStatus, failureOfAdvice, mayTryNewId, verdictOfFailure, verdictOfStatus } from './classify.ts';

const ours = 'feaefae8-2890-4a8b-b7ad-149094c50388';
// prettier-ignore
const failed = [
  100, 199, 300, 301, 302, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 415, 418, 422, 429, 451,
  501, 502, 503, 505, 507, 511, 599,
];

function answer(status: number, body: unknown = ''): { status: number; contentType: string; body: string } {
  return { status, contentType: 'application/json', body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function attempt(kind: 'confirmation' | 'reversal', sentBefore: boolean) {
  return { adviceId: ours, kind, sentBefore };
}

function failure(kind: TransportFailure['kind'], mayHaveTakenEffect: boolean): TransportFailure {
  return { kind, mayHaveTakenEffect, detail: 'CODE' };
}

describe('the class of a status (2)', () => {
  it.each([200, 201, 202])('takes %d for successful, whichever one the operation names', (status) => {
    expect(classOfStatus(status)).toBe('successful');
    expect(verdictOfStatus(status)).toEqual({ kind: 'successful' });
  });

  it.each([500, 504])('takes %d for unknown, to be reversed as not final', (status) => {
    expect(classOfStatus(status)).toBe('unknown');
    expect(verdictOfStatus(status)).toEqual({ kind: 'unknown', reversalReason: 'RESPONSE_NOT_FINAL' });
  });

  it.each(failed)('takes %d for failed: nothing happened, nothing is sent', (status) => {
    expect(classOfStatus(status)).toBe('failed');
    expect(verdictOfStatus(status)).toEqual({ kind: 'failed' });
  });

  it.each([203, 204, 205, 206, 226, 299])(
    'takes %d for unknown on a request, because the description contradicts itself',
    (status) => {
      expect(verdictOfStatus(status)).toEqual({ kind: 'unknown', reversalReason: 'RESPONSE_NOT_FINAL' });
    },
  );
});

describe('no answer to a request (2)', () => {
  it.each(['timed-out', 'connection-lost', 'unreadable'] as const)('reverses for TIMEOUT where it is %s', (kind) => {
    expect(verdictOfFailure(failure(kind, true))).toEqual({ kind: 'unknown', reversalReason: 'TIMEOUT' });
  });

  it.each(['not-connected', 'timed-out'] as const)('reverses nothing where it is %s and not one byte left', (kind) => {
    expect(verdictOfFailure(failure(kind, false))).toEqual({ kind: 'never-sent' });
  });

  it('reverses in any doubt, whatever the failure is called', () => {
    expect(verdictOfFailure(failure('not-connected', true))).toEqual({ kind: 'unknown', reversalReason: 'TIMEOUT' });
  });
});

describe('DUPLICATE_RECORD on a create (4.6)', () => {
  it('allows a new id where the request went out once', () => {
    expect(mayTryNewId(true)).toBe(true);
  });

  it('allows none where it may have gone out twice: the first copy arrived', () => {
    expect(mayTryNewId(false)).toBe(false);
  });
});

describe('the class of an answer to an advice (2)', () => {
  it.each([200, 201, 202])('is delivered by %d', (status) => {
    expect(answerToAdvice(attempt('confirmation', false), answer(status))).toEqual({ kind: 'delivered' });
  });

  it.each([203, 204, 206])('is delivered by %d as well, and says so', (status) => {
    expect(answerToAdvice(attempt('reversal', false), answer(status))).toEqual({ kind: 'delivered', detail: `HTTP ${status}` });
  });

  it.each([500, 504])('goes out again after %d, whatever its body says', (status) => {
    const body = { errorType: 'ACCOUNT_ALREADY_SETTLED', errorMessage: 'no' };
    expect(answerToAdvice(attempt('confirmation', true), answer(status, body)).kind).toBe('not-final');
    expect(answerToAdvice(attempt('confirmation', true), answer(status)).kind).toBe('not-final');
  });

  it.each([
    ['timed-out', true],
    ['connection-lost', true],
    ['unreadable', true],
    ['not-connected', false],
  ] as const)('goes out again where it is %s', (kind, mayHaveTakenEffect) => {
    expect(failureOfAdvice(failure(kind, mayHaveTakenEffect))).toEqual({ kind: 'not-final', detail: `${kind} CODE` });
  });

  it.each(failed.filter((status) => status !== 400))('is refused for good by %d, and waits for a person', (status) => {
    for (const kind of ['confirmation', 'reversal'] as const) {
      for (const errorType of ['ACCOUNT_ALREADY_SETTLED', 'DUPLICATE_RECORD', 'UNABLE_TO_LOCATE_RECORD'])
        expect(answerToAdvice(attempt(kind, true), answer(status, { errorType })).kind).toBe('refused');
    }
  });
});

describe('a 400 to an advice (5.4)', () => {
  const settled = ['ACCOUNT_ALREADY_SETTLED', 'DUPLICATE_RECORD'];
  const earlierConfirmation = {
    id: 'other',
    requestId: 'r',
    time: 't',
    thirdPartyIdentifiers: [],
    tenders: [{ tenderType: 'CASH' }],
  };
  const earlierReversal = { id: 'other', requestId: 'r', time: 't', thirdPartyIdentifiers: [], reversalReason: 'TIMEOUT' };
  const earlierRefundConfirmation = { id: 'other', requestId: 'r', time: 't', thirdPartyIdentifiers: [] };

  for (const errorType of settled) {
    it(`${errorType} after an attempt without a final answer is delivered`, () => {
      for (const kind of ['confirmation', 'reversal'] as const) {
        expect(answerToAdvice(attempt(kind, true), answer(400, { errorType })).kind).toBe('delivered');
        expect(answerToAdvice(attempt(kind, true), answer(400, { errorType, detailMessage: 'settled by x' })).kind).toBe(
          'delivered',
        );
        expect(answerToAdvice(attempt(kind, true), answer(400, { errorType, detailMessage: null })).kind).toBe('delivered');
      }
    });

    it(`${errorType} after such an attempt is delivered where an advice of the same kind is shown`, () => {
      const confirmation = { errorType, detailMessage: earlierConfirmation };
      const reversal = { errorType, detailMessage: earlierReversal };
      expect(answerToAdvice(attempt('confirmation', true), answer(400, confirmation)).kind).toBe('delivered');
      expect(answerToAdvice(attempt('reversal', true), answer(400, reversal)).kind).toBe('delivered');
      const refund = { errorType, detailMessage: earlierRefundConfirmation };
      expect(answerToAdvice(attempt('confirmation', true), answer(400, refund)).kind).toBe('delivered');
    });

    it(`${errorType} on the very first attempt needs a person`, () => {
      for (const kind of ['confirmation', 'reversal'] as const)
        expect(answerToAdvice(attempt(kind, false), answer(400, { errorType })).kind).toBe('refused');
    });

    it(`${errorType} that shows an advice of the opposite kind needs a person, in whatever form it is shown`, () => {
      for (const shown of [earlierReversal, [earlierReversal], JSON.stringify(earlierReversal), 'reversalReason=TIMEOUT']) {
        const body = { errorType, detailMessage: shown };
        expect(answerToAdvice(attempt('confirmation', true), answer(400, body)).kind).toBe('refused');
      }
      for (const shown of [earlierConfirmation, [earlierConfirmation], JSON.stringify(earlierConfirmation), 'tenders=[CASH]']) {
        const body = { errorType, detailMessage: shown };
        expect(answerToAdvice(attempt('reversal', true), answer(400, body)).kind).toBe('refused');
      }
    });

    it(`${errorType} that shows a refund's confirmation to our reversal needs a person: it has no tenders, but no reason either`, () => {
      const body = { errorType, detailMessage: earlierRefundConfirmation };
      expect(answerToAdvice(attempt('reversal', true), answer(400, body)).kind).toBe('refused');
      const ourOwn = { errorType, detailMessage: { ...earlierRefundConfirmation, id: ours } };
      expect(answerToAdvice(attempt('reversal', true), answer(400, ourOwn)).kind).toBe('delivered');
    });
  }

  it('UNABLE_TO_LOCATE_RECORD needs a person for a confirmation, and is the end of a reversal', () => {
    const body = { errorType: 'UNABLE_TO_LOCATE_RECORD', errorMessage: 'not here' };
    for (const sentBefore of [true, false]) {
      expect(answerToAdvice(attempt('confirmation', sentBefore), answer(400, body)).kind).toBe('refused');
      expect(answerToAdvice(attempt('reversal', sentBefore), answer(400, body)).kind).toBe('delivered');
    }
  });

  it('FORMAT_ERROR needs a person, and says which field without its value', () => {
    const body = {
      errorType: 'FORMAT_ERROR',
      errorMessage: 'See error detail for format errors.',
      detailMessage: [
        { messageProperty: 'originator', field: 'terminalId', error: 'length must be between 8 and 8', invalidValue: 'Moremi' },
      ],
    };
    for (const kind of ['confirmation', 'reversal'] as const) {
      const answered = answerToAdvice(attempt(kind, true), answer(400, body));
      expect(answered).toEqual({
        kind: 'refused',
        detail:
          'HTTP 400 FORMAT_ERROR: See error detail for format errors. originator.terminalId: length must be between 8 and 8;',
      });
    }
  });

  it('anything else needs a person: another type, an unknown one, no body, no JSON', () => {
    for (const body of [
      { errorType: 'GENERAL_ERROR' },
      { errorType: 'NEW_TYPE' },
      '',
      '<html>',
      '[]',
      '{"errorType":7}',
      'null',
    ]) {
      for (const kind of ['confirmation', 'reversal'] as const)
        expect(answerToAdvice(attempt(kind, true), answer(400, body)).kind).toBe('refused');
    }
  });
});
