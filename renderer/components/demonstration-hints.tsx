import type { ReactElement } from 'react';
import { useSnapshot } from '../stores/stores.ts';
import { useT } from './texts.ts';

/** What the bundled simulator's customer does, by the last two digits of the amount; the most useful five of its table. */
const hints = [
  ['00', 'approves'],
  ['23', 'paysFee'],
  ['01', 'isDeclined'],
  ['02', 'cancels'],
  ['82', 'lineDrops'],
] as const;

/** In demonstration mode only: which amounts show which outcome. */
export function DemonstrationHints(): ReactElement | null {
  const t = useT();
  const isDemonstration = useSnapshot((snapshot) => snapshot.mode === 'demonstration');
  if (!isDemonstration) return null;
  return (
    <aside className="hints" aria-labelledby="hints-title">
      <h2 id="hints-title">{t('demonstration.title')}</h2>
      <dl>
        {hints.map(([digits, hint]) => (
          <div key={digits}>
            <dt>{digits}</dt>
            <dd>{t(`demonstration.${hint}`)}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
