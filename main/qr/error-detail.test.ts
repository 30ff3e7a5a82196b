import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readErrorDetail } from '../electrum/error-detail.ts';
import { reasonOfRefusal } from './error-detail.ts';

const reasonOf = (value: unknown, status = 400) => reasonOfRefusal(status, readErrorDetail(JSON.stringify(value)));

describe('an error detail (3.6, 3.7)', () => {
  it.each([
    ['DUPLICATE_RECORD', 'duplicate-record'],
    ['FORMAT_ERROR', 'format-error'],
    ['FUNCTION_NOT_SUPPORTED', 'function-not-supported'],
    ['GENERAL_ERROR', 'general-error'],
    ['INVALID_AMOUNT', 'invalid-amount'],
    ['ROUTING_ERROR', 'routing-error'],
    ['TRANSACTION_NOT_SUPPORTED', 'transaction-not-supported'],
    ['UNABLE_TO_LOCATE_RECORD', 'unable-to-locate-record'],
    ['UPSTREAM_UNAVAILABLE', 'upstream-unavailable'],
    ['ACCOUNT_ALREADY_SETTLED', 'account-already-settled'],
    ['INVALID_MERCHANT', 'invalid-merchant'],
    ['DO_NOT_HONOR', 'do-not-honor'],
    ['DECLINED_BY_PARTNER', 'declined-by-partner'],
    ['DECLINED_BY_ACQUIRER', 'declined-by-acquirer'],
    ['DECLINED_BY_ISSUER', 'declined-by-issuer'],
    ['INSUFFICIENT_FUNDS', 'insufficient-funds'],
    ['INVALID_CARD_NUMBER', 'invalid-card-number'],
    ['CARD_EXPIRED', 'card-expired'],
    ['INVALID_ACCOUNT', 'invalid-account'],
    ['INVALID_TRAN_ID', 'invalid-tran-id'],
    ['PARTNER_UNKNOWN', 'partner-unknown'],
    ['NO_SCAN_RECEIVED', 'no-scan-received'],
  ] as const)('of type %s is %s, with the service’s words', (errorType, code) => {
    expect(reasonOf({ id: 'x', errorType, errorMessage: 'In its words' })).toEqual({ code, detail: 'In its words' });
    expect(reasonOf({ errorType }, 501)).toEqual({ code });
  });

  it('is a general error where its type is unknown, or one of our own names', () => {
    for (const errorType of ['A_NEW_TYPE', 'do_not_honor', 'NO_ANSWER', 'OTHER_AMOUNT', 'CODE_UNUSABLE', ''])
      expect(reasonOf({ errorType }).code).toBe('general-error');
  });

  it.each([
    [400, 'request-refused'],
    [401, 'wrong-credentials'],
    [403, 'wrong-credentials'],
    [404, 'wrong-address'],
    [408, 'request-refused'],
    [429, 'service-unavailable'],
    [501, 'function-not-supported'],
    [502, 'service-unavailable'],
    [503, 'service-unavailable'],
  ] as const)('may have no body: a bare %d is %s', (status, code) => {
    for (const body of ['', '<html>no</html>', '[]', 'null', '7', '{"errorType":null}'])
      expect(reasonOfRefusal(status, readErrorDetail(body))).toEqual({ code });
  });

  it('has an id of any length, and never has it checked', () => {
    for (const id of ['', 'x', 'x'.repeat(20), '12773eab-f48d-4d29-a22d-08abbdaa2797', 'x'.repeat(500), 7])
      expect(reasonOf({ id, errorType: 'DO_NOT_HONOR', errorMessage: 'No' })).toEqual({ code: 'do-not-honor', detail: 'No' });
  });

  it('shows nothing of its diagnostics, nor of the provider’s own codes', () => {
    const detail = {
      errorType: 'GENERAL_ERROR',
      errorMessage: 'No',
      detailMessage: [{ field: 'PRIVATE', error: 'PRIVATE' }],
      providerErrorCode: 'PRIVATE',
      providerErrorMsg: 'PRIVATE',
      providerRef: 'PRIVATE',
    };
    expect(reasonOf(detail)).toEqual({ code: 'general-error', detail: 'No' });
  });

  it('shows no card number, and no more than a person reads', () => {
    expect(reasonOf({ errorType: 'CARD_EXPIRED', errorMessage: 'card 4111111111111111' }).detail).toBe(
      'card [card number ending 1111]',
    );
    expect(reasonOf({ errorType: 'CARD_EXPIRED', errorMessage: 'long '.repeat(500) }).detail?.length).toBeLessThanOrEqual(200);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.nat(599), (body, status) => {
        expect(reasonOfRefusal(status, readErrorDetail(body)).code).not.toBe('');
      }),
    );
  });
});
