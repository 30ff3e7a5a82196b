import { ok } from '../../shared/result.ts';
import type { AdviceId } from './advice.ts';
import type { AdviceQueue, SetAsideFile } from './queue.ts';
import { queueOver, withMark, type AttemptMark, type StoredAdvice } from './queue-over.ts';

/** What outlives the process that wrote it, in a simulation. */
export interface AdviceMemory {
  readonly advices: Map<AdviceId, StoredAdvice>;
  readonly marks: Map<AdviceId, AttemptMark>;
  readonly setAside: SetAsideFile[];
}

export function createAdviceMemory(): AdviceMemory {
  return { advices: new Map(), marks: new Map(), setAside: [] };
}

/** A queue for simulations. Opened again on the same memory, it finds what the one before it has left. */
export function createMemoryQueue(memory: AdviceMemory = createAdviceMemory()): AdviceQueue {
  const { advices, marks, setAside } = memory;
  const found = Array.from(advices.values(), ({ sequence, entry }) => ({
    sequence,
    entry: withMark(entry, marks.get(entry.advice.adviceId)),
  }));
  return queueOver(
    {
      write(stored) {
        const { adviceId } = stored.entry.advice;
        advices.set(adviceId, structuredClone(stored));
        marks.delete(adviceId);
        return ok(undefined);
      },
      mark(added) {
        for (const mark of added) marks.set(mark.adviceId, mark);
        return ok(undefined);
      },
      remove(adviceIds) {
        for (const adviceId of adviceIds) {
          advices.delete(adviceId);
          marks.delete(adviceId);
        }
        return ok(undefined);
      },
      setAside: () => setAside,
      close: () => {},
    },
    found,
  );
}
