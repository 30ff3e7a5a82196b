import { writeSync } from 'node:fs';
import { invariant, ok } from '../../../shared/result.ts';
import { systemClock } from '../../ports/clock.ts';
import { silentLogger } from '../../ports/logger.ts';
import { createDelivery } from '../deliver.ts';
import { openStoreQueue } from '../store-queue.ts';
import { adviceOf } from './sample-advices.ts';

/**
 * A till's process for tests, which kill it: opens the folder it is given, queues advices from the number it is given, and delivers
 * them to a service that answers every third attempt only. Says `queued` and `delivered` with the advice's id, each on a line, once
 * it is so. Goes on until it is killed.
 */
const [dataDirectory, from] = process.argv.slice(2);
invariant(dataDirectory !== undefined && from !== undefined, 'a data folder, and the first number');
const opened = openStoreQueue({ dataDirectory });
invariant(opened.ok, `a queue: ${JSON.stringify(opened)}`);
const queue = opened.value;

// Synchronous, so that what was said was said before anything else happens.
const say = (what: string, adviceId: string): void => void writeSync(1, `${what} ${adviceId}\n`);
let attempts = 0;
const delivery = createDelivery({
  queue,
  send: {
    billpay: () => {
      attempts += 1;
      return Promise.resolve(attempts % 3 === 0 ? { kind: 'delivered' } : { kind: 'not-final', detail: 'HTTP 504' });
    },
  },
  clock: systemClock,
  random: Math.random,
  logger: silentLogger,
  intervalMs: 2,
  onFinal: (finals) => {
    for (const { advice } of finals) say('delivered', advice.adviceId);
    return ok(undefined);
  },
});
delivery.wake();

function queueNext(number: number): void {
  const advice = adviceOf(number);
  const queued = queue.enqueue(advice);
  invariant(queued.ok, `queued: ${JSON.stringify(queued)}`);
  say('queued', advice.adviceId);
  delivery.begin(advice.adviceId);
  setImmediate(queueNext, number + 1);
}
queueNext(Number(from));
