import type { ReactElement } from 'react';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { useT } from '../components/texts.ts';
import { keyNames } from '../keys.ts';
import { useSnapshot } from '../stores/stores.ts';

/** Every key of the till. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <Modal title={t('keys.title')} onClose={onClose}>
      <KeyList />
      <div className="modal-actions keys-actions">
        <Button hint={keyNames.back} onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </Modal>
  );
}

export function KeyList(): ReactElement {
  const t = useT();
  const hasBills = useSnapshot((snapshot) => snapshot.sells.includes('bill'));
  const hasCode = useSnapshot((snapshot) => snapshot.tenders.includes('code'));
  const hasAdvices = useSnapshot((snapshot) => snapshot.advices !== undefined);
  const keys: readonly (readonly [key: string, meaning: string])[] = [
    [t('keys.digitsKey'), t('keys.digits')],
    [t('keys.decimalKey'), t('keys.decimal')],
    [t('keys.backspaceKey'), t('keys.backspace')],
    [t('keyCap.Enter'), t('keys.next')],
    [t('keyCap.Escape'), hasCode ? t('keys.backOrCancel') : t('keys.back')],
    [t(`keyCap.${keyNames.sell}`), t('keys.sell')],
    [t(`keyCap.${keyNames.history}`), t('keys.today')],
    [t(`keyCap.${keyNames.unresolved}`), t('keys.unresolved')],
    [t(`keyCap.${keyNames.cash}`), t('keys.cash')],
    ...(hasBills
      ? [
          [t(`keyCap.${keyNames.partAmount}`), t('keys.partAmount')] as const,
          [t(`keyCap.${keyNames.partBill}`), t('keys.partBill')] as const,
        ]
      : []),
    [t(`keyCap.${keyNames.slip}`), hasCode ? t('keys.codeOrSlip') : t('keys.slip')],
    [t(`keyCap.${keyNames.again}`), t('keys.again')],
    ...(hasAdvices ? [[t(`keyCap.${keyNames.advices}`), t('keys.advices')] as const] : []),
    [t(`keyCap.${keyNames.help}`), t('keys.help')],
  ];
  return (
    <dl className="keys">
      {keys.map(([key, meaning]) => (
        <div key={key}>
          <dt>
            <kbd className="keycap">{key}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
