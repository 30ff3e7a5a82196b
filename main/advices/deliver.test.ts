import { describe, expect, it } from 'vitest';
import { fail, invariant, ok, type Result } from '../../shared/result.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import type { Advice, AdviceAnswer, SendAdvice } from './advice.ts';
import { createDelivery, type DeliveryOptions, type FinalAnswer } from './deliver.ts';
import { createAdviceMemory, createMemoryQueue, type AdviceMemory } from './memory-queue.ts';
import type { AdviceQueue } from './queue.ts';
import { adviceIdOf, adviceOf } from './testing/sample-advices.ts';

interface Attempt {
  readonly number: number;
  readonly service: Advice['service'];
  readonly advice: Advice;
  readonly sentBefore: boolean;
  readonly atMs: number;
}

const second = 1_000;
const minute = 60 * second;
const delivered: AdviceAnswer = { kind: 'delivered' };
const notFinal: AdviceAnswer = { kind: 'not-final', detail: 'HTTP 504' };
const refused: AdviceAnswer = { kind: 'refused', detail: 'UNABLE_TO_LOCATE_RECORD' };
const never = new Promise<AdviceAnswer>(() => {});

type Answer = (attempt: Attempt) => AdviceAnswer | Promise<AdviceAnswer>;

/** A delivery without jitter over a queue in memory, and a service that answers as `answer` says at the moment. */
function setUp({
  answer,
  memory = createAdviceMemory(),
  wrap = (queue) => queue,
  options = {},
}: {
  readonly answer: Answer;
  readonly memory?: AdviceMemory;
  readonly wrap?: (queue: AdviceQueue) => AdviceQueue;
  readonly options?: Partial<DeliveryOptions>;
}) {
  const clock = createManualClock();
  const queue = wrap(createMemoryQueue(memory));
  const attempts: Attempt[] = [];
  const finals: (readonly [number, FinalAnswer['kind']])[] = [];
  const logged: string[] = [];
  const world = { answer };
  const log = (event: string, _fields?: LogFields): void => void logged.push(event);
  const logger: Logger = { debug: log, info: log, warn: log, error: log, with: () => logger };
  const sendTo =
    (service: Advice['service']): SendAdvice =>
    (advice, sentBefore) => {
      const attempt = { number: Number(advice.adviceId.slice(-12)), service, advice, sentBefore, atMs: clock.monotonic() };
      attempts.push(attempt);
      return Promise.resolve(world.answer(attempt));
    };
  const delivery = createDelivery({
    queue,
    send: { billpay: sendTo('billpay'), qr: sendTo('qr') },
    clock,
    random: () => 0,
    logger,
    onFinal: (given) => {
      for (const { advice, answer } of given) finals.push([Number(advice.adviceId.slice(-12)), answer.kind]);
      return ok(undefined);
    },
    ...options,
  });
  const enqueue = (...numbers: readonly number[]): void => {
    for (const number of numbers) {
      const queued = queue.enqueue(adviceOf(number, number >= 900 ? { service: 'qr' } : {}));
      invariant(queued.ok, 'queued');
      delivery.begin(adviceIdOf(number));
    }
  };
  const secondsOf = (number: number): readonly number[] =>
    attempts.filter((attempt) => attempt.number === number).map(({ atMs }) => atMs / second);
  return { clock, queue, memory, attempts, finals, logged, world, delivery, enqueue, secondsOf };
}

