import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Fact, FactKind, JournalRecord } from '../journal/record.ts';
import { projectSale, seenAfterStop, transition } from './transition.ts';

const saleId = '00000000-0000-4000-8000-000000000001' as SaleId;

/** The facts of a plain amount; those of bills have a test of their own. */
const facts = {
  'payment-begun': {
    kind: 'payment-begun',
    request: {
      amountMinor: 1200,
      currency: 'USD' as Currency,
      reference: '987987',
      payor: { postalCode: '36832' },
      billType: 'Bill Payment',
      processingMethod: 'Credit',
      applicationType: 'Cashier',
    },
  },
  'payment-approved': {
    kind: 'payment-approved',
    feeMinor: 25,
    card: { transactionId: '690489', authCode: '012030', lastFour: '6527' },
    discrepancies: [{ field: 'Amount', expected: '12.00', answered: '12.01' }],
    deviceWarning: true,
  },
  'payment-declined': { kind: 'payment-declined', reason: { code: 'declined-by-issuer' }, deviceWarning: false },
  'payment-cancelled': { kind: 'payment-cancelled', reason: { code: 'cancelled-by-customer' }, deviceWarning: false },
  'payment-failed': { kind: 'payment-failed', reason: { code: 'terminal-unavailable' }, deviceWarning: false },
  'payment-outcome-unknown': { kind: 'payment-outcome-unknown', reason: { code: 'connection-lost' } },
  'payment-resolved': { kind: 'payment-resolved', verdict: 'charged', evidence: 'slip 690489', reason: 'read off the slip' },
  'late-answer-received': { kind: 'late-answer-received', outcome: 'approved' },
} satisfies Partial<Record<FactKind, Fact>>;
type PlainKind = keyof typeof facts;

function recordsOf(...kinds: readonly PlainKind[]): JournalRecord[] {
  return kinds.map((kind, index) => ({
    sequence: index + 7,
    at: new Date(Date.UTC(2026, 10, 21, 9, 0, index)).toISOString(),
    saleId,
    saleNumber: 3,
    fact: facts[kind],
  }));
}

function fold(records: readonly JournalRecord[]): Sale {
  const sale = records.reduce<Sale | undefined>(projectSale, undefined);
  if (!sale) throw new Error('no records');
  return sale;
}

describe('a sale', () => {
  it('waits after its intention, and asks for the card exactly then', () => {
    const [begun] = recordsOf('payment-begun');
    if (!begun) throw new Error('no record');
    const { sale, effects } = transition(undefined, begun);
    expect(sale).toMatchObject({ saleId, number: 3, outcome: 'waiting', amountMinor: 1200, feeMinor: 0, reference: '987987' });
    expect(effects).toEqual([{ kind: 'take-card', request: facts['payment-begun'].request }]);
  });

  it.each([
    ['payment-approved', 'approved'],
    ['payment-declined', 'declined'],
    ['payment-cancelled', 'cancelled'],
    ['payment-failed', 'failed'],
    ['payment-outcome-unknown', 'outcome-unknown'],
  ] as const)('that waits is, after %s, %s, and nothing more is asked of the terminal', (kind, outcome) => {
    const records = recordsOf('payment-begun', kind);
    expect(fold(records).outcome).toBe(outcome);
    const [begun, ended] = records;
    if (!begun || !ended) throw new Error('no record');
    expect(transition(fold([begun]), ended).effects).toEqual([]);
  });

  it('carries what the terminal told about an approval: fee, card, discrepancies, the device’s warning', () => {
    expect(fold(recordsOf('payment-begun', 'payment-approved'))).toMatchObject({
      feeMinor: 25,
      card: { transactionId: '690489', lastFour: '6527' },
      discrepancies: [{ field: 'Amount' }],
      deviceWarning: true,
      endedAt: '2026-11-21T09:00:01.000Z',
    });
  });

  it('whose outcome is unknown is approved by evidence, and says so', () => {
    const sale = fold(recordsOf('payment-begun', 'payment-outcome-unknown', 'payment-resolved'));
    expect(sale).toMatchObject({
      outcome: 'approved',
      reason: { code: 'resolved-charged' },
      resolution: { verdict: 'charged', evidence: 'slip 690489', reason: 'read off the slip' },
    });
  });

  it('whose outcome is unknown has failed where a person found nothing charged', () => {
    const records = recordsOf('payment-begun', 'payment-outcome-unknown');
    const resolved: JournalRecord = {
      sequence: 99,
      at: '2026-11-21T10:00:00.000Z',
      saleId,
      saleNumber: 3,
      fact: { kind: 'payment-resolved', verdict: 'not-charged', evidence: 'merchant report', reason: 'not in the report' },
    };
    expect(fold([...records, resolved])).toMatchObject({ outcome: 'failed', reason: { code: 'resolved-not-charged' } });
  });

  it('is not changed by an answer that comes late', () => {
    const before = fold(recordsOf('payment-begun', 'payment-outcome-unknown'));
    expect(fold(recordsOf('payment-begun', 'payment-outcome-unknown', 'late-answer-received'))).toEqual(before);
  });

  it('that nobody waits for any more is seen as unknown; one that is decided stays as it is', () => {
    expect(seenAfterStop(fold(recordsOf('payment-begun')))).toMatchObject({
      outcome: 'outcome-unknown',
      reason: { code: 'till-stopped' },
    });
    const declined = fold(recordsOf('payment-begun', 'payment-declined'));
    expect(seenAfterStop(declined)).toBe(declined);
  });
});

describe('whatever facts are thrown at a sale', () => {
  const anyKind = fc.constantFrom(...(Object.keys(facts) as PlainKind[]));

  it('each either fits or throws; a decided sale never changes its verdict but by a person, once', () => {
    fc.assert(
      fc.property(fc.array(anyKind, { maxLength: 12 }), (kinds) => {
        let sale: Sale | undefined;
        let asked = 0;
        let verdicts = 0;
        for (const record of recordsOf(...kinds)) {
          const before = sale;
          try {
            const next = transition(before, record);
            asked += next.effects.length;
            sale = next.sale;
          } catch {
            // It did not fit: nothing may have changed.
            expect(sale).toBe(before);
            continue;
          }
          if (before?.outcome !== sale.outcome && before && before.outcome !== 'waiting') {
            verdicts += 1;
            expect(before.outcome).toBe('outcome-unknown');
            expect(record.fact.kind).toBe('payment-resolved');
          }
          if (sale.outcome === 'approved') expect(sale.card ?? sale.resolution).toBeDefined();
          expect(sale.amountMinor).toBe(1200);
        }
        expect(asked).toBeLessThanOrEqual(1);
        expect(verdicts).toBeLessThanOrEqual(1);
      }),
      { numRuns: 5_000 },
    );
  });

  it('the same facts give the same sale', () => {
    fc.assert(
      fc.property(fc.constantFrom<PlainKind>('payment-approved', 'payment-declined', 'payment-outcome-unknown'), (kind) => {
        expect(fold(recordsOf('payment-begun', kind))).toEqual(fold(recordsOf('payment-begun', kind)));
      }),
    );
  });
});
