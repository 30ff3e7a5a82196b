import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readErrorDetail, reasonOfRefusal } from './error-detail.ts';

const read = (value: unknown) => readErrorDetail(JSON.stringify(value));

describe('an error detail (3.8)', () => {
  it.each([
    ['DUPLICATE_RECORD', 'duplicate-record'],
    ['FORMAT_ERROR', 'format-error'],
    ['FUNCTION_NOT_SUPPORTED', 'function-not-supported'],
    ['GENERAL_ERROR', 'general-error'],
    ['INVALID_AMOUNT', 'invalid-amount'],
    ['BELOW_MINIMUM_ALLOWED_AMOUNT', 'below-minimum-allowed-amount'],
    ['ABOVE_MAXIMUM_ALLOWED_AMOUNT', 'above-maximum-allowed-amount'],
    ['ROUTING_ERROR', 'routing-error'],
    ['TRANSACTION_NOT_SUPPORTED', 'transaction-not-supported'],
    ['UNABLE_TO_LOCATE_RECORD', 'unable-to-locate-record'],
    ['UNKNOWN_CUSTOMER_ACCOUNT', 'unknown-customer-account'],
    ['UPSTREAM_UNAVAILABLE', 'upstream-unavailable'],
    ['ACCOUNT_ALREADY_SETTLED', 'account-already-settled'],
    ['INVALID_PRODUCT', 'invalid-product'],
    ['INVALID_MERCHANT', 'invalid-merchant'],
    ['RECEIVER_BLACKLISTED', 'receiver-blacklisted'],
    ['LUHN_CHECK_FAILED', 'luhn-check-failed'],
    ['BLOCKED_USING_SETTLEMENT_ENTITY', 'blocked-using-settlement-entity'],
  ])('knows %s', (errorType, code) => {
    expect(reasonOfRefusal(400, read({ errorType }))).toEqual({ code });
  });

  it('takes a type that it does not know for a general error, and keeps what it says', () => {
    const detail = read({ errorType: 'A_NEW_TYPE', errorMessage: 'new' });
    expect(detail.errorType).toBe('A_NEW_TYPE');
    expect(reasonOfRefusal(400, detail)).toEqual({ code: 'general-error', detail: 'new' });
    // Ours alone are not the service's.
    expect(reasonOfRefusal(400, read({ errorType: 'NO_ANSWER' }))).toEqual({ code: 'general-error' });
  });

  it.each([
    [401, 'wrong-credentials'],
    [403, 'wrong-credentials'],
    [501, 'function-not-supported'],
    [429, 'service-unavailable'],
    [502, 'service-unavailable'],
    [503, 'service-unavailable'],
    [400, 'request-refused'],
    [404, 'request-refused'],
    [302, 'request-refused'],
  ] as const)('has words for a bare %d', (status, code) => {
    for (const body of ['', '<html>no</html>', '[]', 'null', '7', '"x"', '{"errorType":null}'])
      expect(reasonOfRefusal(status, readErrorDetail(body))).toEqual({ code });
  });

  it.each([
    'ACCOUNT_LOOKUP_REQUEST',
    'TRAFFIC_FINE_LOOKUP_REQUEST',
    'POLICY_LOOKUP_REQUEST',
    'PAYMENT_REQUEST',
    'TRAFFIC_FINE_PAYMENT_REQUEST',
    'POLICY_PAYMENT_REQUEST',
    'PAYMENT_REVERSAL',
    'TRAFFIC_FINE_PAYMENT_REVERSAL',
    'PAYMENT_CONFIRMATION',
    'TRAFFIC_FINE_PAYMENT_CONFIRMATION',
    'REFUND_REQUEST',
    'REFUND_REVERSAL',
    'REFUND_CONFIRMATION',
    'A_NEW_REQUEST',
  ])('reads the request type %s', (requestType) => {
    expect(read({ requestType }).requestType).toBe(requestType);
  });

  it('accepts a message of any length, cut to what a person reads, and the ids', () => {
    const detail = read({ errorType: 'GENERAL_ERROR', errorMessage: 'long '.repeat(1_000), id: 'a', originalId: 'b' });
    expect(detail.words?.length).toBeLessThanOrEqual(200);
    expect(detail).toMatchObject({ id: 'a', originalId: 'b' });
  });

  it('accepts a detail that is a text, an object or a list, and says of a list which fields are wrong, not what stood in them', () => {
    for (const detailMessage of ['text', { any: 1 }, [{ messageProperty: 'm', field: 'f', error: 'e', invalidValue: 'Moremi' }]])
      expect(read({ detailMessage }).detailMessage).toBeDefined();
    const { words } = read({
      errorMessage: 'See.',
      detailMessage: [{ messageProperty: 'm', field: 'f', error: 'e', invalidValue: 'Moremi' }, { field: 'g' }, 7],
    });
    expect(words).toBe('See. m.f: e; g;');
  });

  it('shows no card number', () => {
    expect(read({ errorMessage: 'card 4111111111111111' }).words).toBe('card [card number ending 1111]');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.nat(599),
        (body, status) => void reasonOfRefusal(status, readErrorDetail(body)),
      ),
    );
  });
});
