import { fail, invariant, ok } from '../../../shared/result.ts';
import { messageOf } from '../../journal/database.ts';
import { silentLogger, type Logger } from '../../ports/logger.ts';
import { CrashError } from '../../testing/crashing-journal.ts';
import { createManualClock } from '../../testing/manual-clock.ts';
import type { Advice, AdviceAnswer, AdviceId } from '../advice.ts';
import type { createDelivery, Delivery, Final } from '../deliver.ts';
import type { findMissing } from '../owed.ts';
import type { AdviceQueue } from '../queue.ts';
import {
  createMemoryAdviceDisk,
  createStoreAdviceDisk,
  type AdviceDisk,
  type Damage,
  type QueueModules,
  type Room,
} from './advice-disk.ts';
import { adviceOf } from './sample-advices.ts';

/** What decides about advices, to be put together here. The real thing, or the real thing with one mistake in it. */
export interface AdviceModules extends QueueModules {
  readonly createDelivery: typeof createDelivery;
  readonly findMissing: typeof findMissing;
}

/**
 * How the service takes an attempt.
 * - `lost`: never arrives. `answer-lost`, `error-after`: it is applied, and the till learns nothing. `hangs`: applied, and never answered.
 * - `error`: HTTP 500, not applied. `refuses`: final, not applied. `throws`: the sender itself has a mistake in it.
 */
export type Manner = 'answers' | 'lost' | 'answer-lost' | 'error' | 'error-after' | 'hangs' | 'refuses' | 'throws';

/** A moment of the process' life at which it is killed: in how many writes and sends from now, and before or after that one. */
export interface Doom {
  readonly steps: number;
  readonly when: 'before' | 'after';
}

/** A till's advices from one process to the next, a journal, a service, and everything that can happen to them. */
export interface AdviceWorld {
  /** A sale is over: the journal says which advice is owed, the queue takes it, and delivery begins. @returns its number */
  decide(kind: Advice['kind'], service: Advice['service']): void;
  /** Somebody queues the advice that this number was decided on once more. */
  enqueueAgain(pick: number): void;
  /** Somebody queues what must not be: the opposite, another id, other bytes. */
  enqueueConflict(pick: number, how: 'opposite' | 'other-id' | 'other-bytes'): void;
  setManner(manner: Manner): void;
  /** From now on the service takes this one advice in this manner. At most three, so that there is room in the line for others. */
  poison(pick: number, manner: Manner): void;
  pass(ms: number): Promise<void>;
  jump(ms: number): void;
  wake(): void;
  retry(pick: number): void;
  setRoom(room: Room): void;
  setJournalRoom(isFull: boolean): void;
  doom(doom: Doom): void;
  /** The process is killed, or ends in good order, and the next one starts. */
  restart(how: 'killed' | 'closed'): void;
  damage(pick: number, how: Damage): void;
  /** For a while nothing goes wrong but the poisoned ones. Then those who are not poisoned must have been delivered. */
  calm(): Promise<void>;
  /** Everything works again, and a manager looks after what was refused. Then everything must have ended. */
  heal(): Promise<void>;
  /** What was done or seen that never may be. Empty, if all is well. */
  readonly misdeeds: readonly string[];
  readonly counts: AdviceCounts;
  remove(): void;
}

export interface AdviceCounts {
  decided: number;
  attempts: number;
  crashes: number;
  restarts: number;
  conflicts: number;
  damaged: number;
  refused: number;
}

interface Owed {
  readonly advice: Advice;
  /** `enqueue` has said yes. */
  isAcknowledged: boolean;
  /** What the till knows of the attempts, as somebody knows who looks over its shoulder. */
  hasUnanswered: boolean;
  wasSent: boolean;
  /** Its record was lost once, and with it what was known of its attempts; or a process died that may have been about to send it. */
  isBlurred: boolean;
  poison: Manner | undefined;
  final: 'delivered' | undefined;
}

interface Booked {
  readonly confirmedBy: Set<AdviceId>;
  readonly reversedBy: Set<AdviceId>;
}

const parallel = { least: 4, most: 7 };
const givenUpMs = 5 * 60_000;
const never = new Promise<AdviceAnswer>(() => {});

