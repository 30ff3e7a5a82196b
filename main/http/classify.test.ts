import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerTooLarge, classifyFailure } from './classify.ts';

function errorWith(code: string, more: object = {}): Error {
  return Object.assign(new Error('a message with 4111111111111111 in it'), { code }, more);
}

describe('what a failed exchange may have done', () => {
  it('is certain that nothing was sent where no connection stood', () => {
    for (const code of [
      'ECONNREFUSED',
      'ENOTFOUND',
      'EAI_AGAIN',
      'ENETUNREACH',
      'EHOSTUNREACH',
      'ETIMEDOUT',
      'ERR_INVALID_URL',
    ]) {
      expect(classifyFailure({ didConnect: false, isOurTimeout: false, error: errorWith(code) })).toEqual({
        kind: 'not-connected',
        mayHaveTakenEffect: false,
        detail: code,
      });
    }
  });

  it('reads two refused families as one refusal', () => {
    const error = new AggregateError([errorWith('ECONNREFUSED'), errorWith('EADDRNOTAVAIL')], 'all failed');
    expect(
      classifyFailure({ didConnect: false, isOurTimeout: false, error: errorWith('ECONNREFUSED', { cause: error }) }),
    ).toEqual({
      kind: 'not-connected',
      mayHaveTakenEffect: false,
      detail: 'ECONNREFUSED EADDRNOTAVAIL',
    });
  });

  it('does not believe an error that sounds harmless once the connection stood', () => {
    expect(classifyFailure({ didConnect: true, isOurTimeout: false, error: errorWith('ECONNREFUSED') })).toEqual({
      kind: 'connection-lost',
      mayHaveTakenEffect: true,
      detail: 'ECONNREFUSED',
    });
  });

  it('tells patience that ended before the connection from patience that ended after it', () => {
    const error = errorWith('ERR_CANCELED');
    const before = classifyFailure({ didConnect: false, isOurTimeout: true, error });
    const after = classifyFailure({ didConnect: true, isOurTimeout: true, error });
    expect(before).toEqual({ kind: 'timed-out', mayHaveTakenEffect: false, detail: 'ERR_CANCELED' });
    expect(after).toEqual({ kind: 'timed-out', mayHaveTakenEffect: true, detail: 'ERR_CANCELED' });
  });

  it('calls unreadable what is not HTTP, not compressed as it says, or too large', () => {
    for (const code of [
      'HPE_INVALID_CONSTANT',
      'HPE_HEADER_OVERFLOW',
      'Z_DATA_ERROR',
      'ERR__ERROR_FORMAT_PADDING_1',
      answerTooLarge,
    ]) {
      const failure = classifyFailure({ didConnect: true, isOurTimeout: false, error: errorWith(code) });
      expect(failure).toEqual({ kind: 'unreadable', mayHaveTakenEffect: true, detail: code });
    }
  });

  it('has a word for what has no code, and does not run in circles', () => {
    const circle = errorWith('ECONNRESET');
    circle.cause = circle;
    expect(classifyFailure({ didConnect: true, isOurTimeout: false, error: circle }).detail).toBe('ECONNRESET');
    expect(classifyFailure({ didConnect: true, isOurTimeout: false, error: 'a text that was thrown' }).detail).toBe('NO_CODE');
  });

  it('says that nothing was sent exactly where no connection stood, and repeats no word of an error', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.anything(), fc.string(), (didConnect, isOurTimeout, code, message) => {
        const error = Object.assign(new Error(message), { code, config: { headers: { Authorization: message } } });
        const failure = classifyFailure({ didConnect, isOurTimeout, error });
        expect(failure.mayHaveTakenEffect).toBe(didConnect);
        expect(failure.detail).toMatch(/^[A-Z][A-Z0-9_]*$/u);
      }),
    );
  });
});
