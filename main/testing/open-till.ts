import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import {
  startBillpaySimulator,
  type BillpaySimulator,
  type BillpaySimulatorOptions,
} from '../../simulators/billpay/start-billpay-simulator.ts';
import { startQrSimulator, type QrSimulator, type QrSimulatorOptions } from '../../simulators/qr/start-qr-simulator.ts';
import { startBdsSimulator, type BdsSimulator, type BdsSimulatorOptions } from '../../simulators/bds/start-bds-simulator.ts';
import { invariant } from '../../shared/result.ts';
import type { Currency } from '../../shared/currency.ts';
import type { CallName, Reply, RequestOf } from '../../shared/ipc/contract.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { compose, type ComposeParts } from '../compose.ts';
import { silentLogger } from '../ports/logger.ts';
import { printInTheWindow } from '../ports/slip-printer.ts';
import { readIdentity, type Identity } from '../settings/identity.ts';
import type { Settings } from '../settings/settings.ts';
import type { Till } from '../till.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A whole till over the simulators, for tests: real sockets, a real journal, and an end when the test ends. */

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
    customerDisplay: 'off',
    bds: { url, user, password },
    bdsIdlePollMs: 5_000,
    bdsBusyPollMs: 15_000,
    billType: 'Bill Payment',
    identity: demonstrationIdentity(),
    qrGuid: 'dev.sim.qr',
    adviceIntervalMs: 20,
  };
}

export async function billpaySimulatorFor(options: BillpaySimulatorOptions = {}): Promise<BillpaySimulator> {
  const simulator = await startBillpaySimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

/** The same till with bills. The patience is long, because a busy machine is no reason for a test to fail. */
export function settingsWithBills(
  cards: BdsSimulator,
  { url, user, password }: BillpaySimulator,
  { dataDirectory }: { readonly dataDirectory?: string } = {},
): Settings {
  return { ...settingsFor(cards, dataDirectory), billpay: { url, user, password, timeoutMs: 20_000 } };
}

export async function qrSimulatorFor(options: QrSimulatorOptions = {}): Promise<QrSimulator> {
  const simulator = await startQrSimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

/** The same till with payments by code. */
export function settingsWithCodes(settings: Settings, { url, user, password }: QrSimulator): Settings {
  return { ...settings, qr: { url, user, password, timeoutMs: 20_000 } };
}

export interface OpenTill extends Till {
  call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name>>;
  /** The sale's end, as a window hears of it. */
  decided(saleId: string): Promise<Sale>;
  /** What a window shows, as soon as it is so. */
  shows(isSo: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
}

export function openTill(settings: Settings, parts: Pick<ComposeParts, 'createStore' | 'clock' | 'transport'> = {}): OpenTill {
  const { bds, billpay, qr } = settings;
  const composed = compose(settings, { logger: silentLogger, printer: printInTheWindow, bds, billpay, qr, ...parts });
  if (!composed.ok) throw new Error(composed.failure.kind);
  const till = composed.value;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await till.close();
  };
  onTestFinished(close);
  const shows: OpenTill['shows'] = (isSo) =>
    new Promise((resolve) => {
      const look = (snapshot: Snapshot): void => {
        if (!isSo(snapshot)) return;
        stop();
        resolve(snapshot);
      };
      const stop = till.listen('snapshot', look);
      void till.dispatch('till/snapshot', {}).then((reply) => reply.ok && look(reply.value as Snapshot));
    });
  return {
    ...till,
    close,
    call: (name, request) => till.dispatch(name, request) as never,
    shows,
    async decided(saleId) {
      const { counter } = await shows(({ counter: now }) => now.kind === 'decided' && now.sale.saleId === saleId);
      invariant(counter.kind === 'decided', 'that is what was waited for');
      return counter.sale;
    },
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
