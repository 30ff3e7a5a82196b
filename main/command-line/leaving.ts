import type { CommandParts } from './command-parts.ts';

export interface Interruptible {
  /** Calls back when a person presses Ctrl+C. @returns stops it */
  onInterrupt(listener: () => void): () => void;
}

/** While a card is at the terminal: the first Ctrl+C is answered with what it cannot do; the second leaves, and then nobody knows the outcome. */
export function leaving({ texts, say, onInterrupt }: Interruptible & Pick<CommandParts, 'texts' | 'say'>): Promise<undefined> {
  return new Promise((resolve) => {
    let isWarned = false;
    const stop = onInterrupt(() => {
      if (isWarned) {
        stop();
        resolve(undefined);
        return;
      }
      isWarned = true;
      say(texts.t('commandLine.interrupted'));
    });
  });
}
