import type { ReactElement } from 'react';
import type { JournalHealth } from '../../shared/snapshot.ts';
import { formatBytes } from '../../shared/texts/describe.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useT, useTexts } from '../components/texts.ts';
import { formatDateTime } from '../components/times.ts';
import { keyNames } from '../keys.ts';
import { useSnapshot, useStores } from '../stores/stores.ts';
import { goTo } from '../stores/view-store.ts';

/** The till cannot write payments down, so it takes none: what is wrong, and what to do. */
export function TroubleScreen(): ReactElement {
  const t = useT();
  const { view } = useStores();
  const journal = useSnapshot((snapshot) => snapshot.journal);
  return (
    <section className="trouble" data-screen="trouble" data-trouble={journal.kind} aria-labelledby="trouble-title">
      <div className="panel trouble-panel">
        <p className="trouble-word">
          <Icon name="stop" size={28} />
          {t('trouble.noSelling')}
        </p>
        <h1 id="trouble-title">{t(`journal.${journal.kind}`)}</h1>
        <Story journal={journal} />
        <Button hint={keyNames.history} onClick={() => goTo(view, 'history')}>
          {t('trouble.see')}
        </Button>
      </div>
    </section>
  );
}

function Story({ journal }: { readonly journal: JournalHealth }): ReactElement | null {
  const t = useT();
  const { locale } = useTexts();
  switch (journal.kind) {
    case 'disk-full':
      return (
        <>
          <p>
            {t('trouble.diskFull', {
              free: formatBytes(journal.freeBytes, locale),
              needed: formatBytes(journal.neededBytes, locale),
            })}
          </p>
          <p className="trouble-step">{t('trouble.diskFullStep')}</p>
        </>
      );
    case 'damaged':
      return (
        <>
          <p>{t('trouble.damaged')}</p>
          <p className="trouble-step">{t('trouble.damagedStep')}</p>
          <p className="trouble-read">
            {journal.lastGoodAt === undefined
              ? t('trouble.lastGood', { sequence: journal.lastGoodSequence })
              : t('trouble.lastGoodAt', {
                  sequence: journal.lastGoodSequence,
                  at: formatDateTime(journal.lastGoodAt, locale),
                })}
            <span className="trouble-detail">{journal.detail}</span>
          </p>
        </>
      );
    case 'unavailable':
      return (
        <>
          <p>{t('trouble.unavailable')}</p>
          <p className="trouble-step">{t('trouble.unavailableStep')}</p>
          <p className="trouble-read">
            <span className="trouble-detail">{journal.detail}</span>
          </p>
        </>
      );
    case 'too-new':
      return (
        <>
          <p>{t('trouble.tooNew', { schema: journal.schema, supported: journal.supported })}</p>
          <p className="trouble-step">{t('trouble.tooNewStep')}</p>
        </>
      );
    case 'wrong-mode':
      return (
        <>
          <p>{t('trouble.wrongMode', { folderMode: journal.folderMode })}</p>
          <p className="trouble-step">{t('trouble.wrongModeStep')}</p>
        </>
      );
    case 'sound':
    case 'verifying':
    case 'disk-low':
      return null;
  }
}
