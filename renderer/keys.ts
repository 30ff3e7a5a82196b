import type { ScreenName } from './stores/view-store.ts';

/** What a key means, wherever the focus is. Keys that only one control understands are that control's own. */
export type KeyAction =
  'go-sell' | 'go-history' | 'go-unresolved' | 'resolve' | 'show-keys' | 'back' | 'slip' | 'try-again' | 'print';

export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export interface KeySituation {
  readonly screen: ScreenName;
  /** The focus is in a field that takes text. */
  readonly isTyping: boolean;
  /** A dialog is open: it has the keyboard, and Escape closes it by itself. */
  readonly isDialogOpen: boolean;
}

/** The keys of the buttons, by the names that `aria-keyshortcuts` wants; what stands on them is in the texts. */
export const keyNames = {
  enter: 'Enter',
  back: 'Escape',
  print: 'Control+P',
  sell: 'F2',
  history: 'F3',
  unresolved: 'F4',
  slip: 'F8',
  again: 'F9',
  help: '?',
} as const;

export type KeyName = (typeof keyNames)[keyof typeof keyNames];

/**
 * Decides what a key does. A key that is held down does nothing: nobody holds a key on purpose at a till.
 * While a customer is at the terminal, no key leads away.
 */
export function actionOfKey(press: KeyPress, { screen, isTyping, isDialogOpen }: KeySituation): KeyAction | undefined {
  if (press.repeat || press.altKey || press.metaKey || isDialogOpen) return undefined;
  if (press.ctrlKey) return press.key.toLowerCase() === 'p' && screen === 'slip' ? 'print' : undefined;
  if ((press.key === keyNames.help && !isTyping) || press.key === 'F1') return 'show-keys';
  if (screen === 'taking' || screen === 'opening') return undefined;

  if (screen === 'outcome') {
    if (press.key === keyNames.slip) return 'slip';
    if (press.key === keyNames.again) return 'try-again';
    return press.key === keyNames.unresolved ? 'resolve' : undefined;
  }
  if (press.key === keyNames.back) return screen === 'sell' || screen === 'trouble' ? undefined : 'back';
  switch (press.key) {
    case keyNames.sell:
      return 'go-sell';
    case keyNames.history:
      return 'go-history';
    case keyNames.unresolved:
      return 'go-unresolved';
    default:
      return undefined;
  }
}
