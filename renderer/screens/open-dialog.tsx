import type { ReactElement } from 'react';
import { useStores, useView } from '../stores/stores.ts';
import { AbandonDialog } from './abandon-dialog.tsx';
import { BlockedDialog } from './blocked-dialog.tsx';
import { CustomerDialog } from './customer-dialog.tsx';
import { DetailDialog } from './detail-dialog.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';

/** The dialog that is open, if one is, and over it the question whether to leave. */
export function OpenDialog(): ReactElement {
  const { view } = useStores();
  const leaveAsks = useView((state) => state.leaveAsks);
  return (
    <>
      <Dialog />
      {leaveAsks > 0 && <LeaveDialog asks={leaveAsks} onStay={() => view.setState({ leaveAsks: 0 })} />}
    </>
  );
}

function Dialog(): ReactElement | null {
  const { view } = useStores();
  const dialog = useView((state) => state.dialog);
  const close = (): void => view.setState({ dialog: undefined });
  switch (dialog?.kind) {
    case 'keys':
      return <KeysDialog onClose={close} />;
    case 'detail':
      return <DetailDialog saleId={dialog.saleId} onClose={close} />;
    case 'resolve':
      return <ResolveDialog sale={dialog.sale} onClose={close} />;
    case 'blocked':
      return <BlockedDialog part={dialog.part} tender={dialog.tender} earlier={dialog.earlier} onClose={close} />;
    case 'customer':
      return <CustomerDialog opened={dialog.opened} onClose={close} />;
    case 'abandon':
      return <AbandonDialog onClose={close} />;
    case undefined:
      return null;
  }
}
