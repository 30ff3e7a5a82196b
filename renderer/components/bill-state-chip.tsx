import type { ReactElement } from 'react';
import type { BillLine, BillState } from '../../shared/bill-line.ts';
import { Icon, type IconName } from './icon.tsx';
import { useT } from './texts.ts';

const icons: Readonly<Record<BillState, IconName>> = {
  requested: 'waiting',
  reserved: 'hand',
  declined: 'cross',
  confirming: 'check',
  confirmed: 'check',
  reversing: 'undo',
  reversed: 'undo',
  'needs-attention': 'warning',
};

/** How one bill stands: a drawing, a word, and a colour where its money is decided. */
export function BillStateChip({ bill }: { readonly bill: Pick<BillLine, 'state'> }): ReactElement {
  const t = useT();
  return (
    <span className="chip" data-bill-state={bill.state}>
      <Icon name={icons[bill.state]} size={16} />
      {t(`billState.${bill.state}`)}
    </span>
  );
}
