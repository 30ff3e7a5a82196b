import { setTimeout as wait } from 'node:timers/promises';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import { invariant, type Result } from '../../shared/result.ts';
import type { Outcome, Sale } from '../../shared/sale.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Random } from '../../main/testing/random.ts';
import type { TillProcess } from '../../main/testing/till-process.ts';

type Answer = Result<Sale, Failure>;

/** What people look at and press, whichever till is behind it now. Everything answers undefined where that was killed over it. */
export interface Window {
  /** Presses, now and then three times at once. What the till agrees to is noted as told. */
  press(call: () => Promise<Answer | undefined>): Promise<Answer | undefined>;
  /** The same once. @returns the sale; undefined also where the till refused, for a reason that has its place there. Rejects where it has none */
  change(call: Promise<Answer | undefined>, refusals: readonly Failure['kind'][]): Promise<Sale | undefined>;
  snapshot(till: TillProcess): Promise<Snapshot | undefined>;
  /** Until the counter shows the sale so, with nobody at the terminal; whoever has waited too long starts the till again. */
  untilShown(till: TillProcess, saleId: SaleId, isSo: (sale: Sale) => boolean): Promise<Sale | undefined>;
  /** The outcome that was told last of each sale. */
  readonly told: ReadonlyMap<string, Outcome>;
}

/** A cashier whose customer has gone and whose till still waits starts the till again. */
const patienceMs = 1_500;

export function createWindow(random: Random): Window {
  const told = new Map<string, Outcome>();

  function note(answer: Answer | undefined): void {
    if (answer?.ok) told.set(answer.value.saleId, answer.value.outcome);
  }

  async function snapshot(till: TillProcess): Promise<Snapshot | undefined> {
    const reply = await till.call('till/snapshot', {});
    if (!reply) return undefined;
    invariant(reply.ok, 'the till says how things stand');
    return reply.value;
  }

  return {
    async press(call) {
      const answers = await Promise.all(Array.from({ length: random.chance(0.1) ? 3 : 1 }, call));
      const answer = answers.find((one) => one?.ok) ?? answers.find((one) => one !== undefined);
      note(answer);
      return answer;
    },
    async change(call, refusals) {
      const answer = await call;
      note(answer);
      if (answer?.ok === false) expectRefusal(answer.failure, refusals);
      return answer?.ok ? answer.value : undefined;
    },
    snapshot,
    async untilShown(till, saleId, isSo) {
      const begunAt = performance.now();
      while (performance.now() - begunAt < patienceMs) {
        const now = await snapshot(till);
        if (!now) return undefined;
        const { counter } = now;
        if (counter.kind !== 'free' && counter.kind !== 'taking' && counter.sale.saleId === saleId && isSo(counter.sale)) {
          told.set(saleId, counter.sale.outcome);
          if (counter.kind === 'decided') await till.call('sale/dismiss', { saleId });
          return counter.sale;
        }
        await wait(3);
      }
      await till.kill();
      return undefined;
    },
    told,
  };
}

/** @throws where a till that sells may not refuse for this reason */
export function expectRefusal(failure: Failure, expected: readonly Failure['kind'][]): void {
  invariant(expected.includes(failure.kind), `a till that sells refuses only ${expected.join(', ')}: ${JSON.stringify(failure)}`);
}
