import type { BdsSimulator, ChargedEntry, ReceivedRequest } from '../simulators/bds/start-bds-simulator.ts';

/** How often the terminal was really asked for a payment. */
export function transactionsOf(simulator: BdsSimulator): readonly ReceivedRequest[] {
  return simulator.requests().filter(({ method }) => method === 'POST');
}

/** What was really charged, by the terminal's own book. */
export function chargesOf(simulator: BdsSimulator): readonly ChargedEntry[] {
  return simulator.ledger().filter((entry) => entry.kind === 'charged');
}
