import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { terminalStates } from '../../shared/terminal-status.ts';
import { decodeStatusAnswer, stateOfFailure } from './decode-status.ts';

function answer(body: string, status = 200): { status: number; contentType: string; body: string } {
  return { status, contentType: 'application/json; charset=utf-8', body };
}

function coded(code: number, description: string): ReturnType<typeof answer> {
  return answer(`{"Description":"${description}","StatusCode":${code}}`);
}

describe('the status table (BDS 2)', () => {
  it.each([
    [0, 'Unknown', 'state-unknown'],
    [1, 'Available', 'available'],
    [2, 'NoConnectedDevice', 'no-terminal'],
    [3, 'NotAvailable', 'not-available'],
  ])('reads StatusCode %d, %s, as %s', (code, description, state) => {
    expect(decodeStatusAnswer(coded(code, description), false)).toEqual({ state, detail: description });
  });

  it('reads NoConnectedDevice as in use while our own transaction runs, and nothing else', () => {
    expect(decodeStatusAnswer(coded(2, 'NoConnectedDevice'), true).state).toBe('in-use');
    expect(decodeStatusAnswer(coded(0, 'Unknown'), true).state).toBe('state-unknown');
    expect(decodeStatusAnswer(coded(1, 'Available'), true).state).toBe('available');
    expect(decodeStatusAnswer(coded(3, 'NotAvailable'), true).state).toBe('not-available');
  });

  it('does not know what a number means that is not listed, and shows its description', () => {
    for (const code of [4, -1, 99, 1e15]) {
      expect(decodeStatusAnswer(coded(code, 'Updating'), false)).toEqual({ state: 'state-unknown', detail: 'Updating' });
    }
  });

  it('needs no description, no order of the fields and no content type', () => {
    expect(decodeStatusAnswer(answer('{"StatusCode":1}'), false)).toEqual({ state: 'available' });
    expect(decodeStatusAnswer({ ...answer('{"Else":1,"StatusCode":1}'), contentType: 'text/html' }, false)).toEqual({
      state: 'available',
    });
  });
});

describe('the further states', () => {
  it('names wrong credentials', () => {
    expect(decodeStatusAnswer(answer('', 401), false)).toEqual({ state: 'wrong-credentials' });
  });

  it.each(['', '{', 'null', '[]', '{}', '{"StatusCode":"1"}', '{"StatusCode":1.5}', '{"statusCode":1}', '<html>'])(
    'expected something else than %s',
    (body) => {
      expect(decodeStatusAnswer(answer(body), false)).toEqual({ state: 'unexpected-answer' });
    },
  );

  it.each([204, 302, 400, 404, 500, 503])('expected something else than HTTP %d, whatever its body says', (status) => {
    expect(decodeStatusAnswer({ ...coded(1, 'Available'), status }, false)).toEqual({
      state: 'unexpected-answer',
      detail: `HTTP ${status}`,
    });
  });

  it.each([
    ['not-connected', 'service-down'],
    ['timed-out', 'no-answer'],
    ['connection-lost', 'no-answer'],
    ['unreadable', 'unexpected-answer'],
  ] as const)('reads an exchange that is %s as %s', (kind, state) => {
    expect(stateOfFailure({ kind, mayHaveTakenEffect: true, detail: 'CODE' })).toEqual({ state, detail: 'CODE' });
  });

  it('has a state for whatever comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.oneof(fc.string(), fc.json()),
        fc.boolean(),
        (status, body, isTaking) => {
          expect(terminalStates).toContain(decodeStatusAnswer(answer(body, status), isTaking).state);
        },
      ),
    );
  });
});
