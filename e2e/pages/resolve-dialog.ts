import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

interface Verdict {
  readonly verdict: 'charged' | 'not-charged';
  readonly evidence: string;
  readonly reason: string;
}

export interface ResolveDialog {
  readonly root: Locator;
  readonly charged: Locator;
  readonly notCharged: Locator;
  /** The transaction id or authorization code; or, where nothing was charged, what shows it. */
  readonly evidence: Locator;
  readonly reason: Locator;
  readonly record: Locator;
  readonly cancel: Locator;
  /** Chooses, types and records. */
  decide(verdict: Verdict): Promise<void>;
}

export function resolveDialog(page: Page, { t }: Texts): ResolveDialog {
  const root = page.getByRole('dialog').filter({ has: page.getByRole('radio') });
  const charged = root.locator('input[type="radio"][value="charged"]');
  const notCharged = root.locator('input[type="radio"][value="not-charged"]');
  const evidence = root
    .getByLabel(t('resolve.evidenceCharged'), { exact: true })
    .or(root.getByLabel(t('resolve.evidenceNotCharged'), { exact: true }));
  const reason = root.getByLabel(t('resolve.reason'), { exact: true });
  const record = root.locator('button[type="submit"]');
  return {
    root,
    charged,
    notCharged,
    evidence,
    reason,
    record,
    cancel: root.getByRole('button', { name: t('common.cancel') }),
    async decide(decided) {
      await (decided.verdict === 'charged' ? charged : notCharged).check();
      await evidence.fill(decided.evidence);
      await reason.fill(decided.reason);
      await record.click();
    },
  };
}
