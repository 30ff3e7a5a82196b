import { expect, type Locator, type Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';
import { advicesScreen, type AdvicesScreen } from './advices-screen.ts';
import { billForm, type BillForm } from './bill-form.ts';
import { blockedDialog, type BlockedDialog } from './blocked-dialog.ts';
import { codeScreen, type CodeScreen } from './code-screen.ts';
import { detailDialog, type DetailDialog } from './detail-dialog.ts';
import { header, type Header } from './header.ts';
import { historyScreen, type HistoryScreen } from './history-screen.ts';
import { leaveDialog, type LeaveDialog } from './leave-dialog.ts';
import { openScreen, type OpenScreen } from './open-screen.ts';
import { outcomeScreen, type OutcomeScreen } from './outcome-screen.ts';
import { resolveDialog, type ResolveDialog } from './resolve-dialog.ts';
import { sellScreen, type SellScreen } from './sell-screen.ts';
import { slipScreen, type SlipScreen } from './slip-screen.ts';
import { unresolvedScreen, type UnresolvedScreen } from './unresolved-screen.ts';

export type ScreenName =
  'sell' | 'open' | 'code' | 'taking' | 'outcome' | 'slip' | 'history' | 'unresolved' | 'advices' | 'trouble';

/** The till's window as a person finds their way in it: each screen by its name, each control by its role and its words. */
export interface Screens {
  readonly page: Page;
  readonly texts: Texts;
  readonly header: Header;
  readonly sell: SellScreen;
  /** The other part of the selling screen, where a bill service is set. */
  readonly bill: BillForm;
  /** Bills are reserved, and their money is to be taken. */
  readonly openSale: OpenScreen;
  readonly code: CodeScreen;
  /** The customer is at the terminal: there is nothing to press. */
  readonly taking: Locator;
  readonly outcome: OutcomeScreen;
  readonly slip: SlipScreen;
  readonly history: HistoryScreen;
  readonly detail: DetailDialog;
  readonly unresolved: UnresolvedScreen;
  readonly advices: AdvicesScreen;
  readonly resolve: ResolveDialog;
  readonly blocked: BlockedDialog;
  readonly trouble: Locator;
  readonly leave: LeaveDialog;
  /** The dialog with every key of the till. */
  readonly keys: Locator;
  /** The way to the customer's page. */
  readonly customerLink: Locator;
  /** What lies across the whole window: the till is lost, the record has trouble. */
  readonly banner: Locator;
  /** Opens the till's address and waits until the till has said its first word. */
  open(url: string): Promise<void>;
  /** The screen that fills the window is this one. */
  expectScreen(name: ScreenName): Promise<void>;
  /** What has the keyboard. */
  readonly focused: Locator;
}

export function createScreens(page: Page, texts: Texts): Screens {
  const { t } = texts;
  const screen = (name: ScreenName): Locator => page.locator(`[data-screen="${name}"]`);
  return {
    page,
    texts,
    header: header(page, texts),
    sell: sellScreen(page, texts),
    bill: billForm(page, texts),
    openSale: openScreen(page, texts),
    code: codeScreen(page, texts),
    taking: screen('taking'),
    outcome: outcomeScreen(page, texts),
    slip: slipScreen(page, texts),
    history: historyScreen(page, texts),
    detail: detailDialog(page, texts),
    unresolved: unresolvedScreen(page, texts),
    advices: advicesScreen(page, texts),
    resolve: resolveDialog(page, texts),
    blocked: blockedDialog(page, texts),
    trouble: screen('trouble'),
    leave: leaveDialog(page, texts),
    keys: page.getByRole('dialog', { name: t('keys.title') }),
    customerLink: page.getByRole('dialog').getByRole('link', { name: t('customerDisplay.open') }),
    banner: page.locator('[data-banner]'),
    focused: page.locator(':focus'),
    async open(url) {
      await page.goto(url);
      await expect(page.getByRole('navigation', { name: t('header.navigation') })).toBeVisible();
    },
    async expectScreen(name) {
      await expect(screen(name)).toBeVisible();
      await expect(page.locator('main [data-screen]')).toHaveCount(1);
    },
  };
}