export function createAdviceWorld(modules: AdviceModules, diskKind: 'memory' | 'store'): AdviceWorld {
  const clock = createManualClock();
  const misdeeds: string[] = [];
  const counts: AdviceCounts = { decided: 0, attempts: 0, crashes: 0, restarts: 0, conflicts: 0, damaged: 0, refused: 0 };
  const journal = new Map<AdviceId, Owed>();
  const ledger = new Map<string, Booked>();
  let manner: Manner = 'answers';
  let isJournalFull = false;
  /** Without 5.4's comfort: the peer answers a repetition with 400, and only an unanswered attempt explains it. */
  let isStrict = true;
  let doom: Doom | undefined;
  let life: { readonly queue: AdviceQueue; readonly delivery: Delivery; readonly isDead: () => boolean; kill(): void };

  const misdeed = (what: string): void => void misdeeds.push(what);
  const disk: AdviceDisk =
    diskKind === 'memory'
      ? createMemoryAdviceDisk(modules)
      : createStoreAdviceDisk(modules, clock, () => life?.isDead() || step('write'));

  /** Something that the process does to the world. Where it is doomed it dies, before or after the thing was done. */
  function step(what: string): void {
    if (!doom) return;
    doom = { ...doom, steps: doom.steps - 1 };
    if (doom.steps > 0) return;
    doom = undefined;
    life.kill();
    throw new CrashError(`killed at ${what}`);
  }

  function doing<Value>(what: string, thing: () => Value): Value {
    if (doom?.when === 'before') step(what);
    const value = thing();
    if (doom?.when === 'after') step(what);
    return value;
  }

  function startLife(): void {
    let isDead = false;
    const alive =
      <Input extends readonly unknown[], Output>(what: string, call: (...input: Input) => Output) =>
      (...input: Input): Output => {
        if (isDead) throw new CrashError('a dead process does nothing');
        return doing(what, () => call(...input));
      };
    const stored = disk.open();
    const queue: AdviceQueue = {
      ...stored,
      enqueue: alive('enqueue', stored.enqueue),
      recordAttempts: alive('recordAttempts', stored.recordAttempts),
      update: alive('update', stored.update),
      remove: alive('remove', stored.remove),
    };
    const report = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (fields['error'] !== undefined && !(fields['error'] instanceof CrashError) && event !== 'advice-send-threw') {
        misdeed(`${event}: ${messageOf(fields['error'])}`);
      }
    };
    const logger: Logger = { ...silentLogger, error: report, with: () => logger };
    const underWay = new Set<{ readonly service: Advice['service']; readonly sinceMs: number }>();
    const send = (advice: Advice, sentBefore: boolean): Promise<AdviceAnswer> => {
      if (isDead) return never;
      const sendNow = async (): Promise<AdviceAnswer> => {
        const own = { service: advice.service, sinceMs: clock.monotonic() };
        underWay.add(own);
        // A sender that never comes back is given up after a while.
        const others = [...underWay].filter(
          ({ service, sinceMs }) => service === own.service && own.sinceMs - sinceMs < givenUpMs,
        );
        if (others.length > parallel.most) misdeed(`${others.length} advices are under way at once`);
        try {
          const answer = await attempted(advice, sentBefore);
          return isDead ? await never : answer;
        } finally {
          underWay.delete(own);
        }
      };
      return doing('send', () => {
        const answer = sendNow();
        // Nobody may be left to hear of it.
        answer.catch(() => {});
        return answer;
      });
    };
    const delivery = modules.createDelivery({
      queue,
      send: { billpay: send, qr: send },
      clock: {
        ...clock,
        after: (ms, callback) =>
          clock.after(ms, () => {
            if (!isDead) callback();
          }),
      },
      random: () => 0.4,
      logger,
      parallel,
      onFinal: alive('journal', (finals: readonly Final[]) => {
        if (isJournalFull) return fail('disk-full');
        for (const { advice, answer } of finals) {
          const owed = journal.get(advice.adviceId);
          if (!owed) misdeed(`an end of ${advice.adviceId}, which nobody decided on`);
          else if (answer.kind === 'delivered') owed.final = 'delivered';
          else counts.refused += 1;
        }
        return ok(undefined);
      }),
    });
    life = {
      queue,
      delivery,
      isDead: () => isDead,
      kill() {
        isDead = true;
        counts.crashes += 1;
        disk.freeze();
        for (const owed of journal.values()) if (!owed.final) owed.isBlurred = owed.isBlurred || !owed.wasSent;
      },
    };
    // Before the journal helps: what was promised has outlived the process by itself.
    look();
    reconcile();
    guarded(() => delivery.wake());
  }

  /** What the checkout does at every start. */
  function reconcile(): void {
    guarded(() => {
      const owed = [...journal.values()].filter(({ final }) => !final).map(({ advice }) => advice);
      for (const advice of modules.findMissing(owed, life.queue.entries())) enqueue(advice);
    });
  }

  /** Lets a process die without anybody noticing but the world. */
  function guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof CrashError)) throw error;
    }
  }

  function enqueue(advice: Advice): void {
    const queued = life.queue.enqueue(advice);
    const owed = journal.get(advice.adviceId);
    if (queued.ok && owed) owed.isAcknowledged = true;
    if (!queued.ok && queued.failure.kind === 'conflict') misdeed(`${advice.adviceId} was refused as a conflict with itself`);
  }

  /** The service, and the part of its feature in the till that reads a failed answer (billpay 5.4). */
  async function attempted(advice: Advice, sentBefore: boolean): Promise<AdviceAnswer> {
    counts.attempts += 1;
    const owed = journal.get(advice.adviceId);
    if (!owed || JSON.stringify(advice) !== JSON.stringify(owed.advice)) {
      misdeed(`sent ${JSON.stringify(advice)}, which nobody decided on`);
      return { kind: 'delivered' };
    }
    if (owed.hasUnanswered && !sentBefore && !owed.isBlurred) misdeed(`${advice.adviceId} is sent as if for the first time`);
    if (!owed.wasSent && sentBefore && !owed.isBlurred) misdeed(`${advice.adviceId} is sent as if not for the first time`);
    owed.wasSent = true;
    const how = owed.poison ?? manner;
    const isKnown = bookedFor(advice)[advice.kind === 'confirmation' ? 'confirmedBy' : 'reversedBy'].has(advice.adviceId);
    switch (how) {
      case 'answers':
        if (isKnown && isStrict && !sentBefore) {
          if (!owed.isBlurred) misdeed(`${advice.adviceId} needs a person, although only the till has sent it`);
          owed.hasUnanswered = false;
          return { kind: 'refused', detail: 'ACCOUNT_ALREADY_SETTLED' };
        }
        book(advice);
        // Should the till die before it is written down, this was an attempt without an answer.
        owed.hasUnanswered = true;
        return { kind: 'delivered' };
      case 'lost':
      case 'error':
        owed.hasUnanswered = true;
        return { kind: 'not-final', detail: how };
      case 'answer-lost':
      case 'error-after':
        owed.hasUnanswered = true;
        book(advice);
        return { kind: 'not-final', detail: how };
      case 'hangs':
        owed.hasUnanswered = true;
        book(advice);
        return never;
      case 'refuses':
        return { kind: 'refused', detail: 'HTTP 503' };
      case 'throws':
        owed.hasUnanswered = true;
        throw new TypeError('the sender has a mistake in it');
    }
  }

  function bookedFor({ service, requestId }: Advice): Booked {
    const request = `${service} ${requestId}`;
    const booked = ledger.get(request) ?? { confirmedBy: new Set(), reversedBy: new Set() };
    ledger.set(request, booked);
    return booked;
  }

  function book(advice: Advice): void {
    const { confirmedBy, reversedBy } = bookedFor(advice);
    (advice.kind === 'confirmation' ? confirmedBy : reversedBy).add(advice.adviceId);
    if (confirmedBy.size > 0 && reversedBy.size > 0) misdeed(`${advice.requestId} was confirmed and reversed`);
  }

  /** Of those that have not ended. */
  function pickOpen(pick: number): Owed | undefined {
    const open = [...journal.values()].filter(({ final }) => !final);
    return open[pick % Math.max(1, open.length)];
  }

  /** What was promised is there, with every byte, until it is delivered. */
  function look(): void {
    if (life.isDead()) return;
    for (const { advice, isAcknowledged, final } of journal.values()) {
      if (final || !isAcknowledged) continue;
      const entry = life.queue.entry(advice.adviceId);
      if (!entry) misdeed(`${advice.adviceId} was dropped`);
      else if (entry.advice.body !== advice.body || entry.advice.path !== advice.path) misdeed(`${advice.adviceId} was changed`);
    }
  }

  /** Acts in a process that lives: a dead one is followed by the next. */
  function act(what: () => void): void {
    reviveIfDead();
    guarded(what);
    look();
  }

  function reviveIfDead(): void {
    // A process that dies while it starts is followed by one more.
    for (let times = 0; life.isDead(); times += 1) {
      invariant(times < 10, 'a till starts in the end');
      counts.restarts += 1;
      startLife();
    }
  }

  async function pass(ms: number): Promise<void> {
    reviveIfDead();
    await clock.advance(ms);
    look();
  }

  function decide(kind: Advice['kind'], service: Advice['service']): void {
    act(() => {
      counts.decided += 1;
      const advice = adviceOf(counts.decided, { kind, service, queuedAt: new Date(clock.now()).toISOString() });
      doing('journal', () => {
        journal.set(advice.adviceId, {
          advice,
          isAcknowledged: false,
          hasUnanswered: false,
          wasSent: false,
          isBlurred: false,
          poison: undefined,
          final: undefined,
        });
      });
      enqueue(advice);
      life.delivery.begin(advice.adviceId);
    });
  }

  async function everythingWorks(): Promise<void> {
    manner = 'answers';
    doom = undefined;
    isJournalFull = false;
    disk.setRoom('ample');
    reviveIfDead();
    reconcile();
    life.delivery.wake();
    // A sender that hangs is given up after five minutes, and an interval is a minute at most.
    await pass(8 * 60_000);
  }

  startLife();

  return {
    decide,
    enqueueAgain: (pick) =>
      act(() => {
        const owed = pickOpen(pick);
        if (owed) enqueue({ ...owed.advice });
      }),
    enqueueConflict: (pick, how) =>
      act(() => {
        const owed = pickOpen(pick);
        if (!owed?.isAcknowledged) return;
        counts.conflicts += 1;
        const { advice } = owed;
        const other = `d${advice.adviceId.slice(1)}` as AdviceId;
        const wrong: Advice = {
          opposite: {
            ...advice,
            adviceId: other,
            kind: advice.kind === 'reversal' ? ('confirmation' as const) : ('reversal' as const),
          },
          'other-id': { ...advice, adviceId: other },
          'other-bytes': { ...advice, body: `${advice.body} ` },
        }[how];
        const queued = life.queue.enqueue(wrong);
        if (queued.ok || queued.failure.kind !== 'conflict') misdeed(`${how} of ${advice.adviceId} was taken`);
        life.delivery.begin(wrong.adviceId);
      }),
    setManner: (next) => {
      manner = next;
    },
    poison: (pick, how) => {
      const owed = pickOpen(pick);
      const isAmongThree = [...journal.values()].filter(({ poison }) => poison).length < parallel.least - 1;
      if (owed && (isAmongThree || owed.poison)) owed.poison = how;
    },
    pass,
    jump: (ms) => clock.jump(ms),
    wake: () => act(() => life.delivery.wake()),
    retry: (pick) =>
      act(() => {
        const owed = pickOpen(pick);
        if (owed) life.delivery.retry(owed.advice.adviceId);
      }),
    setRoom: (room) => disk.setRoom(room),
    setJournalRoom: (isFull) => {
      isJournalFull = isFull;
    },
    doom: (next) => {
      doom = next;
    },
    restart(how) {
      reviveIfDead();
      doom = undefined;
      if (how === 'killed') life.kill();
      else {
        guarded(() => life.delivery.close());
        life.queue.close();
        life.kill();
        counts.crashes -= 1;
      }
      reviveIfDead();
      look();
    },
    damage(pick, how) {
      reviveIfDead();
      const owed = pickOpen(pick);
      if (!owed) return;
      life.kill();
      if (disk.damage(owed.advice.adviceId, how)) {
        counts.damaged += 1;
        if (how !== 'leftover') {
          owed.isBlurred = true;
          // Only if the next start has room for it is it promised again.
          owed.isAcknowledged = false;
        }
      }
      reviveIfDead();
      look();
    },
    async calm() {
      const isStormy = manner;
      await everythingWorks();
      for (const { advice, final, poison, isBlurred } of journal.values()) {
        if (final || poison || isBlurred) continue;
        if (life.queue.entry(advice.adviceId)?.state !== 'needs-attention') misdeed(`${advice.adviceId} was held up`);
      }
      // However long the poisoned ones have been tried alone: whoever comes now is sent at once.
      decide('confirmation', 'billpay');
      decide('reversal', 'qr');
      await pass(100);
      for (const owed of [...journal.values()].slice(-2)) if (!owed.final) misdeed(`${owed.advice.adviceId} is held up`);
      manner = isStormy;
    },
    async heal() {
      for (const owed of journal.values()) owed.poison = undefined;
      isStrict = false;
      await everythingWorks();
      for (const { advice, state } of life.queue.entries()) if (state === 'needs-attention') life.delivery.retry(advice.adviceId);
      await pass(8 * 60_000);
      const left = life.queue.entries().map(({ advice }) => advice.adviceId);
      if (left.length > 0) misdeed(`for ever in the queue: ${left.join()}`);
      for (const { advice, final } of journal.values()) {
        const { confirmedBy, reversedBy } = bookedFor(advice);
        const booked = [...(advice.kind === 'confirmation' ? confirmedBy : reversedBy)];
        if (!final) misdeed(`${advice.adviceId} never ended`);
        if (booked.join() !== advice.adviceId) misdeed(`${advice.adviceId} is in the ledger as [${booked.join()}]`);
      }
    },
    misdeeds,
    counts,
    remove: () => disk.remove(),
  };
}
