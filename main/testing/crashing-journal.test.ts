import { describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../journal/memory-journal.ts';
import { approved, begun, projectPlainly, saleIdOf, steppingClock } from '../journal/sample-facts.ts';
import { CrashError, createCrashingJournal } from './crashing-journal.ts';

describe('createCrashingJournal', () => {
  it.each([
    ['before', 1],
    ['after', 2],
  ] as const)('stops %s its second append, with %d record written, and does nothing from then on', (when, written) => {
    const journal = createMemoryJournal({ clock: steppingClock(), project: projectPlainly });
    const dying = createCrashingJournal(journal, { append: 2, when });
    expect(dying.append(saleIdOf(1), begun()).ok).toBe(true);
    expect(dying.sale(saleIdOf(1))?.outcome).toBe('waiting');
    expect(dying.hasCrashed()).toBe(false);
    expect(() => dying.append(saleIdOf(1), approved)).toThrow(CrashError);
    expect(dying.hasCrashed()).toBe(true);
    expect(() => dying.append(saleIdOf(2), begun())).toThrow(CrashError);
    expect(() => dying.head()).toThrow(CrashError);
    dying.close();
    expect(journal.head().sequence).toBe(written);
  });
});
