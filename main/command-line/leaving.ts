import type { CommandParts } from './command-parts.ts';

export interface Interruptible {
  /** Calls back when a person presses Ctrl+C. @returns stops it */
  onInterrupt(listener: () => void): () => void;
}

export interface Leaving {
  /** The second press. */
  readonly left: Promise<undefined>;
  /** The card has had its end, or did not come to the terminal: Ctrl+C does again what it always does. */
  stop(): void;
}

/** While a card is at the terminal: the first Ctrl+C is answered with what it cannot do; the second leaves, and then nobody knows the outcome. */
export function listenForLeaving({ texts, say, onInterrupt }: Interruptible & Pick<CommandParts, 'texts' | 'say'>): Leaving {
  let isWarned = false;
  let stop = (): void => {};
  const left = new Promise<undefined>((resolve) => {
    stop = onInterrupt(() => {
      if (isWarned) {
        resolve(undefined);
        return;
      }
      isWarned = true;
      say(texts.t('commandLine.interrupted'));
    });
  });
  return { left, stop: () => stop() };
}
