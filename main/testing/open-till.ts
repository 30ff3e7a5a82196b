import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { startBdsSimulator, type BdsSimulator, type BdsSimulatorOptions } from '../../simulators/bds/start-bds-simulator.ts';
import { invariant } from '../../shared/result.ts';
import type { Currency } from '../../shared/currency.ts';
import type { CallName, Reply, RequestOf } from '../../shared/ipc/contract.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { compose } from '../compose.ts';
import { silentLogger } from '../ports/logger.ts';
import { printInTheWindow } from '../ports/slip-printer.ts';
import { readIdentity, type Identity } from '../settings/identity.ts';
import type { Settings } from '../settings/settings.ts';
import type { Till } from '../till.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A whole till over the simulator, for tests: real sockets, a real journal, and an end when the test ends. */

export async function simulatorFor(options: BdsSimulatorOptions = {}): Promise<BdsSimulator> {
  const simulator = await startBdsSimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export function settingsFor(simulator: BdsSimulator, dataDirectory = temporaryFolder()): Settings {
  const { url, user, password } = simulator;
  return {
    mode: 'live',
    dataDirectory,
    currency: 'USD' as Currency,
    locale: 'en-US',
    port: 0,
    bds: { url, user, password },
    bdsIdlePollMs: 5_000,
    bdsBusyPollMs: 15_000,
    billType: 'Bill Payment',
    identity: demonstrationIdentity(),
    adviceIntervalMs: 20,
  };
}

export interface OpenTill extends Till {
  call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name>>;
  /** The sale's end, as a window hears of it. */
  decided(saleId: string): Promise<Sale>;
}

export function openTill(settings: Settings): OpenTill {
  const composed = compose(settings, { logger: silentLogger, printer: printInTheWindow, bds: settings.bds });
  if (!composed.ok) throw new Error(composed.failure.kind);
  const till = composed.value;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await till.close();
  };
  onTestFinished(close);
  return {
    ...till,
    close,
    call: (name, request) => till.dispatch(name, request) as never,
    decided: (saleId) =>
      new Promise((resolve) => {
        const look = ({ counter }: Snapshot): void => {
          if (counter.kind !== 'decided' || counter.sale.saleId !== saleId) return;
          stop();
          resolve(counter.sale);
        };
        const stop = till.listen('snapshot', look);
        void till.dispatch('till/snapshot', {}).then((reply) => reply.ok && look(reply.value as Snapshot));
      }),
  };
}

export const order = (amount = '12.00', reference = '987987'): RequestOf<'sale/begin'> => ({
  saleId: randomUUID(),
  input: { amount, reference, payor: { postalCode: '36832' } },
});

export async function sellTo(till: OpenTill, asked = order()): Promise<Sale> {
  const begun = await till.call('sale/begin', asked);
  if (!begun.ok) throw new Error(JSON.stringify(begun.failure));
  return till.decided(asked.saleId);
}

export async function snapshotOf(till: OpenTill): Promise<Snapshot> {
  const reply = await till.call('till/snapshot', {});
  if (!reply.ok) throw new Error(reply.failure.kind);
  return reply.value;
}

export const chargesOf = (simulator: BdsSimulator): number => simulator.ledger().filter(({ kind }) => kind === 'charged').length;
export const postsOf = (simulator: BdsSimulator): number => simulator.requests().filter(({ method }) => method === 'POST').length;

function demonstrationIdentity(): Identity {
  const identity = readIdentity({}, 'demonstration');
  invariant(identity.ok, 'the demonstration has an identity');
  return identity.value;
}
