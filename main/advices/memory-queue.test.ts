import { createAdviceMemory, createMemoryQueue } from './memory-queue.ts';
import { describeQueue } from './queue.contract.ts';

describeQueue('a queue in memory', () => {
  const memory = createAdviceMemory();
  return { open: () => createMemoryQueue(memory) };
});
