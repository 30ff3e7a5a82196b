import { afterEach, describe, expect, it } from 'vitest';
import type { Advice, AdviceId } from './advice.ts';
import { isUnanswered, type AdviceQueue } from './queue.ts';
import { adviceIdOf, adviceOf } from './testing/sample-advices.ts';

/** Where queues are kept that follow one another, as a till's processes do. */
export interface QueuePlace {
  /** As a till that starts does; the queue before it may have been closed, or its process killed. */
  open(): AdviceQueue;
}

const at = '2026-11-21T09:30:01.000Z';
const done = { ok: true, value: undefined };

/** What everybody who keeps advices for the till must do. */
export function describeQueue(name: string, createPlace: () => QueuePlace): void {
  describe(`${name}, as every queue`, () => {
    const opened: AdviceQueue[] = [];
    const openIn = (place: QueuePlace): AdviceQueue => {
      const queue = place.open();
      opened.push(queue);
      return queue;
    };
    afterEach(() => {
      for (const queue of opened.splice(0)) queue.close();
    });
    const idsOf = (queue: AdviceQueue): readonly AdviceId[] => queue.entries().map(({ advice }) => advice.adviceId);

    it('is empty when it is new', () => {
      const queue = openIn(createPlace());
      expect(queue.entries()).toEqual([]);
      expect(queue.setAside()).toEqual([]);
      expect(queue.entry(adviceIdOf(1))).toBeUndefined();
    });

    it('keeps every byte of an advice, also after a restart without a farewell', () => {
      const place = createPlace();
      const bodies = ['{"a": 1,  "b":2}', 'Zoë & "Söhne" \\ 日本 🧾', 'nul \0', 'lone \ud800 half', '', 'x'.repeat(100_000)];
      const advices = bodies.map((body, index) => adviceOf(index, { body, kind: index % 2 === 0 ? 'confirmation' : 'reversal' }));
      const queue = openIn(place);
      for (const advice of advices) expect(queue.enqueue(advice)).toEqual(done);
      const expected = advices.map((advice) => ({ advice, state: 'waiting', attempts: 0, refusals: 0 }));
      expect(queue.entries()).toEqual(expected);
      expect(openIn(place).entries()).toEqual(expected);
    });

    it('keeps them in the order in which they were queued, whatever their ids and the clock say', () => {
      const place = createPlace();
      const first = openIn(place);
      for (const number of [5, 3, 9]) first.enqueue(adviceOf(number, { queuedAt: `2026-11-2${9 - number}T00:00:00.000Z` }));
      first.update(adviceIdOf(5), { nextTryAt: at });
      const second = openIn(place);
      second.enqueue(adviceOf(1, { queuedAt: '2001-01-01T00:00:00.000Z' }));
      expect(idsOf(second)).toEqual([5, 3, 9, 1].map(adviceIdOf));
      expect(idsOf(openIn(place))).toEqual([5, 3, 9, 1].map(adviceIdOf));
    });

    it('takes the same advice twice as once, however far its delivery has come', () => {
      const place = createPlace();
      const queue = openIn(place);
      queue.enqueue(adviceOf(1));
      queue.recordAttempts([adviceIdOf(1)], at);
      queue.update(adviceIdOf(1), { refusals: 1, state: 'needs-attention', lastAnswer: { kind: 'refused', detail: 'no', at } });
      const before = queue.entries();
      expect(queue.enqueue({ ...adviceOf(1) })).toEqual(done);
      expect(queue.entries()).toEqual(before);
      expect(openIn(place).entries()).toEqual(before);
    });

    it.each<readonly [string, Partial<Advice>]>([
      ['another message under the same id', { body: '{}' }],
      ['the same message to another path', { path: '/elsewhere' }],
      ['the same id for another request', { requestId: 'another' }],
      ['the opposite kind for the same request', { adviceId: adviceIdOf(2), kind: 'reversal' }],
      ['a second confirmation of the same request', { adviceId: adviceIdOf(2) }],
    ])('refuses %s, and names what stands', (_name, changes) => {
      const place = createPlace();
      const queue = openIn(place);
      const standing = adviceOf(1);
      queue.enqueue(standing);
      expect(queue.enqueue({ ...standing, ...changes })).toEqual({ ok: false, failure: { kind: 'conflict', standing } });
      expect(idsOf(queue)).toEqual([adviceIdOf(1)]);
      expect(openIn(place).enqueue({ ...standing, ...changes })).toEqual({ ok: false, failure: { kind: 'conflict', standing } });
      expect(
        openIn(place)
          .entries()
          .map(({ advice }) => advice),
      ).toEqual([standing]);
    });

    it('knows the payments of two services apart', () => {
      const queue = openIn(createPlace());
      queue.enqueue(adviceOf(1, { requestId: 'one' }));
      expect(queue.enqueue(adviceOf(2, { requestId: 'one', service: 'qr', kind: 'reversal' }))).toEqual(done);
    });

    it('remembers that an attempt was about to be made, for several advices at once', () => {
      const place = createPlace();
      const queue = openIn(place);
      for (const number of [1, 2, 3]) queue.enqueue(adviceOf(number));
      expect(queue.recordAttempts([1, 3].map(adviceIdOf), at)).toEqual(done);
      for (const each of [queue, openIn(place)]) {
        expect(each.entries().map(({ attempts, firstSentAt }) => [attempts, firstSentAt])).toEqual([
          [1, at],
          [0, undefined],
          [1, at],
        ]);
        expect(each.entries().map(isUnanswered)).toEqual([true, false, true]);
      }
    });

    it('takes one that may have been sent before as one that had no final answer', () => {
      const place = createPlace();
      const queue = openIn(place);
      queue.enqueue(adviceOf(1), true);
      queue.enqueue(adviceOf(2));
      for (const each of [queue, openIn(place)]) expect(each.entries().map(isUnanswered)).toEqual([true, false]);
      // Said of one that is queued already it changes nothing.
      expect(queue.enqueue(adviceOf(2), true)).toEqual(done);
      expect(queue.entries().map(isUnanswered)).toEqual([true, false]);
    });

    it('counts every attempt, and keeps when the first one was', () => {
      const place = createPlace();
      const queue = openIn(place);
      queue.enqueue(adviceOf(1));
      queue.recordAttempts([adviceIdOf(1)], at);
      queue.recordAttempts([adviceIdOf(1)], '2026-11-21T09:30:06.000Z');
      expect(queue.entry(adviceIdOf(1))).toMatchObject({ attempts: 2, firstSentAt: at });
      queue.update(adviceIdOf(1), { lastAnswer: { kind: 'not-final', detail: '504', at } });
      expect(openIn(place).entry(adviceIdOf(1))).toMatchObject({ attempts: 2, firstSentAt: at });
    });

    it('tells an attempt that was refused from one that nobody answered, also after a restart', () => {
      const place = createPlace();
      const queue = openIn(place);
      queue.enqueue(adviceOf(1));
      queue.recordAttempts([adviceIdOf(1)], at);
      queue.update(adviceIdOf(1), { refusals: 1, state: 'needs-attention', lastAnswer: { kind: 'refused', detail: '503', at } });
      expect(openIn(place).entries().map(isUnanswered)).toEqual([false]);
      queue.update(adviceIdOf(1), { state: 'waiting' });
      queue.recordAttempts([adviceIdOf(1)], '2026-11-21T10:00:00.000Z');
      for (const each of [queue, openIn(place)]) {
        expect(each.entry(adviceIdOf(1))).toMatchObject({ attempts: 2, refusals: 1, firstSentAt: at, state: 'waiting' });
        expect(each.entries().map(isUnanswered)).toEqual([true]);
      }
    });

    it('keeps what an attempt came to, and takes the next moment away when there is none', () => {
      const place = createPlace();
      const queue = openIn(place);
      queue.enqueue(adviceOf(1));
      const lastAnswer = { kind: 'not-final', detail: 'HTTP 504', at } as const;
      expect(queue.update(adviceIdOf(1), { lastAnswer, nextTryAt: '2026-11-21T09:30:06.000Z' })).toEqual(done);
      expect(openIn(place).entry(adviceIdOf(1))).toMatchObject({ lastAnswer, nextTryAt: '2026-11-21T09:30:06.000Z' });
      queue.update(adviceIdOf(1), { nextTryAt: undefined });
      for (const each of [queue, openIn(place)]) {
        expect(each.entry(adviceIdOf(1))).toEqual({
          advice: adviceOf(1),
          state: 'waiting',
          attempts: 0,
          refusals: 0,
          lastAnswer,
        });
      }
    });

    it('forgets what was removed, and only that', () => {
      const place = createPlace();
      const queue = openIn(place);
      for (const number of [1, 2, 3, 4]) queue.enqueue(adviceOf(number));
      queue.recordAttempts([adviceIdOf(2)], at);
      expect(queue.remove([adviceIdOf(2), adviceIdOf(4), adviceIdOf(77)])).toEqual(done);
      for (const each of [queue, openIn(place)]) expect(idsOf(each)).toEqual([1, 3].map(adviceIdOf));
      // What was confirmed must not be reversed: that is the journal's to know, not the queue's.
      expect(queue.enqueue(adviceOf(2, { kind: 'reversal' }))).toEqual(done);
    });

    it('cannot be changed through what it was given or what it gives', () => {
      const queue = openIn(createPlace());
      const mine: { -readonly [name in keyof Advice]: Advice[name] } = { ...adviceOf(1) };
      queue.enqueue(mine);
      mine.body = 'changed';
      const entries = queue.entries();
      queue.enqueue(adviceOf(2));
      expect(queue.entry(adviceIdOf(1))?.advice).toEqual(adviceOf(1));
      expect(entries.length).toBe(1);
      expect(() => Object.assign(queue.entries()[0]?.advice ?? {}, { body: 'changed' })).toThrow(TypeError);
    });

    it('throws at an id that cannot name a file, and at a change of what is not there', () => {
      const queue = openIn(createPlace());
      for (const id of ['', '../evil', 'a/b', 'A', 'a.b', 'x'.repeat(65)]) {
        expect(() => queue.enqueue(adviceOf(1, { adviceId: id as AdviceId }))).toThrow(/name a file/u);
      }
      expect(() => queue.update(adviceIdOf(1), {})).toThrow(/is queued/u);
      expect(() => queue.recordAttempts([adviceIdOf(1)], at)).toThrow(/is queued/u);
      expect(queue.entries()).toEqual([]);
    });
  });
}
