import type { ReactElement } from 'react';
import { formatBytes } from '../../shared/texts/describe.ts';
import { useSnapshot, useTill } from '../stores/stores.ts';
import { hasTrouble } from '../stores/view-store.ts';
import { Icon } from './icon.tsx';
import { useT, useTexts } from './texts.ts';

/** The window has lost the till: said plainly, and without a word that could be read as a payment that failed. */
export function ConnectionBanner(): ReactElement | null {
  const t = useT();
  const connection = useTill((state) => state.connection);
  const isTaking = useTill((state) => state.snapshot?.counter.kind === 'taking');
  if (connection !== 'lost' && connection !== 'refused') return null;
  return (
    <div className="banner" data-banner={connection} role="alert">
      <Icon name="unplugged" />
      {isTaking ? t('connection.lostWhileTaking') : t(`connection.${connection}`)}
      {connection === 'refused' && ` ${t('connection.openAnew')}`}
    </div>
  );
}

/** The record's trouble on the screens that do not show it themselves. */
export function JournalBanner({ isTold }: { readonly isTold: boolean }): ReactElement | null {
  const t = useT();
  const { locale } = useTexts();
  const journal = useSnapshot((snapshot) => snapshot.journal);
  if (journal.kind === 'disk-low') {
    return (
      <div className="banner" data-banner="disk-low" role="status">
        <Icon name="warning" />
        {t('journal.disk-low', { free: formatBytes(journal.freeBytes, locale) })}
      </div>
    );
  }
  if (isTold || !hasTrouble({ journal })) return null;
  return (
    <div className="banner" data-banner="trouble" role="alert">
      <Icon name="stop" />
      <strong>{t('trouble.noSelling')}.</strong> {t(`journal.${journal.kind}`)}
    </div>
  );
}

/** Nobody can mistake a demonstration for a shop: a strip, a frame, and the word across every screen. */
export function DemonstrationStrip(): ReactElement | null {
  const t = useT();
  const isDemonstration = useSnapshot((snapshot) => snapshot.mode === 'demonstration');
  if (!isDemonstration) return null;
  return (
    <p className="demonstration-strip">
      <strong>{t('mode.demonstration')}</strong> {t('header.demonstrationStrip')}
    </p>
  );
}

/** Drawn by the style sheet: it is a mark on the picture, and nothing to read. */
export function Watermark(): ReactElement | null {
  const t = useT();
  const isDemonstration = useSnapshot((snapshot) => snapshot.mode === 'demonstration');
  return isDemonstration ? <div className="watermark" aria-hidden="true" data-word={t('common.demonstration')} /> : null;
}
