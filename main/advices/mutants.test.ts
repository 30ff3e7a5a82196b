import { describe, expect, it } from 'vitest';
import type { Mutation } from '../testing/load-mutant.ts';
import { loadMutant } from './testing/load-mutant.ts';
import { runStorm } from './testing/storm.ts';

/**
 * Does the storm see the mistakes that lose an advice or send its opposite? Each of these makes one in the real source.
 * A text that cannot be found any more fails here: whoever rewrites such a line decides anew what would be the mistake in it.
 */
const mutants: readonly (Mutation & { readonly name: string; readonly disk?: 'store' })[] = [
  {
    name: 'makes a new id for each attempt',
    file: 'deliver.ts',
    replace: 'sendOnce(service.sendAdvice, advice, sentBefore)',
    by: 'sendOnce(service.sendAdvice, { ...advice, adviceId: `${advice.adviceId}-${Math.random()}` as AdviceId }, sentBefore)',
  },
  {
    name: 'writes the time anew into each attempt',
    file: 'deliver.ts',
    replace: 'sendOnce(service.sendAdvice, advice, sentBefore)',
    by: 'sendOnce(service.sendAdvice, { ...advice, body: advice.body.replace("2026", "2027") }, sentBefore)',
  },
  {
    name: 'removes an advice before it sends it',
    file: 'deliver.ts',
    replace: 'const { advice } = entry;\n    let isOver',
    by: 'const { advice } = entry;\n    queue.remove([adviceId]);\n    let isOver',
  },
  {
    name: 'removes an advice when it has gone out once, whatever the answer',
    file: 'deliver.ts',
    replace: 'service.atOnce = parallel.least;',
    by: 'service.atOnce = parallel.least;\n        queue.remove([adviceId]);',
  },
  {
    name: 'gives up after five attempts',
    file: 'deliver.ts',
    replace: 'service.atOnce = parallel.least;',
    by: 'service.atOnce = parallel.least;\n        if ((queue.entry(adviceId)?.attempts ?? 0) >= 5) { service.line.leave(adviceId); return; }',
  },
  {
    name: 'drops after five attempts',
    file: 'deliver.ts',
    replace: 'service.atOnce = parallel.least;',
    by: 'service.atOnce = parallel.least;\n        if ((queue.entry(adviceId)?.attempts ?? 0) >= 5) queue.remove([adviceId]);',
  },
  {
    name: 'takes the opposite of what is queued',
    file: 'queue-over.ts',
    replace: 'return stored.get(advice.adviceId)?.entry.advice ?? byRequest.get(requestOf(advice));',
    by: 'return stored.get(advice.adviceId)?.entry.advice;',
  },
  {
    name: 'takes another message under the same id',
    file: 'queue-over.ts',
    replace: "isDeepStrictEqual(standing, advice) ? ok(undefined) : fail({ kind: 'conflict', standing })",
    by: 'ok(undefined)',
  },
  {
    name: 'lets go of an advice that the journal does not have yet',
    file: 'deliver.ts',
    replace: 'if (has(finals)) return finals;',
    by: 'if (has(finals) || finals.length > 0) return finals;',
  },
  {
    name: 'sends before the attempt is on record',
    file: 'deliver.ts',
    replace: 'const recorded = recordAttempt(service, entry, sentBefore);',
    by: 'const recorded = ok(undefined);\n    queueMicrotask(() => tryTo("late", adviceId, () => recordAttempt(service, entry, sentBefore)));',
  },
  {
    name: 'forgets at a restart what was being sent',
    file: 'memory-queue.ts',
    replace: 'entry: withMark(entry, marks.get(entry.advice.adviceId)),',
    by: 'entry,',
  },
  {
    name: 'drops what was refused',
    file: 'deliver.ts',
    replace: "if (answer.kind !== 'refused') {",
    by: 'if (answer.kind.length > 0) {',
  },
  {
    name: 'lets a poisoned one hold the others up',
    file: 'line.ts',
    replace: 'if (underWay.size >= window) return undefined;',
    by: 'if (underWay.size >= window || resting.size > 0 && due.size === 0) return undefined;',
  },
  {
    name: 'takes a poisoned one for a service that is down',
    file: 'line.ts',
    replace: 'if (unheard.size >= least) closeGate();',
    by: 'if ((failures.get(adviceId) ?? 0) >= 3) closeGate();',
  },
  {
    name: 'waits by the clock on the wall',
    file: 'deliver.ts',
    replace: 'if (isClosed) return;\n    for (const entry of queue.entries()) standInLine(entry);',
    by: 'if (isClosed) return;\n    for (const entry of queue.entries()) if (Date.parse(entry.nextTryAt ?? "") > clock.now()) standInLine(entry);',
  },
  {
    name: 'finds nothing missing at a restart',
    file: 'owed.ts',
    replace: '!isDeepStrictEqual(standing.get(advice.adviceId), advice)',
    by: 'standing.has(advice.adviceId) && !isDeepStrictEqual(standing.get(advice.adviceId), advice)',
  },
  {
    name: 'does not read back what it has written',
    file: 'write-store.ts',
    replace: 'if (!readBack.ok || readBack.value.checksum !== sealed.checksum) {',
    by: 'if (isReplacement && !isReplacement) {',
    disk: 'store',
  },
  {
    name: 'overwrites what it may not get written',
    file: 'write-store.ts',
    replace: 'if (isReplacement) keepPrevious(path);',
    by: '',
    disk: 'store',
  },
  {
    name: 'believes every record that is JSON',
    file: 'sealed.ts',
    replace: "if (checksum !== checksumOf(content)) return fail('was changed after it was written');",
    by: '',
    disk: 'store',
  },
];

describe('the storm', () => {
  it.each(mutants)('catches a queue that $name', async (mutation) => {
    const mutant = await loadMutant(mutation);
    try {
      const { disk = 'memory' } = mutation;
      await expect(runStorm(mutant.modules, { seed: 1, steps: disk === 'memory' ? 20_000 : 2_000, disk })).rejects.toThrow(
        /Counterexample/u,
      );
    } finally {
      mutant.remove();
    }
  });

  it('finds nothing wrong with a copy that has no mistake in it', async () => {
    const text = 'service.atOnce = parallel.least;';
    const copy = await loadMutant({ file: 'deliver.ts', replace: text, by: text });
    expect((await runStorm(copy.modules, { seed: 1, steps: 2_000, disk: 'memory' })).steps).toBeGreaterThanOrEqual(2_000);
    copy.remove();
  });

  it('refuses a mistake that cannot be made any more', async () => {
    await expect(loadMutant({ file: 'deliver.ts', replace: 'a text that stands nowhere', by: '' })).rejects.toThrow(
      /stands 0 times/u,
    );
  });
});
