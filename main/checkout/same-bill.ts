import { sameReference } from '../../shared/sale-input.ts';
import type { Sale, SaleRequest } from '../../shared/sale.ts';

/** The earlier attempts at this bill that nobody has decided: the same reference and the same money. Charging it again may charge it twice. */
export function unresolvedAttempts(request: SaleRequest, open: readonly Sale[]): readonly Sale[] {
  return open.filter(
    (sale) =>
      sale.amountMinor === request.amountMinor &&
      sale.currency === request.currency &&
      sameReference(sale.reference, request.reference),
  );
}
