import { saleAtStake, stakesOf } from '../../shared/stakes.ts';
import type { TillStore } from './till-store.ts';

/** The part of the browser's `window` that is used here. */
interface Unloading {
  addEventListener(name: 'beforeunload', listener: (event: Event) => void): void;
  removeEventListener(name: 'beforeunload', listener: (event: Event) => void): void;
}

/**
 * A browser asks in its own words before it closes or reloads a window in which a sale is at the counter. The till goes on without the window,
 * but nobody would see what becomes of the sale. At any other time nothing is lost, so nobody is asked: messages to services are the till's.
 * @returns stops it
 */
export function guardUnload(target: Unloading, till: TillStore): () => void {
  let isGuarded = false;
  // The browser's question appears for an event that was prevented.
  const ask = (event: Event): void => event.preventDefault();

  function guard(wanted: boolean): void {
    if (wanted === isGuarded) return;
    isGuarded = wanted;
    if (wanted) target.addEventListener('beforeunload', ask);
    else target.removeEventListener('beforeunload', ask);
  }

  const look = (): void => {
    const { snapshot } = till.getState();
    guard(snapshot !== undefined && saleAtStake(stakesOf(snapshot)) !== undefined);
  };
  look();
  const stop = till.subscribe(look);
  return () => {
    stop();
    guard(false);
  };
}
