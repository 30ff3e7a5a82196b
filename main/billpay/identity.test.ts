import { describe, expect, it } from 'vitest';
import { checkFields } from './field-rules.ts';
import { encodeLookUp } from './encode-request.ts';
import { identitySettingNames, readIdentity } from '../settings/identity.ts';
import { paymentContext, valueIn } from './testing/samples.ts';

const live = {
  TILLSTONE_INSTITUTION_ID: '600123',
  TILLSTONE_INSTITUTION_NAME: 'Kgale Hill Stores',
  TILLSTONE_MERCHANT_ID: 'KGALE0000012345',
  TILLSTONE_MERCHANT_TYPE: '5411',
  TILLSTONE_MERCHANT_NAME: 'Kgale Hill Grocer',
  TILLSTONE_MERCHANT_CITY: 'Gaborone',
  TILLSTONE_MERCHANT_REGION: 'SE',
  TILLSTONE_MERCHANT_COUNTRY: 'BW',
  TILLSTONE_TERMINAL_ID: 'TILL0007',
};

function problemsOf(environment: Record<string, string>, mode: 'live' | 'demonstration' = 'live') {
  const read = readIdentity(environment, mode);
  return read.ok ? [] : read.failure;
}

describe('the identity of till and merchant', () => {
  it('is made up for practice, and keeps every field rule', () => {
    const identity = valueIn(readIdentity({}, 'demonstration'));
    const message = valueIn(encodeLookUp(identity, { kind: 'account', reference: 'DEMO-0001' }, paymentContext));
    expect(checkFields('AccountLookupRequest', JSON.parse(message.body))).toEqual([]);
  });

  it('is what was set, in practice as well', () => {
    expect(valueIn(readIdentity({ TILLSTONE_TERMINAL_ID: 'TILL0042' }, 'demonstration')).terminalId).toBe('TILL0042');
    const settlement = { TILLSTONE_SETTLEMENT_ID: '600900', TILLSTONE_SETTLEMENT_NAME: 'Segoditshane Clearing' };
    expect(valueIn(readIdentity({ ...live, ...settlement, TILLSTONE_CHANNEL_ID: 'POS' }, 'live'))).toEqual({
      institution: { id: '600123', name: 'Kgale Hill Stores' },
      terminalId: 'TILL0007',
      merchant: { id: 'KGALE0000012345', type: '5411', name: 'Kgale Hill Grocer', city: 'Gaborone', region: 'SE', country: 'BW' },
      channelId: 'POS',
      settlementEntity: { id: '600900', name: 'Segoditshane Clearing' },
    });
  });

  it('has to be set where money is real, but for the channel and the settlement entity', () => {
    expect(problemsOf(live)).toEqual([]);
    expect(problemsOf({}).map(({ name }) => name)).toEqual(Object.keys(live));
  });

  // 3.2 and 9.15: too short and too long, each told how long it may be.
  it.each([
    ['TILLSTONE_INSTITUTION_ID', '', 'is empty'],
    ['TILLSTONE_INSTITUTION_ID', '123456789012', 'is not 1 to 11 digits'],
    ['TILLSTONE_INSTITUTION_ID', 'A1', 'is not 1 to 11 digits'],
    ['TILLSTONE_INSTITUTION_NAME', 'x'.repeat(41), 'is 41 characters long; the service takes at most 40: cut it here'],
    ['TILLSTONE_MERCHANT_ID', 'x'.repeat(14), 'is 14 characters long; the service wants exactly 15: pad or cut it here'],
    ['TILLSTONE_MERCHANT_ID', 'x'.repeat(16), 'is 16 characters long; the service wants exactly 15: pad or cut it here'],
    ['TILLSTONE_MERCHANT_TYPE', '541', 'is not 4 digits'],
    ['TILLSTONE_MERCHANT_NAME', 'x'.repeat(24), 'is 24 characters long; the service takes at most 23: cut it here'],
    ['TILLSTONE_MERCHANT_CITY', 'x'.repeat(14), 'is 14 characters long; the service takes at most 13: cut it here'],
    ['TILLSTONE_MERCHANT_REGION', 'SEE', 'is 3 characters long; the service takes at most 2: cut it here'],
    ['TILLSTONE_MERCHANT_COUNTRY', 'BWA', 'is 3 characters long; the service takes at most 2: cut it here'],
    ['TILLSTONE_TERMINAL_ID', 'TILL007', 'is 7 characters long; the service wants exactly 8: pad or cut it here'],
    ['TILLSTONE_TERMINAL_ID', 'TILL00007', 'is 9 characters long; the service wants exactly 8: pad or cut it here'],
    ['TILLSTONE_CHANNEL_ID', 'x'.repeat(51), 'is 51 characters long; the service takes at most 50: cut it here'],
    ['TILLSTONE_MERCHANT_NAME', 'A\u0007B', 'holds a control character'],
    ['TILLSTONE_SETTLEMENT_ID', '600900', ''],
    ['TILLSTONE_SETTLEMENT_NAME', 'Clearing', ''],
  ])('refuses %s=%j and says what it may be', (name, value, words) => {
    const problems = problemsOf({ ...live, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toContain(words);
    if (words !== '') expect(problems[0]?.name).toBe(name);
  });

  it('wants both halves of a settlement entity', () => {
    expect(problemsOf({ ...live, TILLSTONE_SETTLEMENT_ID: '600900' })[0]?.name).toBe('TILLSTONE_SETTLEMENT_NAME');
    expect(problemsOf({ ...live, TILLSTONE_SETTLEMENT_NAME: 'Clearing' })[0]?.name).toBe('TILLSTONE_SETTLEMENT_ID');
  });

  it('keeps the blanks that an operator pads with', () => {
    expect(valueIn(readIdentity({ ...live, TILLSTONE_MERCHANT_ID: '12345          ' }, 'live')).merchant.id).toHaveLength(15);
  });

  it('never repeats a value, and has a word on each setting', () => {
    expect(
      JSON.stringify(problemsOf({ ...live, TILLSTONE_TERMINAL_ID: 'hidden', TILLSTONE_INSTITUTION_ID: 'hidden' })),
    ).not.toContain('hidden');
    for (const meaning of Object.values(identitySettingNames)) expect(meaning.length).toBeGreaterThan(10);
  });
});
