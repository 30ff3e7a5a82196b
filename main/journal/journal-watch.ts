import type { Failure } from '../../shared/failure.ts';
import { assertNever, fail, ok, type Result } from '../../shared/result.ts';
import type { JournalHealth } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { DiskGuard } from './disk.ts';
import type { Verification } from './journal.ts';
import type { JournalOpenFailure } from './sqlite-journal.ts';

/** Can the till write down what it does? Asked before anything that needs writing; shown in the header at all times. */
export interface JournalWatch {
  health(): JournalHealth;
  /** May something be written: waits for the verification at start. */
  mayWrite(): Promise<Result<void, Failure>>;
  /** May a new sale be begun: there must be room for all of it as well. */
  mayBegin(): Promise<Result<void, Failure>>;
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface JournalWatchParts {
  readonly disk: DiskGuard;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The chain, looked at from its first record; it runs beside the window. */
  readonly verification: Promise<Verification>;
  /** Once the journal proved sound, and before anything else is written. */
  whenSound(): void;
}

/** Room comes and goes without us: another program's download, a person's clean-up. */
const lookAtDiskEveryMs = 30_000;

export function watchJournal({ disk, clock, logger, verification, whenSound }: JournalWatchParts): JournalWatch {
  const listeners = new Set<() => void>();
  let health: JournalHealth = { kind: 'verifying' };
  let sequence = 0;
  let isClosed = false;
  let stopLooking = (): void => {};

  function show(next: JournalHealth): void {
    const isNews = JSON.stringify(next) !== JSON.stringify(health);
    health = next;
    if (isNews) for (const listener of listeners) listener();
  }

  function lookAtDisk(): void {
    if (health.kind === 'damaged' || health.kind === 'verifying') return;
    const room = disk.check();
    switch (room.kind) {
      case 'ample':
        return show({ kind: 'sound', sequence });
      case 'low':
        return show({ kind: 'disk-low', freeBytes: room.freeBytes });
      case 'full':
        return show({ kind: 'disk-full', freeBytes: room.freeBytes, neededBytes: room.neededBytes });
      default:
        return assertNever(room);
    }
  }

  function keepLooking(): void {
    stopLooking = clock.after(lookAtDiskEveryMs, () => {
      lookAtDisk();
      keepLooking();
    });
  }

  const verified = verification.then((verdict) => {
    if (isClosed) return;
    if (verdict.kind === 'damaged') {
      logger.error('journal-damaged', verdict);
      return show(verdict);
    }
    logger.info('journal-verified', { sequence: verdict.sequence, hash: verdict.hash });
    sequence = verdict.sequence;
    whenSound();
    show({ kind: 'sound', sequence });
    lookAtDisk();
    keepLooking();
  });

  async function mayWrite(): Promise<Result<void, Failure>> {
    await verified;
    const failure = failureOf(health);
    return failure && failure.kind !== 'disk-full' ? fail(failure) : ok(undefined);
  }

  return {
    health: () => health,
    mayWrite,
    async mayBegin() {
      await verified;
      lookAtDisk();
      const failure = failureOf(health);
      return failure ? fail(failure) : ok(undefined);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      isClosed = true;
      stopLooking();
      listeners.clear();
    },
  };
}

/** How a journal that could not be opened is shown. */
export function healthOf(failure: JournalOpenFailure): Unusable {
  switch (failure.kind) {
    case 'damaged':
    case 'disk-full':
    case 'too-new':
    case 'wrong-mode':
    case 'unavailable':
      return failure;
    case 'absent':
      return { kind: 'unavailable', detail: 'there is no journal yet' };
    case 'too-old':
      return { kind: 'unavailable', detail: `its schema is ${failure.schema}, not ${failure.supported}: start the till once` };
    default:
      return assertNever(failure);
  }
}

type Unusable = Exclude<JournalHealth, { kind: 'verifying' | 'sound' | 'disk-low' }>;

/** What a journal in this state means for somebody who wants to sell. */
export function failureOf(health: Unusable): Failure;
export function failureOf(health: JournalHealth): Failure | undefined;
export function failureOf(health: JournalHealth): Failure | undefined {
  switch (health.kind) {
    case 'verifying':
    case 'sound':
    case 'disk-low':
      return undefined;
    case 'disk-full':
      return { kind: 'disk-full', freeBytes: health.freeBytes, neededBytes: health.neededBytes };
    case 'damaged': {
      const { kind: _, ...found } = health;
      return { kind: 'journal-damaged', ...found };
    }
    case 'unavailable':
      return { kind: 'not-written', detail: health.detail };
    case 'too-new':
      return { kind: 'journal-too-new', schema: health.schema, supported: health.supported };
    case 'wrong-mode':
      return { kind: 'wrong-mode', folderMode: health.folderMode };
    default:
      return assertNever(health);
  }
}
