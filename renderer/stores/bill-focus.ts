import { offersBillers, type BillState } from './bill-store.ts';

/** What of the form for bills can have the focus when the form comes up. */
export type BillPlace = 'biller' | 'reference' | 'pay';

/**
 * Where entering begins when the form comes up: at the money where a bill is in the sale, otherwise at whose bill it is.
 * It is the same whether the list of billers is there or still to come, so that hands learn it, and nothing that comes later moves the focus.
 */
export function beginningOf({ bills, draft, billers }: Pick<BillState, 'bills' | 'draft' | 'billers'>): BillPlace {
  if (draft.reference !== '' || draft.biller !== undefined) return 'reference';
  if (bills.length > 0) return 'pay';
  return offersBillers(billers) ? 'biller' : 'reference';
}
