import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskBody } from './mask-body.ts';
import { exampleFlows } from './testing/example-flows.ts';

describe('a body as it may stand in a log (9.32)', () => {
  it.each([
    [
      'the customer',
      {
        customer: {
          firstName: 'PRIVATE',
          lastName: 'PRIVATE',
          address: 'PRIVATE',
          idNumber: 'PRIVATE',
          contactNumber: 'PRIVATE',
        },
      },
    ],
    ['a customer under names that are told elsewhere', { customer: { id: 'PRIVATE', amount: 'PRIVATE' } }],
    ['a card number', { paymentMethods: [{ type: 'CARD', pan: '4111PRIVATE' }] }],
    ['a loyalty card', { tenders: [{ cardNumber: 'PRIVATE' }] }],
    ['a wallet', { method: { walletId: 'PRIVATE' } }],
    ['a proxy', { method: { proxy: 'PRIVATE' } }],
    ['a PIN', { pin: { type: 'CLEAR_PIN', pin: 'PRIVATE', pinBlock: 'PRIVATE', hash: 'PRIVATE' } }],
    ['a name in a member that nobody knows', { nickname: 'PRIVATE', deep: [{ more: { id: 1, words: 'PRIVATE' } }] }],
    ['a name on the slip', { slipData: { messageLines: [{ text: 'PRIVATE' }] } }],
    ['a name in an error’s detail', { detailMessage: [{ field: 'lastName', invalidValue: 'PRIVATE' }] }],
    ['a name in the error’s words', { errorMessage: 'Dear PRIVATE' }],
    ['an account reference', { account: { accountRef: 'PRIVATE' } }],
  ])('holds nothing of %s', (_what, body) => {
    expect(JSON.stringify(maskBody(JSON.stringify(body)))).not.toContain('PRIVATE');
  });

  it('tells ids, codes and amounts', () => {
    const masked = maskBody(exampleFlows.paymentAnswer);
    expect(masked).toMatchObject({
      id: '232eb861-70c2-4c30-adcd-ca6c0107f03a',
      amounts: { approvedAmount: { amount: '48650', currency: '072' } },
      slipData: { issuerReference: 'NWU7F3K90218', slipWidth: '40' },
    });
    expect(maskBody(exampleFlows.fineAnswer)).toMatchObject({
      errorType: 'UPSTREAM_UNAVAILABLE',
      errorMessage: '[18 characters]',
    });
  });

  it('tells of what is not JSON only how long it is: a cut-off message ends in the middle of a name', () => {
    expect(maskBody('{"customer":{"firstName":"Leseg')).toBe('[31 characters, not JSON]');
    expect(maskBody('')).toBe('[empty]');
  });

  it('never throws, and stays small', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => void maskBody(body)));
    const wide = JSON.stringify({ messageLines: Array.from({ length: 10_000 }, () => ({ text: 'x' })) });
    expect(JSON.stringify(maskBody(wide)).length).toBeLessThan(1_000);
  });
});
