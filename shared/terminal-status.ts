/**
 * What is known of the card terminal (BDS 2). The first five follow from the service's `StatusCode`,
 * the next four from the lack of a proper answer; `checking` is before the first.
 */
export const terminalStates = [
  'checking',
  'available',
  'in-use',
  'no-terminal',
  'state-unknown',
  'not-available',
  'service-down',
  'wrong-credentials',
  'unexpected-answer',
  'no-answer',
] as const;
export type TerminalState = (typeof terminalStates)[number];

export interface TerminalStatus {
  readonly state: TerminalState;
  /** The service's own words, where it had any. */
  readonly detail?: string;
  /** When the state was last learned; absent before the first answer. ISO 8601, UTC. */
  readonly learnedAt?: string;
}

/** May a card be asked for? An undetermined state may, with a warning (BDS 2). */
export function allowsCard(state: TerminalState): boolean {
  return state === 'available' || state === 'state-unknown';
}
