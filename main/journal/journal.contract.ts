import { afterEach, describe, expect, it } from 'vitest';
import type { SaleId } from '../../shared/ids.ts';
import { invariant } from '../../shared/result.ts';
import type { Clock } from '../ports/clock.ts';
import { emptyChainHash } from './chain.ts';
import type { Journal, Project } from './journal.ts';
import type { Fact, JournalRecord } from './record.ts';
import { approved, begun, declined, projectPlainly, saleIdOf, steppingClock, unknown } from './sample-facts.ts';

/** What an implementation is opened with. */
export interface JournalSetting {
  readonly clock: Pick<Clock, 'now'>;
  readonly project: Project;
}

export function appended(journal: Journal, saleId: SaleId, fact: Fact): JournalRecord {
  const result = journal.append(saleId, fact);
  invariant(result.ok, `written: ${JSON.stringify(result)}`);
  return result.value;
}

/** What everybody who writes things down for the till must do. */
export function describeJournal(name: string, open: (setting: JournalSetting) => Journal): void {
  describe(`${name}, as every journal`, () => {
    const opened: Journal[] = [];
    const clock = steppingClock();
    const openNew = (project: Project = projectPlainly): Journal => {
      clock.set('2026-11-21T09:00:00.000Z');
      const journal = open({ clock, project });
      opened.push(journal);
      return journal;
    };
    afterEach(() => {
      for (const journal of opened.splice(0)) journal.close();
    });

    it('is empty when it is new', () => {
      const journal = openNew();
      expect(journal.head()).toEqual({ sequence: 0, hash: emptyChainHash });
      expect(journal.history({ limit: 10 })).toEqual([]);
      expect(journal.open()).toEqual([]);
      expect(journal.sale(saleIdOf(1))).toBeUndefined();
      expect(journal.saleByNumber(1)).toBeUndefined();
      expect(journal.records(saleIdOf(1))).toEqual([]);
      expect(journal.timeline(saleIdOf(1))).toEqual([]);
    });

    it('numbers the records and the sales, each without a gap, and dates them', () => {
      const journal = openNew();
      const first = appended(journal, saleIdOf(1), begun());
      clock.set('2026-11-21T09:00:07.500Z');
      const second = appended(journal, saleIdOf(2), begun());
      const third = appended(journal, saleIdOf(1), approved);
      expect([first, second, third].map((record) => record.sequence)).toEqual([1, 2, 3]);
      expect([first, second, third].map((record) => record.saleNumber)).toEqual([1, 2, 1]);
      expect([first, second, third].map((record) => record.at)).toEqual([
        '2026-11-21T09:00:00.000Z',
        '2026-11-21T09:00:07.500Z',
        '2026-11-21T09:00:07.500Z',
      ]);
      expect(journal.head().sequence).toBe(3);
    });

    it('gives the sale as it is after each fact, in the same step', () => {
      const journal = openNew();
      appended(journal, saleIdOf(1), begun(1234, 'bill 5'));
      expect(journal.sale(saleIdOf(1))).toMatchObject({ number: 1, outcome: 'waiting', amountMinor: 1234, reference: 'bill 5' });
      appended(journal, saleIdOf(1), approved);
      expect(journal.sale(saleIdOf(1))).toMatchObject({ number: 1, outcome: 'approved', feeMinor: 35 });
      expect(journal.saleByNumber(1)).toEqual(journal.sale(saleIdOf(1)));
    });

    it('gives many sales at once, each as it is by itself, whether it was looked at before or written about since', () => {
      const journal = openNew();
      const saleIds = Array.from({ length: 300 }, (_, index) => saleIdOf(index));
      for (const [index, saleId] of saleIds.entries()) appended(journal, saleId, begun(100 + index));
      const asked = [saleIdOf(299), saleIdOf(301), saleIdOf(0), saleIdOf(0), ...saleIds];
      journal.sale(saleIdOf(7));
      for (const _time of ['first', 'again']) {
        const sales = journal.sales(asked);
        expect([...sales.keys()].toSorted()).toEqual(saleIds.toSorted());
        for (const [index, saleId] of saleIds.entries()) expect(sales.get(saleId)?.amountMinor).toBe(100 + index);
        expect(sales.get(saleIdOf(7))).toEqual(journal.sale(saleIdOf(7)));
      }
      appended(journal, saleIdOf(7), approved);
      expect(journal.sales([saleIdOf(8), saleIdOf(7)]).get(saleIdOf(7))?.outcome).toBe('approved');
      expect(journal.sales([])).toEqual(new Map());
    });

    it('keeps each fact as it was written, oldest first, apart from other sales', () => {
      const journal = openNew();
      appended(journal, saleIdOf(1), begun());
      appended(journal, saleIdOf(2), begun(500));
      appended(journal, saleIdOf(1), unknown);
      expect(journal.records(saleIdOf(1))).toEqual([
        { sequence: 1, at: '2026-11-21T09:00:00.000Z', saleId: saleIdOf(1), saleNumber: 1, fact: begun() },
        { sequence: 3, at: '2026-11-21T09:00:00.000Z', saleId: saleIdOf(1), saleNumber: 1, fact: unknown },
      ]);
      expect(journal.timeline(saleIdOf(1))).toEqual([
        expect.objectContaining({ sequence: 1, kind: 'payment-begun' }),
        {
          sequence: 3,
          at: '2026-11-21T09:00:00.000Z',
          kind: 'payment-outcome-unknown',
          body: { reason: { code: 'connection-lost', detail: 'ECONNRESET' } },
        },
      ]);
    });

    it('cannot be changed through what it was given or what it gives', () => {
      const journal = openNew();
      const fact = { ...approved, card: { lastFour: '1111' } };
      appended(journal, saleIdOf(1), begun());
      appended(journal, saleIdOf(1), fact);
      fact.card.lastFour = '9999';
      const given = journal.sale(saleIdOf(1));
      invariant(given, 'a sale');
      Object.assign(given, { amountMinor: 1 });
      expect(journal.records(saleIdOf(1))[1]?.fact).toMatchObject({ card: { lastFour: '1111' } });
      expect(journal.sale(saleIdOf(1))?.amountMinor).toBe(1200);
    });

    it('keeps every text that a person can type', () => {
      const journal = openNew();
      for (const [index, reference] of [
        'Zoë & "Söhne" \\ 日本 🧾',
        "'; DROP TABLE events; --",
        'lone \ud800 half',
        'nul \0',
        '',
      ].entries()) {
        appended(journal, saleIdOf(index), begun(1, reference));
        expect(journal.sale(saleIdOf(index))?.reference).toBe(reference);
        expect(journal.records(saleIdOf(index))[0]?.fact).toEqual(begun(1, reference));
      }
    });

    it('makes a hash of everything before: the same facts, the same hash', () => {
      const write = (amountMinor: number): string => {
        const journal = openNew();
        appended(journal, saleIdOf(1), begun(amountMinor));
        appended(journal, saleIdOf(1), approved);
        return journal.head().hash;
      };
      const hash = write(1200);
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(write(1200)).toBe(hash);
      expect(write(1201)).not.toBe(hash);
    });

    it('lists what is open, oldest first, until it is settled', () => {
      const journal = openNew();
      for (const number of [1, 2, 3, 4]) appended(journal, saleIdOf(number), begun());
      appended(journal, saleIdOf(3), approved);
      appended(journal, saleIdOf(1), unknown);
      expect(journal.open().map((sale) => sale.saleId)).toEqual([saleIdOf(1), saleIdOf(2), saleIdOf(4)]);
      appended(journal, saleIdOf(2), declined);
      expect(journal.open().map((sale) => sale.saleId)).toEqual([saleIdOf(1), saleIdOf(4)]);
    });

    it('gives the history in pages, newest first, each sale exactly once', () => {
      const journal = openNew();
      for (let number = 1; number <= 25; number += 1) {
        appended(journal, saleIdOf(number), begun());
        if (number % 2 === 0) appended(journal, saleIdOf(number), approved);
      }
      const seen: SaleId[] = [];
      for (let before: number | undefined; ;) {
        const page = journal.history({ limit: 10, before });
        seen.push(...page.map((sale) => sale.saleId));
        if (page.length < 10) break;
        before = page.at(-1)?.number;
      }
      expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => saleIdOf(25 - index)));
    });

    it('limits the history to what began since a moment, also when the clock was set back', () => {
      const journal = openNew();
      for (const [index, at] of ['08:00', '12:00', '10:00', '11:00', '13:00', '09:00', '12:30'].entries()) {
        clock.set(`2026-11-21T${at}:00.000Z`);
        appended(journal, saleIdOf(index + 1), begun());
      }
      const numbers = (limit: number, since: string, before?: number): readonly number[] =>
        journal.history({ limit, since: `2026-11-21T${since}:00.000Z`, before }).map((sale) => sale.number);
      expect(numbers(10, '12:00')).toEqual([7, 5, 2]);
      expect(numbers(2, '12:00')).toEqual([7, 5]);
      expect(numbers(2, '12:00', 5)).toEqual([2]);
      expect(numbers(10, '08:00')).toEqual([7, 6, 5, 4, 3, 2, 1]);
      expect(numbers(10, '14:00')).toEqual([]);
    });

    it('writes nothing when the projection refuses the fact', () => {
      const journal = openNew();
      appended(journal, saleIdOf(1), begun());
      const head = journal.head();
      expect(() => journal.append(saleIdOf(2), approved)).toThrow(/begun/);
      expect(journal.head()).toEqual(head);
      expect(journal.records(saleIdOf(2))).toEqual([]);
      expect(appended(journal, saleIdOf(1), approved).sequence).toBe(2);
    });

    it('writes several facts in one step, of one sale and of many, as if they came one after the other', () => {
      const together = openNew();
      const entries = [
        { saleId: saleIdOf(1), fact: begun() },
        { saleId: saleIdOf(2), fact: begun(500) },
        { saleId: saleIdOf(1), fact: approved },
      ];
      const written = together.appendAll(entries);
      invariant(written.ok, 'written');
      expect(written.value.map(({ sequence, saleNumber }) => [sequence, saleNumber])).toEqual([
        [1, 1],
        [2, 2],
        [3, 1],
      ]);
      expect(together.sale(saleIdOf(1))?.outcome).toBe('approved');
      expect(together.open().map(({ saleId }) => saleId)).toEqual([saleIdOf(2)]);

      const apart = openNew();
      for (const { saleId, fact } of entries) appended(apart, saleId, fact);
      expect(together.head()).toEqual(apart.head());
      expect(appended(together, saleIdOf(2), declined).sequence).toBe(4);
    });

    it('writes all of several facts or none: one that does not fit takes the others back', () => {
      const journal = openNew();
      appended(journal, saleIdOf(1), begun());
      const head = journal.head();
      const entries = [
        { saleId: saleIdOf(1), fact: approved },
        { saleId: saleIdOf(3), fact: begun() },
        { saleId: saleIdOf(2), fact: approved },
      ];
      expect(() => journal.appendAll(entries)).toThrow(/begun/);
      expect(journal.head()).toEqual(head);
      expect(journal.sale(saleIdOf(1))?.outcome).toBe('waiting');
      expect(journal.sale(saleIdOf(3))).toBeUndefined();
      expect(appended(journal, saleIdOf(1), approved).sequence).toBe(2);
    });

    it('writes nothing for no facts', () => {
      const journal = openNew();
      expect(journal.appendAll([])).toEqual({ ok: true, value: [] });
      expect(journal.head().sequence).toBe(0);
    });

    it('refuses a projection that numbers sales by itself', () => {
      const journal = openNew((previous, record) => ({ ...projectPlainly(previous, record), number: 7 }));
      expect(() => journal.append(saleIdOf(1), begun())).toThrow(/number/);
      expect(journal.head().sequence).toBe(0);
    });

    it('refuses a projection that lets a sale begin at another time', () => {
      const journal = openNew((previous, record) => ({ ...projectPlainly(previous, record), begunAt: record.at }));
      appended(journal, saleIdOf(1), begun());
      clock.set('2026-11-21T09:00:07.500Z');
      expect(() => journal.append(saleIdOf(1), approved)).toThrow(/began/);
      expect(journal.head().sequence).toBe(1);
    });

    it('refuses a fact that could not be read again', () => {
      const journal = openNew();
      appended(journal, saleIdOf(1), begun());
      expect(() => journal.append(saleIdOf(1), { ...approved, feeMinor: 0.5 } as Fact)).toThrow(/fact/);
      expect(journal.head().sequence).toBe(1);
    });
  });
}
