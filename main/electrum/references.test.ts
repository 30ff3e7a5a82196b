import { describe, expect, it } from 'vitest';
import { makeReferences } from './references.ts';

describe('what names a transaction (billpay 6, qr 7)', () => {
  const made = { requestId: '232eb861-70c2-4c30-adcd-ca6c0107f03a', terminalId: 'TILL0007', counter: 211 };

  it('has a stan of six digits, an rrn of twelve, and the number that our slip shows', () => {
    expect(
      makeReferences({ ...made, atMs: Date.parse('2026-03-17T08:41:05.123Z'), basketRef: '88412', operatorId: 'ann' }),
    ).toEqual({
      requestId: made.requestId,
      transactionIdentifier: 'TILL0007-20260317-000211',
      rrn: '607608000211',
      stan: '000211',
      basketRef: '88412',
      operatorId: 'ann',
    });
  });

  it('counts the days of the year from one, in UTC, leap years included', () => {
    const rrnAt = (time: string) => makeReferences({ ...made, atMs: Date.parse(time) }).rrn;
    expect(rrnAt('2026-01-01T00:00:00.000Z')).toBe('600100000211');
    expect(rrnAt('2028-12-31T23:59:59.999Z')).toBe('836623000211');
  });

  it('begins again after 999999', () => {
    expect(makeReferences({ ...made, counter: 1_000_001, atMs: 0 }).stan).toBe('000001');
  });
});
