import { randomUUID } from 'node:crypto';
import type { AdviceId, BillId, IncidentId, QrId, SaleId } from '../../shared/ids.ts';

/** Fresh ids, so that a test knows them beforehand. */
export interface Ids {
  saleId(): SaleId;
  billId(): BillId;
  qrId(): QrId;
  adviceId(): AdviceId;
  incidentId(): IncidentId;
}

export const randomIds: Ids = {
  saleId: () => randomUUID() as SaleId,
  billId: () => randomUUID() as BillId,
  qrId: () => randomUUID() as QrId,
  adviceId: () => randomUUID() as AdviceId,
  // Short enough to be read out on the telephone.
  incidentId: () => randomUUID().slice(0, 8).toUpperCase() as IncidentId,
};