describe('delivery', () => {
  it('sends what waits, oldest first and each once, has it journalled, and lets go of it', async () => {
    const { clock, queue, attempts, finals, delivery, enqueue } = setUp({ answer: () => delivered });
    enqueue(3, 1, 2, 9, 8, 7, 6, 5);
    await clock.advance(0);
    expect(attempts.map(({ number }) => number)).toEqual([3, 1, 2, 9, 8, 7, 6, 5]);
    expect(attempts.every(({ sentBefore }) => !sentBefore)).toBe(true);
    expect(finals).toEqual([3, 1, 2, 9, 8, 7, 6, 5].map((number) => [number, 'delivered']));
    expect(queue.entries()).toEqual([]);
    expect(delivery.status()).toEqual({ waiting: 0, sending: 0, needsAttention: 0 });
  });

  it('repeats an advice at 5, 10, 20, 40 and then 60 s, the same bytes, until there is a final answer', async () => {
    const { clock, attempts, world, enqueue, secondsOf, queue } = setUp({ answer: () => notFinal });
    enqueue(1);
    await clock.advance(5 * minute);
    expect(secondsOf(1)).toEqual([0, 5, 15, 35, 75, 135, 195, 255]);
    await clock.advance(2 * 24 * 60 * minute);
    expect(attempts.length).toBeGreaterThan(2_800);
    for (const attempt of attempts) expect(attempt.advice).toBe(attempts[0]?.advice);
    expect(attempts.map(({ sentBefore }) => sentBefore)).toEqual(attempts.map((_, index) => index > 0));
    expect(attempts[0]?.advice).toEqual(adviceOf(1));
    expect(queue.entries()).toMatchObject([{ attempts: attempts.length, lastAnswer: { kind: 'not-final', detail: 'HTTP 504' } }]);
    world.answer = () => delivered;
    await clock.advance(minute);
    expect(queue.entries()).toEqual([]);
  });

  it('begins with the interval that it is given', async () => {
    const { clock, enqueue, secondsOf } = setUp({ answer: () => notFinal, options: { intervalMs: 500 } });
    enqueue(1);
    await clock.advance(4 * second);
    expect(secondsOf(1)).toEqual([0, 0.5, 1.5, 3.5]);
  });

  it('writes down what an attempt came to and when the next one is, and tells who listens', async () => {
    const { clock, queue, enqueue, delivery } = setUp({ answer: () => notFinal });
    let timesTold = 0;
    const stop = delivery.onChange(() => {
      timesTold += 1;
    });
    enqueue(1);
    await clock.advance(2 * second);
    expect(queue.entry(adviceIdOf(1))).toMatchObject({
      attempts: 1,
      firstSentAt: '2026-11-21T09:30:00.000Z',
      lastAnswer: { kind: 'not-final', detail: 'HTTP 504', at: '2026-11-21T09:30:00.000Z' },
      nextTryAt: '2026-11-21T09:30:05.000Z',
    });
    expect(delivery.status()).toEqual({ waiting: 1, sending: 0, needsAttention: 0, oldestAgeMs: 2 * second });
    expect(timesTold).toBe(1);
    stop();
    await clock.advance(10 * second);
    expect(timesTold).toBe(1);
  });

  it('tells who listens soon, and then four times a second at most', async () => {
    const { clock, enqueue, delivery } = setUp({ answer: () => never });
    let timesTold = 0;
    delivery.onChange(() => {
      timesTold += 1;
    });
    enqueue(1);
    await clock.advance(60);
    expect(timesTold).toBe(1);
    enqueue(2);
    await clock.advance(180);
    enqueue(3);
    expect(timesTold).toBe(1);
    await clock.advance(80);
    expect(timesTold).toBe(2);
    await clock.advance(second);
    enqueue(4);
    await clock.advance(60);
    expect(timesTold).toBe(3);
  });

  it('sends no more than four of a service at once, and the services apart', async () => {
    const { clock, attempts, enqueue, delivery } = setUp({ answer: () => never });
    enqueue(1, 2, 3, 4, 5, 6, 901, 902);
    await clock.advance(minute);
    expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 901, 902]);
    expect(delivery.status()).toMatchObject({ waiting: 8, sending: 6 });
  });

  it('sends more at once the more a service answers, up to sixteen, and four again when one has no final answer', async () => {
    const waiting = new Map<number, (answer: AdviceAnswer) => void>();
    const { clock, queue, delivery } = setUp({
      answer: ({ number }) => new Promise((resolve) => waiting.set(number, resolve)),
    });
    const answerFirst = async (answer: AdviceAnswer): Promise<number> => {
      const [first] = waiting;
      invariant(first, 'one is under way');
      waiting.delete(first[0]);
      first[1](answer);
      await clock.advance(0);
      return delivery.status().sending;
    };
    for (let number = 1; number <= 100; number += 1) queue.enqueue(adviceOf(number));
    delivery.wake();
    await clock.advance(0);
    const underWay: number[] = [];
    for (let count = 0; count < 14; count += 1) underWay.push(await answerFirst(delivered));
    expect(underWay).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 16, 16]);
    for (let count = 0; count < 14; count += 1) underWay.push(await answerFirst(notFinal));
    expect(underWay.slice(14)).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  });

  it('does not hold the others up for a poisoned one, and goes on trying it', async () => {
    const { clock, finals, enqueue, secondsOf, queue } = setUp({
      answer: ({ number }) => (number === 1 ? notFinal : delivered),
    });
    enqueue(1, 2, 3, 4, 5, 6, 7, 8);
    await clock.advance(0);
    expect(finals.map(([number]) => number)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    await clock.advance(10 * minute);
    // Once more at once, because the service answered the others, and from then on by its own intervals: no success hurries it.
    expect(secondsOf(1).slice(0, 6)).toEqual([0, 0, 5, 15, 35, 75]);
    for (let number = 10; number < 100; number += 1) {
      enqueue(number);
      await clock.advance(second);
    }
    expect(secondsOf(1).length).toBeLessThan(20);
    expect(queue.entries().map(({ advice }) => advice.adviceId)).toEqual([adviceIdOf(1)]);
  });

  it('does not hold the others up for one whose sender throws, nor for one whose sender never comes back', async () => {
    const { clock, queue, enqueue, secondsOf, logged } = setUp({
      answer: ({ number }) => {
        if (number === 1) throw new TypeError('a mistake');
        return number === 2 ? never : delivered;
      },
    });
    enqueue(1, 2, 3, 4, 5, 6);
    await clock.advance(second);
    expect(queue.entries().map(({ advice }) => advice.adviceId)).toEqual([1, 2].map(adviceIdOf));
    expect(queue.entry(adviceIdOf(1))).toMatchObject({ lastAnswer: { kind: 'not-final' } });
    expect(logged).toContain('advice-send-threw');
    await clock.advance(6 * minute);
    expect(secondsOf(2)).toEqual([0, 305]);
  });

  it('reaches the good ones behind many poisoned ones', async () => {
    const { clock, enqueue, secondsOf } = setUp({ answer: ({ number }) => (number <= 20 ? notFinal : delivered) });
    enqueue(...Array.from({ length: 21 }, (_, index) => index + 1));
    await clock.advance(5 * minute);
    expect(secondsOf(21).length).toBe(1);
  });

  it('does not beat upon a service that is down: few new ones are tried, each of the tried ones by its own intervals', async () => {
    const { clock, attempts, enqueue, world, queue } = setUp({ answer: () => notFinal });
    enqueue(...Array.from({ length: 600 }, (_, index) => index + 1));
    await clock.advance(30 * minute);
    const tried = new Set(attempts.map(({ number }) => number));
    // Four and those that were sent while the four failed, each time the gate opens: at most seven a minute.
    expect(tried.size).toBeLessThan(250);
    expect(attempts.length / (30 * 60)).toBeLessThan(3);
    expect(tried.has(1)).toBe(true);

    world.answer = () => delivered;
    await clock.advance(minute);
    expect(queue.entries()).toEqual([]);
  });

  it('lets an advice that is queued while the service is down wait for the gate, not for the others', async () => {
    const { clock, enqueue, secondsOf } = setUp({ answer: () => notFinal });
    enqueue(1, 2, 3, 4);
    await clock.advance(second);
    enqueue(5);
    await clock.advance(second);
    expect(secondsOf(5)).toEqual([]);
    await clock.advance(minute);
    expect(secondsOf(5).length).toBeGreaterThan(0);
  });

  it('tries everything soon after the first success', async () => {
    const { clock, world, enqueue, attempts, queue } = setUp({ answer: () => notFinal });
    enqueue(...Array.from({ length: 40 }, (_, index) => index + 1));
    await clock.advance(20 * minute);
    world.answer = () => delivered;
    const before = attempts.length;
    // The next that is due is at most a minute away, and the rest follows it.
    while (attempts.length === before) await clock.advance(second);
    await clock.advance(second);
    expect(queue.entries()).toEqual([]);
  });

  it('tries everything soon when it is woken, and only what it has to when that was an error', async () => {
    const { clock, world, enqueue, delivery, attempts, queue } = setUp({ answer: () => notFinal });
    enqueue(...Array.from({ length: 200 }, (_, index) => index + 1));
    await clock.advance(20 * minute);
    const before = attempts.length;
    for (let times = 0; times < 10; times += 1) {
      delivery.wake();
      await clock.advance(0);
    }
    expect(attempts.length - before).toBeLessThanOrEqual(10 * 8);
    world.answer = () => delivered;
    delivery.wake();
    await clock.advance(0);
    expect(queue.entries()).toEqual([]);
  });

  it.each([
    ['forwards', 400 * 24 * 60 * minute],
    ['backwards', -400 * 24 * 60 * minute],
  ])('neither stalls nor hurries when the clock is set %s', async (_name, jumpMs) => {
    const { clock, enqueue, secondsOf, delivery } = setUp({ answer: () => notFinal });
    enqueue(1);
    await clock.advance(2 * second);
    clock.jump(jumpMs);
    await clock.advance(5 * minute);
    expect(secondsOf(1)).toEqual([0, 5, 15, 35, 75, 135, 195, 255]);
    expect(delivery.status().oldestAgeMs).toBeGreaterThanOrEqual(0);
  });

  it('keeps what was refused for a person, has it journalled, and does not send it again by itself', async () => {
    const memory = createAdviceMemory();
    const { clock, queue, finals, enqueue, delivery, attempts } = setUp({ answer: () => refused, memory });
    enqueue(1);
    await clock.advance(60 * minute);
    delivery.wake();
    await clock.advance(60 * minute);
    expect(attempts.length).toBe(1);
    expect(finals).toEqual([[1, 'refused']]);
    expect(queue.entry(adviceIdOf(1))).toMatchObject({
      state: 'needs-attention',
      attempts: 1,
      refusals: 1,
      lastAnswer: { kind: 'refused', detail: 'UNABLE_TO_LOCATE_RECORD' },
    });
    expect(delivery.status()).toEqual({ waiting: 0, sending: 0, needsAttention: 1 });
    const next = setUp({ answer: () => delivered, memory });
    next.delivery.wake();
    await next.clock.advance(60 * minute);
    expect(next.attempts).toEqual([]);
    expect(next.delivery.status()).toEqual({ waiting: 0, sending: 0, needsAttention: 1 });
  });

  it('sends what was refused again when a manager says so: the same bytes, and not as one that nobody answered', async () => {
    const { clock, queue, finals, enqueue, delivery, attempts, world } = setUp({ answer: () => refused });
    enqueue(1);
    await clock.advance(second);
    world.answer = () => notFinal;
    expect(delivery.retry(adviceIdOf(1))).toEqual(ok(undefined));
    expect(delivery.retry(adviceIdOf(1)), 'pressed twice').toEqual(ok(undefined));
    await clock.advance(0);
    expect(delivery.status()).toMatchObject({ waiting: 1, needsAttention: 0 });
    world.answer = () => delivered;
    await clock.advance(minute);
    expect(attempts.map(({ sentBefore }) => sentBefore)).toEqual([false, false, true]);
    expect(new Set(attempts.map(({ advice }) => advice)).size).toBe(1);
    expect(finals).toEqual([
      [1, 'refused'],
      [1, 'delivered'],
    ]);
    expect(queue.entries()).toEqual([]);
    expect(delivery.retry(adviceIdOf(1))).toEqual({ ok: false, failure: { kind: 'not-queued' } });
  });

  it('lets go of one whose id is taken once that is journalled, and delivers the same under a fresh id', async () => {
    const taken: AdviceAnswer = { kind: 'id-taken', detail: 'HTTP 400 DUPLICATE_RECORD' };
    const { clock, queue, finals, delivery, attempts, logged } = setUp({
      answer: ({ advice }) => (advice.adviceId === adviceIdOf(1) ? taken : delivered),
    });
    const { requestId } = adviceOf(1);
    const again = adviceOf(2, { requestId });
    expect(queue.enqueue(adviceOf(1))).toEqual(ok(undefined));
    expect(queue.enqueue(again), 'one request, one advice').toMatchObject({ ok: false, failure: { kind: 'conflict' } });
    delivery.begin(adviceIdOf(1));
    await clock.advance(0);
    expect(finals).toEqual([[1, 'id-taken']]);
    expect(queue.entries()).toEqual([]);
    expect(logged).toContain('advice-id-taken');

    expect(queue.enqueue(again)).toEqual(ok(undefined));
    delivery.begin(adviceIdOf(2));
    await clock.advance(60 * minute);
    expect(finals).toEqual([
      [1, 'id-taken'],
      [2, 'delivered'],
    ]);
    expect(attempts.map(({ number, sentBefore }) => [number, sentBefore])).toEqual([
      [1, false],
      [2, false],
    ]);
    expect(delivery.status()).toEqual({ waiting: 0, sending: 0, needsAttention: 0 });
  });

  it('keeps one whose id is taken as long as the journal does not have it, and sends nothing meanwhile', async () => {
    let isFull = true;
    const { clock, queue, attempts, enqueue } = setUp({
      answer: () => ({ kind: 'id-taken', detail: 'HTTP 400 DUPLICATE_RECORD' }),
      options: { onFinal: () => (isFull ? fail('no room') : ok(undefined)) },
    });
    enqueue(1);
    await clock.advance(10 * minute);
    expect(queue.entries()).toHaveLength(1);
    isFull = false;
    await clock.advance(2 * minute);
    expect(queue.entries()).toEqual([]);
    expect(attempts).toHaveLength(1);
  });

  it('hands on that a reversal found nothing to undo', async () => {
    const answers: FinalAnswer[] = [];
    const { clock, enqueue } = setUp({
      answer: () => ({ kind: 'delivered', detail: 'HTTP 404', foundNothing: true }),
      options: {
        onFinal: (given) => {
          answers.push(...given.map(({ answer }) => answer));
          return ok(undefined);
        },
      },
    });
    enqueue(1);
    await clock.advance(0);
    expect(answers).toEqual([{ kind: 'delivered', detail: 'HTTP 404', foundNothing: true }]);
  });

  it('sends one that waits at once when a person says so, also while the service is down', async () => {
    const { clock, enqueue, delivery, secondsOf } = setUp({ answer: () => notFinal });
    enqueue(1, 2, 3, 4, 5, 6, 7, 8);
    await clock.advance(second);
    delivery.retry(adviceIdOf(8));
    delivery.retry(adviceIdOf(1));
    await clock.advance(0);
    expect([secondsOf(8), secondsOf(1)]).toEqual([[1], [0, 1]]);
  });

  it('knows after a restart that an attempt was under way', async () => {
    const memory = createAdviceMemory();
    const first = setUp({ answer: () => never, memory });
    first.enqueue(1, 2);
    await first.clock.advance(0);
    first.delivery.close();
    const second = setUp({ answer: () => delivered, memory });
    second.delivery.wake();
    await second.clock.advance(0);
    expect(second.attempts.map(({ number, sentBefore }) => [number, sentBefore])).toEqual([
      [1, true],
      [2, true],
    ]);
  });

  it('sends nothing before the attempt is on record, and tries again when there is room', async () => {
    let isFull = true;
    const { clock, attempts, enqueue, queue } = setUp({
      answer: () => delivered,
      wrap: (queue) => ({
        ...queue,
        recordAttempts: (...parameters) =>
          isFull ? fail({ kind: 'disk-full', detail: 'no room' }) : queue.recordAttempts(...parameters),
      }),
    });
    enqueue(...Array.from({ length: 50 }, (_, index) => index + 1));
    await clock.advance(minute);
    expect(attempts).toEqual([]);
    isFull = false;
    await clock.advance(2 * minute);
    expect(queue.entries()).toEqual([]);
    expect(attempts.every(({ sentBefore }) => !sentBefore)).toBe(true);
  });

  it('keeps an answer until the journal takes it, and does not send again meanwhile', async () => {
    let timesAsked = 0;
    const onFinal = (): Result<undefined, string> => {
      timesAsked += 1;
      if (timesAsked === 1) throw new Error('a mistake');
      return timesAsked < 5 ? fail('disk-full') : ok(undefined);
    };
    const { clock, attempts, enqueue, queue, delivery } = setUp({ answer: () => delivered, options: { onFinal } });
    enqueue(1);
    await clock.advance(30 * second);
    delivery.wake();
    delivery.retry(adviceIdOf(1));
    await clock.advance(second);
    expect(queue.entries().length).toBe(1);
    expect(delivery.status()).toMatchObject({ waiting: 1, sending: 0 });
    await clock.advance(5 * minute);
    expect(timesAsked).toBe(5);
    expect(attempts.length).toBe(1);
    expect(queue.entries()).toEqual([]);
  });

  it('removes what it could not remove at first, and does not send it again meanwhile', async () => {
    let timesAsked = 0;
    const { clock, attempts, enqueue, queue, delivery } = setUp({
      answer: () => delivered,
      wrap: (queue) => ({
        ...queue,
        remove: (adviceIds) => {
          timesAsked += 1;
          return timesAsked < 3 ? fail({ kind: 'unavailable', detail: 'EBUSY' }) : queue.remove(adviceIds);
        },
      }),
    });
    enqueue(1);
    await clock.advance(second);
    expect(queue.entries().length).toBe(1);
    expect(delivery.status()).toMatchObject({ waiting: 0 });
    delivery.wake();
    await clock.advance(minute);
    expect(queue.entries()).toEqual([]);
    expect(attempts.length).toBe(1);
  });

  it('records and removes many with few writes while the service answers', async () => {
    let writes = 0;
    const counted =
      <Input extends readonly unknown[], Output>(call: (...input: Input) => Output) =>
      (...input: Input): Output => {
        writes += 1;
        return call(...input);
      };
    const { clock, queue, attempts, delivery } = setUp({
      answer: () => delivered,
      wrap: (queue) => ({ ...queue, recordAttempts: counted(queue.recordAttempts), remove: counted(queue.remove) }),
    });
    for (let number = 1; number <= 800; number += 1) queue.enqueue(adviceOf(number));
    delivery.wake();
    await clock.advance(0);
    while (queue.entries().length > 0) await clock.advance(0);
    expect(attempts.map(({ number }) => number)).toEqual(Array.from({ length: 800 }, (_, index) => index + 1));
    expect(writes).toBeLessThan(50);
  });

  it('shows nobody what the journal has as delivered, while the queue is about to let go of many together', async () => {
    const { clock, queue, finals, delivery } = setUp({ answer: ({ number }) => (number <= 150 ? delivered : never) });
    for (let number = 1; number <= 300; number += 1) queue.enqueue(adviceOf(number));
    delivery.wake();
    await clock.advance(200);
    expect(finals.length).toBe(150);
    expect(queue.entries().length).toBe(300);
    expect(delivery.status()).toMatchObject({ waiting: 150 });
    expect(delivery.entries().map(({ advice }) => advice.adviceId)[0]).toBe(adviceIdOf(151));
    expect(delivery.retry(adviceIdOf(150))).toEqual(fail({ kind: 'not-queued' }));
    await clock.advance(second);
    expect(queue.entries()).toEqual(delivery.entries());
  });

  it('lets go of them when it is closed', async () => {
    const { clock, queue, delivery } = setUp({ answer: ({ number }) => (number <= 150 ? delivered : never) });
    for (let number = 1; number <= 300; number += 1) queue.enqueue(adviceOf(number));
    delivery.wake();
    await clock.advance(200);
    delivery.close();
    expect(queue.entries().length).toBe(150);
  });

  it.each<[string, AdviceAnswer]>([
    ['whose id was taken', { kind: 'id-taken', detail: 'DUPLICATE_RECORD' }],
    ['that found nothing to reverse', { kind: 'delivered', foundNothing: true }],
  ])('lets go at once of one %s: another is about to be queued for its request', async (_name, answer) => {
    const letGo: boolean[] = [];
    const { clock, queue, delivery } = setUp({
      answer: ({ number }) => (number === 150 ? answer : number < 150 ? delivered : never),
      options: {
        onFinal: (finals) => {
          if (finals.some(({ advice: { adviceId } }) => adviceId === adviceIdOf(150)))
            clock.after(50, () => letGo.push(queue.entry(adviceIdOf(150)) === undefined));
          return ok(undefined);
        },
      },
    });
    for (let number = 1; number <= 300; number += 1) queue.enqueue(adviceOf(number));
    delivery.wake();
    await clock.advance(second / 2);
    expect(letGo).toEqual([true]);
  });

  it('says of many that were delivered together in a few lines of the log which they are', async () => {
    const lines: (readonly [string, LogFields | undefined])[] = [];
    const info = (event: string, fields?: LogFields): void => void lines.push([event, fields]);
    const silent = (): void => {};
    const logger: Logger = { debug: silent, info, warn: silent, error: silent, with: () => logger };
    const { clock, queue, delivery } = setUp({ answer: () => delivered, options: { logger } });
    for (let number = 1; number <= 200; number += 1) queue.enqueue(adviceOf(number));
    delivery.wake();
    await clock.advance(second);
    expect(lines.length).toBeLessThan(30);
    const named = lines.flatMap(([, fields]) => fields?.['adviceIds'] ?? fields?.['adviceId']);
    expect(named).toEqual(Array.from({ length: 200 }, (_, index) => adviceIdOf(index + 1)));
  });

  it('ignores an answer that comes after it was closed, and loses nothing', async () => {
    const memory = createAdviceMemory();
    let answer = (_answer: AdviceAnswer): void => {};
    const { clock, enqueue, finals, delivery, logged } = setUp({
      answer: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
      memory,
    });
    enqueue(1);
    await clock.advance(0);
    delivery.close();
    delivery.close();
    answer(delivered);
    await clock.advance(10 * minute);
    expect(finals).toEqual([]);
    expect(logged).toContain('advice-answered-late');
    expect(createMemoryQueue(memory).entries()).toMatchObject([{ advice: adviceOf(1), attempts: 1, refusals: 0 }]);
    delivery.begin(adviceIdOf(1));
    delivery.wake();
    expect(delivery.retry(adviceIdOf(1)).ok).toBe(false);
  });

  it('leaves no timer behind when it is closed', async () => {
    const clock = createManualClock();
    let running = 0;
    const counting = {
      ...clock,
      after: (ms: number, callback: () => void) => {
        let isRunning = true;
        const end = (): void => {
          if (isRunning) running -= 1;
          isRunning = false;
        };
        running += 1;
        const stop = clock.after(ms, () => {
          end();
          callback();
        });
        return () => {
          end();
          stop();
        };
      },
    };
    const { enqueue, delivery } = setUp({
      answer: ({ number }) => [never, notFinal, delivered][number % 3] ?? never,
      options: { clock: counting, onFinal: () => fail('full') },
    });
    delivery.onChange(() => {});
    enqueue(1, 2, 3, 4, 5, 6, 7, 8, 9);
    const drained = delivery.drain(minute);
    await clock.advance(second);
    expect(running).toBeGreaterThan(3);
    delivery.close();
    await drained;
    expect(running).toBe(0);
  });

  it('drains: answers when nothing waits any more, and what was refused does not hold it up', async () => {
    const { clock, world, enqueue, delivery } = setUp({
      answer: ({ number }) => (number === 2 ? refused : number === 3 ? notFinal : delivered),
    });
    enqueue(1, 2, 3, 901);
    let drained: unknown;
    void delivery.drain(10 * minute).then((status) => {
      drained = status;
    });
    await clock.advance(minute);
    expect(drained).toBeUndefined();
    world.answer = () => delivered;
    await clock.advance(minute);
    expect(drained).toEqual({ waiting: 0, sending: 0, needsAttention: 1 });
    expect(await delivery.drain(minute)).toEqual({ waiting: 0, sending: 0, needsAttention: 1 });
  });

  it('drains no longer than it may, and says what is left', async () => {
    const { clock, enqueue, delivery } = setUp({ answer: () => notFinal });
    enqueue(1, 2);
    const drained = delivery.drain(30 * second);
    await clock.advance(30 * second);
    expect(await drained).toMatchObject({ waiting: 2, oldestAgeMs: 30 * second });
  });

  it('lets an advice wait whose service nobody can tell yet', async () => {
    const { clock, queue, enqueue, delivery } = setUp({
      answer: () => delivered,
      options: { send: { billpay: () => Promise.resolve(delivered) } },
    });
    enqueue(901, 1);
    delivery.wake();
    await clock.advance(minute);
    expect(queue.entries()).toMatchObject([{ advice: { service: 'qr' }, attempts: 0 }]);
    expect(delivery.status()).toMatchObject({ waiting: 1 });
    expect(delivery.retry(adviceIdOf(901)).ok).toBe(true);
  });

  it('does not send what somebody has removed meanwhile, and holds nobody up for it', async () => {
    const { clock, queue, secondsOf, enqueue } = setUp({ answer: ({ number }) => (number <= 8 ? notFinal : delivered) });
    enqueue(1, 2, 3, 4, 5, 6, 7, 8, 9);
    await clock.advance(second);
    queue.remove([1, 2, 3, 4, 5, 6, 7, 8].map(adviceIdOf));
    await clock.advance(10 * minute);
    expect(queue.entries()).toEqual([]);
    expect([secondsOf(1), secondsOf(8), secondsOf(9)]).toEqual([[0], [], [5]]);
  });
});
