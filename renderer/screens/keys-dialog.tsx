import type { ReactElement } from 'react';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { useT } from '../components/texts.ts';
import { keyNames } from '../keys.ts';

/** Every key of the till. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <Modal title={t('keys.title')} onClose={onClose}>
      <KeyList />
      <div className="modal-actions keys-actions">
        <Button hint="Esc" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </Modal>
  );
}

export function KeyList(): ReactElement {
  const t = useT();
  const keys: readonly (readonly [key: string, meaning: string])[] = [
    [t('keys.digitsKey'), t('keys.digits')],
    [t('keys.decimalKey'), t('keys.decimal')],
    [t('keys.backspaceKey'), t('keys.backspace')],
    [t('keys.enterKey'), t('keys.next')],
    [t('keys.escapeKey'), t('keys.back')],
    [keyNames.sell, t('keys.sell')],
    [keyNames.history, t('keys.today')],
    [keyNames.unresolved, t('keys.unresolved')],
    [keyNames.slip, t('keys.slip')],
    [keyNames.again, t('keys.again')],
    [keyNames.help, t('keys.help')],
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
