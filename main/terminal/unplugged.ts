import { invariant } from '../../shared/result.ts';
import type { CardTerminal } from './card-terminal.ts';

/** For work that needs no terminal: resolving a sale, reading. It is never asked for a card. */
export const unpluggedTerminal: CardTerminal = {
  status: () => ({ state: 'not-available' }),
  refreshStatus: () => Promise.resolve({ state: 'not-available' }),
  onStatus: () => () => {},
  take() {
    invariant(false, 'a till without a terminal takes no card');
  },
  close: () => {},
};
