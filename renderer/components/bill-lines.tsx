import type { ReactElement } from 'react';
import type { Sale } from '../../shared/sale.ts';
import { describeBillReason } from '../../shared/texts/describe.ts';
import { BillStateChip } from './bill-state-chip.tsx';
import { describeBiller } from './bill-words.ts';
import { useMoney, useT, useTexts } from './texts.ts';

interface BillLinesProps {
  readonly sale: Sale;
  /** In a sale's details: with what a refund needs. */
  readonly isFull?: boolean;
}

/** The bills of a sale, each with how it stands and why. */
export function BillLines({ sale, isFull = false }: BillLinesProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  return (
    <ul className="bill-lines">
      {(sale.bills ?? []).map((bill) => {
        const { approvedMinor, requestedMinor } = bill;
        const isOther = approvedMinor !== undefined && approvedMinor !== requestedMinor;
        // That the sale was given up is said once, and not for each of its bills.
        const reason = bill.reason?.code === 'abandoned' ? undefined : bill.reason;
        return (
          <li key={bill.billId} className="bill-line" data-bill-state={bill.state}>
            <div className="bill-line-name">
              <p className="bill-line-biller">{describeBiller(texts, bill)}</p>
              <p className="muted bill-line-reference">
                {t(`billKind.${bill.kind}`)} {bill.reference}
              </p>
            </div>
            <p className="bill-line-amount">
              {money(approvedMinor ?? requestedMinor, sale.currency)}
              {isOther && <span className="muted">{t('open.askedFor', { amount: money(requestedMinor, sale.currency) })}</span>}
            </p>
            <BillStateChip bill={bill} />
            {reason && <p className="bill-line-reason">{describeBillReason(texts, reason)}</p>}
            {isFull && bill.slip?.issuerReference !== undefined && (
              <p className="bill-line-reason">
                {t('detail.issuerReference')}: <strong>{bill.slip.issuerReference}</strong>
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
