import type { Sale } from '../shared/sale.ts';
import { dismissOutcome, type Stores } from './stores/stores.ts';
import { goToPart } from './stores/view-store.ts';

/** What buttons and keys do alike. */

export function showSlip({ view }: Stores, sale: Sale): void {
  view.setState({ slip: sale, dialog: undefined });
}

export function resolveSale({ view }: Stores, sale: Sale): void {
  view.setState({ dialog: { kind: 'resolve', sale } });
}

/** May the same payment be asked for once more, as a new one? Only where nothing was charged. */
export function canTryAgain(sale: Sale): boolean {
  return sale.outcome === 'declined' || sale.outcome === 'cancelled' || sale.outcome === 'failed';
}

/** Back to the form with the same amount, reference and payor, or with the same bills. Nothing is sent before somebody presses the button. */
export async function tryAgain(stores: Stores, sale: Sale): Promise<boolean> {
  if (!canTryAgain(sale)) return false;
  const isDismissed = await dismissOutcome(stores);
  if (isDismissed && sale.bills) {
    goToPart(stores.view, 'bill');
    stores.bill.prefill(sale);
  } else if (isDismissed) stores.sell.prefill(sale);
  return isDismissed;
}
