import type { Sale } from '../shared/sale.ts';
import type { TenderKind } from '../shared/snapshot.ts';
import type { SellSettings, SubmitAnswer } from './stores/sell-store.ts';
import { dismissOutcome, type Stores } from './stores/stores.ts';
import { goToPart } from './stores/view-store.ts';

/** What buttons and keys do alike. */

/**
 * Begins the sale that is in the form, with its first tender: a card at once, or the sale is opened, and a code is asked for where one was meant.
 * A code that is not to be had leaves the sale open, and the open screen says why.
 */
export async function beginSale(
  stores: Stores,
  tender: TenderKind,
  settings: SellSettings,
  overrideReason?: string,
): Promise<SubmitAnswer> {
  const { sell, view } = stores;
  if (tender === 'card') return sell.submit(settings, overrideReason);
  view.setState({ isCodeAsked: tender === 'code' });
  const answer = await sell.open(settings, overrideReason);
  // The press before this one is still being answered, and the screen is its own.
  if (answer === 'ignored') return answer;
  const { saleId } = sell.getState().draft;
  if (answer === 'begun' && tender === 'code' && saleId) await stores.tenderOf(saleId).payAllByCode();
  view.setState({ isCodeAsked: false });
  return answer;
}

export function showSlip({ view }: Stores, sale: Sale): void {
  view.setState({ slip: sale, dialog: undefined });
}

export function resolveSale({ view }: Stores, sale: Sale): void {
  view.setState({ dialog: { kind: 'resolve', sale } });
}

/** May the same payment be asked for once more, as a new one? Only where nothing was charged. */
export function canTryAgain(sale: Sale): boolean {
  // An amount that was opened by mistake, or with a wrong figure, comes back into the form; cash that is the customer's is given back first.
  if (sale.outcome === 'abandoned') return sale.isOpened === true && sale.cash?.isReturned !== false;
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
