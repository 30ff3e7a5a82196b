import type { ReactElement } from 'react';
import type { QrState, QrTender } from '../../shared/qr-tender.ts';
import type { Sale } from '../../shared/sale.ts';
import { describeQrReason } from '../../shared/texts/describe.ts';
import { Icon, type IconName } from './icon.tsx';
import { useMoney, useT, useTexts } from './texts.ts';
import { formatTime } from './times.ts';

const icons: Readonly<Record<QrState, IconName>> = {
  preparing: 'waiting',
  waiting: 'waiting',
  reserved: 'check',
  declined: 'cross',
  confirming: 'check',
  confirmed: 'check',
  reversing: 'undo',
  reversed: 'undo',
  'needs-attention': 'warning',
};

interface CodeLinesProps {
  readonly sale: Pick<Sale, 'currency'>;
  readonly codes: readonly QrTender[];
  /** In a sale's details: with the names under which it is found elsewhere. */
  readonly isFull?: boolean;
  /** The one whose reason stands beside the list. */
  readonly toldOf?: QrTender | undefined;
}

/** Payments by code, each with how it stands, whose app paid, and why it came to nothing. */
export function CodeLines({ sale, codes, isFull = false, toldOf }: CodeLinesProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  return (
    <ul className="code-lines">
      {codes.map((tender) => {
        const { qrId, state, amountMinor, begunAt, partner, slip, tranId } = tender;
        // That the sale was given up is said once, and not for each of its payments.
        const reason = tender === toldOf || tender.reason?.code === 'abandoned' ? undefined : tender.reason;
        return (
          <li key={qrId} className="code-line" data-code-state={state}>
            <p className="code-line-name">
              {partner?.name ?? t('code.name')} <span className="muted">{formatTime(begunAt, texts.locale)}</span>
            </p>
            <span className="chip" data-code-state={state}>
              <Icon name={icons[state]} size={16} />
              {t(`qrState.${state}`)}
            </span>
            <p className="code-line-amount">{money(amountMinor, sale.currency)}</p>
            {reason && <p className="code-line-more">{describeQrReason(texts, reason)}</p>}
            {isFull && slip?.issuerReference !== undefined && (
              <p className="code-line-more">
                {t('code.issuerReference')}: <strong>{slip.issuerReference}</strong>
              </p>
            )}
            {isFull && tranId !== undefined && (
              <p className="code-line-more">
                {t('code.tranId')}: <code>{tranId}</code>
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
