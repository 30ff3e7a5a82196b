import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskBody } from './mask-body.ts';
import { exampleFlows } from './testing/example-flows.ts';

describe('a body as it may stand in a log (1)', () => {
  it.each([
    ['the partner’s token', { partnerPaymentToken: 'PRIVATE' }],
    ['a token that is an object', { partnerPaymentToken: { id: 'PRIVATE' } }],
    ['a customer', { customer: { firstName: 'PRIVATE', msisdn: 'PRIVATE', id: 'PRIVATE' } }],
    ['a card number', { tenders: [{ cardNumber: 'PRIVATE', reference: 'PRIVATE' }] }],
    ['a payment method', { paymentMethods: [{ pan: 'PRIVATE', id: 'PRIVATE' }] }],
    ['a PIN', { pin: { id: 'PRIVATE' }, encryptedPin: 'PRIVATE' }],
    ['a name in a member that nobody knows', { nickname: 'PRIVATE', deep: [{ more: { words: 'PRIVATE' } }] }],
    ['the slip', { slipData: { messageLines: [{ text: 'PRIVATE' }] } }],
    [
      'an error’s words and diagnostics',
      { errorMessage: 'PRIVATE', detailMessage: { id: 'PRIVATE' }, providerErrorMsg: 'PRIVATE' },
    ],
    ['the code itself', { qrCode: 'PRIVATE' }],
  ])('holds nothing of %s', (_what, body) => {
    expect(JSON.stringify(maskBody(JSON.stringify(body)))).not.toContain('PRIVATE');
  });

  it('tells ids, codes and amounts', () => {
    expect(maskBody(exampleFlows.payAnswer)).toMatchObject({
      id: '12773eab-f48d-4d29-a22d-08abbdaa2797',
      tranId: '84b62eba1d2d9c017e08cd853c9f0037',
      amounts: { approvedAmount: { amount: '28450', currency: '710' } },
      partner: { id: '88021', name: '[17 characters]' },
      slipData: { issuerReference: 'BHW7Q2M9K41C' },
    });
    expect(maskBody(exampleFlows.noScan)).toMatchObject({ errorType: 'NO_SCAN_RECEIVED', detailMessage: '[left out]' });
  });

  it('tells of what is not JSON only how long it is', () => {
    expect(maskBody('{"partnerPaymentToken":"tok-5f0')).toBe('[31 characters, not JSON]');
    expect(maskBody('')).toBe('[empty]');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(maskBody(body)).not.toBe(undefined);
      }),
    );
  });
});
