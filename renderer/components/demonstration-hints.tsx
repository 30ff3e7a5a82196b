import type { ReactElement } from 'react';
import { useSnapshot } from '../stores/stores.ts';
import { useT } from './texts.ts';

/** What the bundled simulators' customers do, by the last two digits of the amount; the most useful five of each table. */
const cardHints = [
  ['00', 'approves'],
  ['23', 'paysFee'],
  ['01', 'isDeclined'],
  ['02', 'cancels'],
  ['82', 'lineDrops'],
] as const;
const codeHints = [
  ['00', 'scans'],
  ['01', 'walletDeclines'],
  ['02', 'neverScans'],
  ['03', 'hasNoMoney'],
  ['82', 'answerIsLost'],
] as const;

/** In demonstration mode only: which amounts show which outcome. */
export function DemonstrationHints(): ReactElement | null {
  const t = useT();
  const isDemonstration = useSnapshot((snapshot) => snapshot.mode === 'demonstration');
  const hasCode = useSnapshot((snapshot) => snapshot.tenders.includes('code'));
  if (!isDemonstration) return null;
  return (
    <aside className="hints" aria-labelledby="hints-title">
      <h2 id="hints-title">{t('demonstration.title')}</h2>
      <dl>
        {cardHints.map(([digits, hint]) => (
          <div key={digits}>
            <dt>{digits}</dt>
            <dd>{t(`demonstration.${hint}`)}</dd>
          </div>
        ))}
      </dl>
      {hasCode && (
        <>
          <h3 id="hints-code">{t('demonstration.byCode')}</h3>
          <dl aria-labelledby="hints-code">
            {codeHints.map(([digits, hint]) => (
              <div key={digits}>
                <dt>{digits}</dt>
                <dd>{t(`demonstration.${hint}`)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </aside>
  );
}
