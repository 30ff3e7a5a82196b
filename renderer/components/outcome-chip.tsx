import type { ReactElement } from 'react';
import type { Outcome, Sale } from '../../shared/sale.ts';
import { Icon, type IconName } from './icon.tsx';
import { useT } from './texts.ts';

/** The drawing of each outcome, the same wherever it is shown. */
export const outcomeIcons: Readonly<Record<Outcome, IconName>> = {
  open: 'waiting',
  waiting: 'waiting',
  approved: 'check',
  declined: 'cross',
  cancelled: 'stop',
  failed: 'cross',
  'outcome-unknown': 'question',
  abandoned: 'undo',
};

/** Money's state: colour, icon and word together. What a person decided is always labelled so. */
export function OutcomeChip({ sale }: { readonly sale: Pick<Sale, 'outcome' | 'resolution'> }): ReactElement {
  const t = useT();
  return (
    <span className="chips">
      <span className="chip" data-outcome-chip={sale.outcome}>
        <Icon name={outcomeIcons[sale.outcome]} size={16} />
        {t(`outcome.${sale.outcome}`)}
      </span>
      {sale.resolution && (
        <span className="chip chip-by-hand">
          <Icon name="hand" size={16} />
          {t('common.resolvedByHand')}
        </span>
      )}
    </span>
  );
}
