import { describe, expect, it } from 'vitest';
import { encodeConfirmation, encodeReversal } from './encode-advice.ts';
import { encodeCreateCode, encodePay } from './encode-request.ts';
import type { QrBasis } from './messages.ts';
import {
  adviceId,
  blueHeron,
  currency,
  exampleCode,
  exampleIdentity,
  exampleSender,
  payContext,
  preparedPay,
  rand,
  saleId,
  valueIn,
} from './testing/samples.ts';

type Json = Record<string, unknown>;

const { requestId, ...references } = payContext.references;
const made = { requestId, time: payContext.time };

function codeMessage(changes: Partial<Parameters<typeof encodeCreateCode>[1]> = {}, sender = exampleSender()): Json {
  return JSON.parse(valueIn(encodeCreateCode(sender, { amountMinor: 28450, references, ...changes }, made)).body) as Json;
}

function payMessage(code: Partial<typeof exampleCode> = {}, sender = exampleSender()): Json {
  return JSON.parse(valueIn(encodePay(sender, { ...exampleCode, ...code }, { amountMinor: 28450 }, payContext)).body) as Json;
}

describe('a request for a code (3.1, 3.2)', () => {
  it('says the amount as the code’s value, that it is paid whole and once, and nothing about the customer', () => {
    expect(codeMessage()['qrProperties']).toEqual({
      value: { amount: 28450, currency: '710' },
      overPaymentAllowed: false,
      partPaymentAllowed: false,
      singleUse: true,
      scheme: 'ELECTRUM_MERCHANT_MINIMAL',
    });
    expect(Object.keys(codeMessage())).not.toContain('customer');
  });

  it('says until when as a date-time in words (10.18)', () => {
    const expiresAt = '2026-02-11T14:05:07.412Z';
    expect(codeMessage({ expiresAt })['qrProperties']).toMatchObject({ expiryDate: expiresAt });
    expect(encodeCreateCode(exampleSender(), { amountMinor: 1, references, expiresAt: 'tomorrow' }, made)).toMatchObject({
      failure: [{ field: 'qrProperties.expiryDate' }],
    });
  });

  it('leaves out what is not known, and never says null', () => {
    const message = codeMessage({ references: { transactionIdentifier: 'HL03-1' } });
    expect(Object.keys(message).toSorted()).toEqual(
      ['amounts', 'client', 'id', 'originator', 'qrProperties', 'thirdPartyIdentifiers', 'time'].toSorted(),
    );
    expect(JSON.stringify(message)).not.toContain('null');
  });

  it('names the till as the user of its credentials, in both places (1, 10.24)', () => {
    const message = codeMessage({}, exampleSender({ user: 'HARBOUR' }));
    expect(message['client']).toEqual({ id: 'HARBOUR', name: 'Harbour Lane Stores' });
    expect(message['thirdPartyIdentifiers']).toEqual([
      { institutionId: 'HARBOUR', transactionIdentifier: 'HL03-20260211-000918-1' },
    ]);
    expect(encodeCreateCode(exampleSender({ user: 'a:b' }), { amountMinor: 1, references }, made)).toMatchObject({
      failure: [{ field: 'client.id', rule: '[^:]+' }],
    });
  });

  it('sends no channel: that belongs to a later release (3.10)', () => {
    const sender = exampleSender({ identity: exampleIdentity({ channelId: 'POS' }) });
    for (const message of [codeMessage({}, sender), payMessage({}, sender)])
      expect(JSON.stringify(message)).not.toContain('channelId');
  });

  it.each([
    ['ZAR', '710'],
    ['AUD', '036'],
    ['BWP', '072'],
  ])('writes %s as the text %s', (code, number) => {
    expect(codeMessage({}, exampleSender({ currency: currency(code) }))['amounts']).toEqual({
      requestAmount: { amount: 28450, currency: number },
    });
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('is not made for the amount %s', (amountMinor) => {
    expect(encodeCreateCode(exampleSender(), { amountMinor, references }, made).ok).toBe(false);
  });
});

describe('a payment (3.3, 7)', () => {
  it('carries the transaction’s name as it came, whatever it looks like', () => {
    for (const tranId of [' padded ', 'MixedCase', '0007', "it's: a/strange?name"])
      expect(payMessage({ tranId })['tranId']).toBe(tranId);
  });

  it('is for goods and services, names the basket, and leaves the partner to the service', () => {
    const message = payMessage();
    expect(message).toMatchObject({ tranType: 'GOODS_AND_SERVICES', basketRef: 'HL03-20260211-000918' });
    for (const name of ['partner', 'partnerPaymentToken', 'srcAccType', 'destAccType', 'customer'])
      expect(message).not.toHaveProperty(name);
  });

  it('names whom the merchant settles with, where that is set', () => {
    const settlementEntity = { id: '600900', name: 'Clearing' };
    expect(payMessage({}, exampleSender({ identity: exampleIdentity({ settlementEntity }) }))).toMatchObject({
      settlementEntity,
    });
    expect(payMessage()).not.toHaveProperty('settlementEntity');
  });

  const own = { institutionId: '40118', transactionIdentifier: 'HL03-20260211-000918-1' };
  const server = { institutionId: '70001', transactionIdentifier: 'SIM-Q-000184' };

  it.each([
    ['nothing', [], [own]],
    ['ours', [own], [own]],
    ['ours and the service’s', [own, server], [own, server]],
    ['the service’s alone', [server], [server, own]],
    ['more than we know of', [{ ...server, kind: { deep: [1] } }], [{ ...server, kind: { deep: [1] } }, own]],
    ['ours under another number', [server, { ...own, transactionIdentifier: 'HL03-0' }], [server, own]],
  ])('sends the identifiers of a code that had %s, with our own', (_what, thirdPartyIdentifiers, expected) => {
    expect(payMessage({ thirdPartyIdentifiers })['thirdPartyIdentifiers']).toEqual(expected);
  });

  it('has its basis carry the same identifiers and references', () => {
    const { body, basis } = preparedPay();
    const message = JSON.parse(body) as Json;
    expect(basis).toEqual({
      requestId: message['id'],
      tranId: message['tranId'],
      thirdPartyIdentifiers: message['thirdPartyIdentifiers'],
      stan: message['stan'],
      rrn: message['rrn'],
    });
  });

  it('is not made where a field breaks its rule', () => {
    const bad = { ...payContext, references: { ...payContext.references, operatorId: 'x'.repeat(31) } };
    expect(encodePay(exampleSender(), exampleCode, { amountMinor: 1 }, bad)).toEqual({
      ok: false,
      failure: [{ field: 'originator.operatorId', rule: '0 to 30 characters' }],
    });
    expect(encodePay(exampleSender(), { ...exampleCode, tranId: '' }, { amountMinor: 1 }, payContext)).toMatchObject({
      failure: [{ field: 'tranId' }],
    });
  });
});

describe('an advice (3.4, 6.1)', () => {
  const basis: QrBasis = { ...preparedPay().basis, partner: blueHeron };
  const parts = {
    basis,
    adviceId: adviceId('6bf9e09f-3f8d-401b-8272-5b5f62f4666e'),
    saleId,
    time: '2026-02-11T14:03:34.007Z',
  };
  const confirm = (given = parts, approvedAmountMinor = 28450) =>
    encodeConfirmation(given, { approvedAmountMinor, currency: rand });

  it('fills in everything that is known', () => {
    const { amounts, ...confirmation } = JSON.parse(valueIn(confirm()).body) as Json;
    const { reversalReason, ...reversal } = JSON.parse(valueIn(encodeReversal(parts, 'CANCELLED')).body) as Json;
    expect(amounts).toEqual({ approvedAmount: { amount: 28450, currency: '710' } });
    expect(reversalReason).toBe('CANCELLED');
    expect(confirmation).toEqual(reversal);
    expect(confirmation).toEqual({
      id: parts.adviceId,
      requestId: basis.requestId,
      time: parts.time,
      thirdPartyIdentifiers: basis.thirdPartyIdentifiers,
      tranId: basis.tranId,
      partner: blueHeron,
      stan: '000918',
      rrn: '604214000918',
    });
  });

  it('leaves out what is not known: a partner that no answer named, references that were not used', () => {
    const { requestId: id, tranId } = basis;
    const bare = { ...parts, basis: { requestId: id, tranId, thirdPartyIdentifiers: [] } };
    expect(Object.keys(JSON.parse(valueIn(encodeReversal(bare, 'TIMEOUT')).body) as Json)).toEqual([
      'id',
      'requestId',
      'time',
      'thirdPartyIdentifiers',
      'tranId',
      'reversalReason',
    ]);
  });

  it('is the same bytes however often it is made, also when its basis comes back out of the journal', () => {
    const stored = { ...parts, basis: JSON.parse(JSON.stringify(basis)) as QrBasis };
    expect(confirm(stored)).toEqual(confirm());
    expect(encodeReversal(stored, 'TIMEOUT')).toEqual(encodeReversal(parts, 'TIMEOUT'));
  });

  it('never has the id of the request, and no amount that is none', () => {
    expect(confirm({ ...parts, adviceId: adviceId(basis.requestId) })).toEqual({
      ok: false,
      failure: [{ field: 'id', rule: 'not the id of the request' }],
    });
    expect(confirm(parts, 0)).toMatchObject({ failure: [{ field: 'amounts.approvedAmount.amount' }] });
  });
});
