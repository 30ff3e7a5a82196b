import type { ScreenName } from './stores/view-store.ts';

/** What a key means, wherever the focus is. Keys that only one control understands are that control's own. */
export type KeyAction =
  | 'go-sell'
  | 'go-amount'
  | 'go-bill'
  | 'go-history'
  | 'go-unresolved'
  | 'go-advices'
  | 'resolve'
  | 'show-keys'
  | 'back'
  | 'slip'
  | 'try-again'
  | 'take-card'
  | 'pay-cash'
  | 'pay-code'
  | 'cancel-code'
  | 'abandon'
  | 'print'
  /** The key does nothing, and the browser does nothing with it either. */
  | 'stay';

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
  cash: 'F5',
  partAmount: 'F6',
  partBill: 'F7',
  slip: 'F8',
  code: 'F8',
  again: 'F9',
  advices: 'F10',
  help: '?',
} as const;

export type KeyName = (typeof keyNames)[keyof typeof keyNames];

/**
 * Decides what a key does. A key that is held down does nothing: nobody holds a key on purpose at a till.
 * While a customer is at the terminal, no key leads away; while a sale is open, only the one that asks whether to give it up,
 * and while its code is shown, the one that cancels the code.
 */
export function actionOfKey(press: KeyPress, { screen, isTyping, isDialogOpen }: KeySituation): KeyAction | undefined {
  if (press.key === keyNames.cash && !press.ctrlKey && !press.altKey && !press.metaKey) {
    // A browser would load the window anew, and what was typed would be gone. Held down as well.
    return screen === 'sell' && !press.repeat && !isDialogOpen ? 'pay-cash' : 'stay';
  }
  if (press.repeat || press.altKey || press.metaKey || isDialogOpen) return undefined;
  if (press.ctrlKey) return press.key.toLowerCase() === 'p' && screen === 'slip' ? 'print' : undefined;
  if ((press.key === keyNames.help && !isTyping) || press.key === 'F1') return 'show-keys';
  if (screen === 'taking' || screen === 'opening') return undefined;

  if (screen === 'code') return press.key === keyNames.back ? 'cancel-code' : undefined;
  if (screen === 'open') {
    if (press.key === keyNames.code) return 'pay-code';
    if (press.key === keyNames.again) return 'take-card';
    return press.key === keyNames.back ? 'abandon' : undefined;
  }
  if (screen === 'outcome') {
    if (press.key === keyNames.slip) return 'slip';
    if (press.key === keyNames.again) return 'try-again';
    return press.key === keyNames.unresolved ? 'resolve' : undefined;
  }
  if (press.key === keyNames.back) return screen === 'sell' || screen === 'trouble' ? undefined : 'back';
  if (press.key === keyNames.code && screen === 'sell') return 'pay-code';
  switch (press.key) {
    case keyNames.sell:
      return 'go-sell';
    case keyNames.partAmount:
      return 'go-amount';
    case keyNames.partBill:
      return 'go-bill';
    case keyNames.history:
      return 'go-history';
    case keyNames.unresolved:
      return 'go-unresolved';
    case keyNames.advices:
      return 'go-advices';
    default:
      return undefined;
  }
}
