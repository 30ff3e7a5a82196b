import { useRef, useState, type ReactElement } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { Sale } from '../../shared/sale.ts';
import { describeFailure } from '../../shared/texts/describe.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Modal } from '../components/modal.tsx';
import { Notice } from '../components/notice.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { keyNames } from '../keys.ts';
import { codeUnderWay, paidCodes } from '../stores/sale-codes.ts';
import { useSnapshot, useStores } from '../stores/stores.ts';

/** The second press: what giving up the open sale will do, said before it is done. */
export function AbandonDialog({ onClose }: { readonly onClose: () => void }): ReactElement | null {
  const t = useT();
  const keepRef = useRef<HTMLButtonElement>(null);
  const counter = useSnapshot((snapshot) => snapshot.counter);
  // It was paid or given up meanwhile, in another window.
  if (counter.kind !== 'open') return null;
  return (
    <Modal title={t('abandon.title')} onClose={onClose} initialFocus={keepRef}>
      <AbandonForm sale={counter.sale} keepRef={keepRef} onClose={onClose} />
    </Modal>
  );
}

interface AbandonFormProps {
  readonly sale: Sale;
  readonly keepRef: { current: HTMLButtonElement | null };
  readonly onClose: () => void;
}

export function AbandonForm({ sale, keepRef, onClose }: AbandonFormProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const { client } = useStores();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const bills = sale.bills ?? [];
  const reserved = bills.filter(({ state }) => state === 'reserved').length;
  const isAsking = bills.some(({ state }) => state === 'requested');

  const abandon = async (): Promise<void> => {
    if (isPending) return;
    setPending(true);
    setFailure(undefined);
    const reply = await client.call('sale/abandon', { saleId: sale.saleId });
    setPending(false);
    if (reply.ok) onClose();
    else setFailure(reply.failure);
  };

  return (
    <div className="abandon">
      <ul className="abandon-list">
        <li>
          <Icon name="undo" />
          {!sale.bills
            ? t('abandon.nothingPaid')
            : reserved > 0
              ? t('abandon.bills', { count: reserved })
              : t('abandon.billsNone')}
        </li>
        {isAsking && (
          <li>
            <Icon name="waiting" />
            {t('abandon.asking')}
          </li>
        )}
        {codeUnderWay(sale) && (
          <li>
            <Icon name="code" />
            {t('abandon.codeUnderWay')}
          </li>
        )}
        {paidCodes(sale).map(({ qrId, approvedMinor = 0, partner }) => (
          <li key={qrId}>
            <Icon name="code" />
            {t('abandon.code', { amount: money(approvedMinor, sale.currency), partner: partner?.name ?? t('code.name') })}
          </li>
        ))}
        {sale.cash && (
          <li className="abandon-cash">
            <Icon name="cash" />
            {t('abandon.cash', { amount: money(sale.cash.amountMinor, sale.currency) })}
          </li>
        )}
        <li>
          <Icon name="card" />
          {t('abandon.card')}
        </li>
      </ul>
      {failure && (
        <Notice tone="strong" isAlert>
          {describeFailure(texts, failure)}
        </Notice>
      )}
      <div className="modal-actions">
        <Button ref={keepRef} look="money" hint={keyNames.back} onClick={onClose}>
          {t('abandon.keep')}
        </Button>
        <Button look="danger" icon="undo" disabled={isPending} aria-busy={isPending} onClick={() => void abandon()}>
          {t('abandon.confirm')}
        </Button>
      </div>
    </div>
  );
}
