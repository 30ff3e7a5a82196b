import type { ReactElement } from 'react';
import type { Failure } from '../../shared/failure.ts';
import { describeFailure } from '../../shared/texts/describe.ts';
import { Modal } from '../components/modal.tsx';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { useT, useTexts } from '../components/texts.ts';

interface CustomerDialogProps {
  /** Of the customer's page, with its token; or why there is none. */
  readonly opened: { readonly path: string } | { readonly failure: Failure };
  readonly onClose: () => void;
}

/**
 * The way to the customer's page in a browser. A link that a person presses, and no window that opens by itself: browsers stop those.
 * The page has no way back to this window (`noopener`).
 */
export function CustomerDialog({ opened, onClose }: CustomerDialogProps): ReactElement {
  const t = useT();
  return (
    <Modal title={t('customerDisplay.title')} onClose={onClose}>
      <CustomerAddress opened={opened} onOpen={onClose} />
    </Modal>
  );
}

export function CustomerAddress({
  opened,
  onOpen,
}: Pick<CustomerDialogProps, 'opened'> & { readonly onOpen: () => void }): ReactElement {
  const t = useT();
  const texts = useTexts();
  if ('failure' in opened) return <Notice tone="strong">{describeFailure(texts, opened.failure)}</Notice>;
  return (
    <div className="customer-address">
      <p>{t('customerDisplay.text')}</p>
      <a className="button button-primary" href={opened.path} target="_blank" rel="noopener noreferrer" onClick={onOpen}>
        <Icon name="window" />
        <span>{t('customerDisplay.open')}</span>
      </a>
      <p className="muted">{t('customerDisplay.hint')}</p>
    </div>
  );
}
