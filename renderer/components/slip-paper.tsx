import type { ReactElement } from 'react';
import type { Sale } from '../../shared/sale.ts';
import { slipOf, type SlipLine } from '../../shared/slip.ts';
import { describeMethod } from '../../shared/texts/describe.ts';
import { useSnapshot } from '../stores/stores.ts';
import { useMoney, useT, useTexts } from './texts.ts';
import { formatDateTime, formatTerminalTime } from './times.ts';

/** The slip as paper: white in the dark, too, and alone on the page when it is printed. */
export function SlipPaper({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const { locale } = useTexts();
  const isDemonstration = useSnapshot((snapshot) => snapshot.mode === 'demonstration');
  const slip = slipOf(sale, isDemonstration);
  return (
    <article className="paper" data-slip={slip.title} aria-label={t('slip.title')}>
      {slip.isDemonstration && <p className="paper-stamp">{t('common.demonstration')}</p>}
      <h2 className="paper-title">{t(`slipTitle.${slip.title}`)}</h2>
      <p className="paper-time">
        {t('common.saleNumber', { number: slip.number })}
        <span>{formatDateTime(slip.at, locale)}</span>
      </p>
      <dl className="paper-lines">
        {slip.lines.map((line) => (
          <div key={line.label} className="paper-line" data-total={'isTotal' in line && line.isTotal}>
            <dt>{t(`slipLabel.${line.label}`)}</dt>
            <dd>
              <Value line={line} sale={sale} />
            </dd>
          </div>
        ))}
      </dl>
      {slip.title === 'not-charged' && <p className="paper-word">{t('slip.notCharged')}</p>}
      {slip.title === 'outcome-unknown' && <p className="paper-word">{t('slip.unknown')}</p>}
      {slip.isResolvedByHand && (
        <div className="paper-hand">
          <p className="paper-stamp">{t('slip.byHand')}</p>
          {sale.resolution && (
            <p>
              {t('slip.evidence')}: {sale.resolution.evidence}
            </p>
          )}
        </div>
      )}
      {slip.title === 'receipt' && <p className="paper-foot">{t('slip.keep')}</p>}
      {slip.isDemonstration && <p className="paper-stamp">{t('header.demonstrationStrip')}</p>}
    </article>
  );
}

function Value({ line, sale }: { readonly line: SlipLine; readonly sale: Sale }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  if ('money' in line) return <>{money(line.money, sale.currency)}</>;
  switch (line.label) {
    case 'method':
      return <>{describeMethod(texts, line.text)}</>;
    case 'card':
      return <>{t('slip.cardEnding', { lastFour: line.text })}</>;
    case 'terminalTime':
      return <>{formatTerminalTime(line.text, texts.locale)}</>;
    default:
      return <>{line.text}</>;
  }
}
