import type { SaleId } from '../../shared/ids.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Counter, ShownCode } from '../../shared/snapshot.ts';
import type { Till } from '../till.ts';

type Occupied = Exclude<Counter, { kind: 'free' }>;

export interface CounterWatch {
  /** The sale as soon as it is so. */
  until(isIt: (sale: Sale) => boolean): Promise<Sale>;
  /** Its code as soon as a customer may scan it. Never, where it does not come to that. */
  untilShown(): Promise<ShownCode>;
}

/** Follows one sale at the counter. Listening begins at once, so that nothing is missed between two questions. */
export function watchCounter(till: Till, saleId: SaleId): CounterWatch {
  let last: Occupied | undefined;
  const waiting = new Set<() => void>();
  till.listen('snapshot', ({ counter }) => {
    if (counter.kind === 'free' || counter.sale.saleId !== saleId) return;
    last = counter;
    for (const look of waiting) look();
  });
  function until<Value>(find: (counter: Occupied) => Value | undefined): Promise<Value> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = last && find(last);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  }
  return {
    until: (isIt) => until(({ sale }) => (isIt(sale) ? sale : undefined)),
    untilShown: () => until((counter) => (counter.kind === 'open' ? counter.code : undefined)),
  };
}
