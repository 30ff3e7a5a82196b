import type { BillId, PaymentId } from '../../shared/ids.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Advice } from '../advices/advice.ts';
import type { BillService } from '../billpay/bill-service.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { QrService } from '../qr/qr-service.ts';
import { adviceOfBill } from './advice-of-bill.ts';
import { adviceOfCode } from './advice-of-code.ts';
import type { AdviceKind } from './effect.ts';

/** Who makes the messages. One that is not set up any more makes none: what it is owed waits until it is. */
export interface AdviceMakers {
  readonly bills?: Pick<BillService, 'makePaymentConfirmation' | 'makeReversal'> | undefined;
  readonly codes?: Pick<QrService, 'makeConfirmation' | 'makeReversal'> | undefined;
}

/** The advice that a payment of the sale is owed, made from the journal alone, whichever service has reserved it. */
export function adviceOf(
  { bills, codes }: AdviceMakers,
  sale: Sale,
  records: readonly JournalRecord[],
  requestId: PaymentId,
  kind: AdviceKind,
): Result<Advice, unknown> {
  const tender = sale.codes?.find(({ qrId }) => qrId === requestId);
  if (tender) return codes ? adviceOfCode(codes, sale, records, tender, kind) : fail('no QR service is set up');
  return bills ? adviceOfBill(bills, sale, records, requestId as BillId, kind) : fail('no bill service is set up');
}
