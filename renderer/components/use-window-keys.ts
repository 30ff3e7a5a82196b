import { useEffect } from 'react';
import { resolveSale, showSlip, tryAgain } from '../actions.ts';
import { actionOfKey, type KeyAction } from '../keys.ts';
import { useStores, type Stores } from '../stores/stores.ts';
import { goTo, goToPart, hasDialog, screenOf } from '../stores/view-store.ts';

/** The keys that work wherever the focus is. */
export function useWindowKeys(): void {
  const stores = useStores();
  useEffect(() => {
    const handle = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const { till, view } = stores;
      const action = actionOfKey(event, {
        screen: screenOf(till.getState().snapshot, view.getState()),
        isTyping: isTypingInto(event.target),
        isDialogOpen: hasDialog(view.getState()),
      });
      if (!action) return;
      event.preventDefault();
      act(stores, action);
    };
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, [stores]);
}

/** The amount has no letters, so `?` may mean help there. */
function isTypingInto(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.dataset['ownKeys'] === 'amount') return false;
  return target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
}

function act(stores: Stores, action: KeyAction): void {
  const { till, view } = stores;
  const snapshot = till.getState().snapshot;
  const counter = snapshot?.counter;
  const hasBills = snapshot?.sells.includes('bill') ?? false;
  const decided = counter?.kind === 'decided' ? counter.sale : undefined;
  switch (action) {
    case 'go-sell':
      return goTo(view, 'sell');
    // A till without a bill service has neither of the two.
    case 'go-amount':
      return hasBills ? goToPart(view, 'amount') : undefined;
    case 'go-bill':
      return hasBills ? goToPart(view, 'bill') : undefined;
    case 'go-advices':
      return snapshot?.advices ? goTo(view, 'advices') : undefined;
    case 'go-history':
      return goTo(view, 'history');
    case 'go-unresolved':
      return goTo(view, 'unresolved');
    case 'resolve':
      return decided?.outcome === 'outcome-unknown' ? resolveSale(stores, decided) : undefined;
    case 'show-keys':
      return view.setState({ dialog: { kind: 'keys' } });
    case 'back':
      return view.getState().slip ? view.setState({ slip: undefined }) : goTo(view, 'sell');
    case 'slip':
      return decided && showSlip(stores, decided);
    case 'try-again':
      if (decided) void tryAgain(stores, decided);
      return undefined;
    case 'abandon':
      return view.setState({ dialog: { kind: 'abandon' } });
    // A button that cannot be pressed just now is not pressed by its key either.
    case 'take-card':
      return press('[data-screen="open"] .open-card');
    case 'pay-cash':
      return press('[data-screen="sell"] .sell-cash');
    case 'pay-code':
      return press('[data-screen="sell"] .sell-code, [data-screen="open"] .open-code');
    case 'cancel-code':
      return press('[data-screen="code"] .code-cancel');
    case 'print':
      return press('[data-screen="slip"] .button-primary');
    case 'stay':
      return undefined;
  }
}

function press(button: string): void {
  document.querySelector<HTMLButtonElement>(button)?.click();
}
