import { Component, type ReactNode } from 'react';
import { formatMoney } from '../../shared/money.ts';
import { dueMinor } from '../../shared/sale.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import { codeUnderWay } from '../stores/sale-codes.ts';
import { textsOf, type Stores } from '../stores/stores.ts';

interface CrashBoundaryProps {
  readonly stores: Stores;
  readonly children: ReactNode;
}

/**
 * If the picture breaks, the payment's state still shows: in plain words, without any of the parts that may have broken it.
 * A class, because React has no other way to catch an error of rendering.
 */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { readonly hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasCrashed) return this.props.children;
    return <CrashScreen snapshot={this.props.stores.till.getState().snapshot} />;
  }
}

export function CrashScreen({ snapshot }: { readonly snapshot: Snapshot | undefined }): ReactNode {
  const texts = textsOf(snapshot?.locale ?? 'en');
  const { t } = texts;
  return (
    <main className="crash" data-screen="crash" role="alert">
      <h1>{t('crash.title')}</h1>
      <p>{t('crash.text')}</p>
      <p className="crash-payment">{paymentOf(snapshot, texts)}</p>
      <button type="button" className="button button-money" onClick={() => window.location.reload()}>
        <span>{t('crash.reload')}</span>
      </button>
    </main>
  );
}

/** What is known of the payment under way, in one sentence. */
export function paymentOf(snapshot: Snapshot | undefined, { t, locale }: Texts): string {
  if (!snapshot) return t('crash.notSeen');
  const { counter } = snapshot;
  if (counter.kind === 'free') return t('crash.free');
  const { sale } = counter;
  const amount = formatMoney(sale.amountMinor, sale.currency, locale);
  if (counter.kind === 'open' && codeUnderWay(sale))
    return t('crash.code', { amount: formatMoney(codeUnderWay(sale)?.amountMinor ?? 0, sale.currency, locale) });
  if (counter.kind === 'open') return t('crash.open', { amount: formatMoney(dueMinor(sale), sale.currency, locale) });
  if (counter.kind === 'taking') return t('crash.taking', { amount });
  if (sale.outcome === 'outcome-unknown') return t('crash.unknown', { amount });
  return t('crash.decided', { amount, outcome: t(`outcome.${sale.outcome}`) });
}
