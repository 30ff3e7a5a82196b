import type { Reply } from '../../shared/ipc/contract.ts';
import type { BillKind } from '../../shared/bill.ts';
import type { Institution } from '../../shared/institution.ts';
import { assertNever, fail, ok } from '../../shared/result.ts';
import type { BillService } from '../billpay/bill-service.ts';
import { makeReferences } from '../electrum/references.ts';
import { problemsOfReference } from '../checkout/bill-input.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

/** A service without such a list is no failure: there the reference alone says who gets the money (billpay 4.1). */
export async function listBillers(service: Pick<BillService, 'listBillers'>): Promise<Reply<'bill/billers'>> {
  const list = await service.listBillers();
  switch (list.kind) {
    case 'listed':
      return ok({ billers: list.billers.filter(({ isAllowed }) => isAllowed) });
    case 'not-offered':
      return ok({ billers: [] });
    case 'refused':
    case 'no-answer':
      return fail({ kind: 'bill-refused', reason: list.reason });
    default:
      return assertNever(list);
  }
}

export async function lookUpBill(
  service: Pick<BillService, 'lookUp'>,
  bill: { readonly kind: BillKind; readonly reference: string; readonly biller?: Institution | undefined },
  {
    ids,
    clock,
    terminalId,
  }: { readonly ids: Pick<Ids, 'billId'>; readonly clock: Pick<Clock, 'now'>; readonly terminalId: string },
): Promise<Reply<'bill/look-up'>> {
  const reference = bill.reference.trim();
  const problems = problemsOfReference('reference', reference);
  if (problems.length > 0) return fail({ kind: 'bad-input', problems });
  const atMs = clock.now();
  const references = makeReferences({ requestId: ids.billId(), terminalId, counter: Math.floor(atMs / 1_000), atMs });
  const found = await service.lookUp({ kind: bill.kind, reference, ...(bill.biller ? { biller: bill.biller } : {}) }, references);
  switch (found.kind) {
    case 'found':
      return ok({ details: found.bill });
    case 'not-offered':
      return ok({});
    case 'refused':
    case 'no-answer':
      return fail({ kind: 'bill-refused', reason: found.reason });
    case 'not-sendable':
      return fail({ kind: 'bill-refused', reason: { code: 'format-error', detail: found.problems[0]?.rule ?? '' } });
    default:
      return assertNever(found);
  }
}
