import { Dialog } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { Icon } from './icon.tsx';
import { useT } from './texts.ts';

interface ModalProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly isWide?: boolean;
  readonly screen?: string;
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

/** A dialog that is open while it is rendered. It keeps the focus, gives it back, and Escape closes it. */
export function Modal({ title, onClose, children, isWide = false, screen, initialFocus }: ModalProps): ReactElement {
  const t = useT();
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="modal-backdrop" />
        <Dialog.Popup
          className="modal"
          data-wide={isWide}
          {...(screen === undefined ? {} : { 'data-screen': screen })}
          {...(initialFocus === undefined ? {} : { initialFocus })}
        >
          <header className="modal-head">
            <Dialog.Title className="modal-title">{title}</Dialog.Title>
            <Dialog.Close className="button button-quiet button-icon" aria-label={t('common.close')} aria-keyshortcuts="Escape">
              <Icon name="cross" />
            </Dialog.Close>
          </header>
          <div className="modal-body">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
