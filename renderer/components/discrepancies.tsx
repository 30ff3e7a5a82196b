import type { ReactElement } from 'react';
import type { Sale } from '../../shared/sale.ts';
import { Notice } from './notice.tsx';
import { useT } from './texts.ts';

/** What a manager must see: an answer that differs from what was asked, a reader that may be broken, a bill that was charged again. */
export function Discrepancies({ sale }: { readonly sale: Sale }): ReactElement | null {
  const t = useT();
  if (sale.discrepancies.length === 0 && !sale.deviceWarning && !sale.override) return null;
  return (
    <div className="discrepancies">
      {sale.discrepancies.length > 0 && (
        <Notice tone="warning">
          <p>{t('result.discrepancy')}</p>
          <ul>
            {sale.discrepancies.map((each) => (
              <li key={`${each.field} ${each.answered}`}>
                {t('result.discrepancyLine', {
                  field: t(`discrepancyField.${each.field}`),
                  expected: each.expected,
                  answered: each.answered,
                })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {sale.deviceWarning && <Notice tone="warning">{t('result.deviceWarning')}</Notice>}
      {sale.override && <Notice tone="warning">{t('result.overridden', { reason: sale.override.reason })}</Notice>}
    </div>
  );
}
