import type { Locator, Page } from 'playwright/test';
import type { BillKind } from '../../shared/bill.ts';
import type { Texts } from '../../shared/texts/translate.ts';

export interface BillForm {
  readonly root: Locator;
  /** Where the biller is searched for. */
  readonly biller: Locator;
  readonly billers: Locator;
  readonly reference: Locator;
  readonly lookUp: Locator;
  /** A look-up that came to nothing: the customer names the amount. */
  readonly goOn: Locator;
  readonly customerConfirms: Locator;
  readonly amount: Locator;
  readonly add: Locator;
  /** The bills that are in the sale. */
  readonly lines: Locator;
  /** Has the bills in the sale reserved. */
  readonly reserve: Locator;
  readonly alert: Locator;
  /** A key of the keypad on the screen. */
  key(digit: string): Locator;
  /** What is pressed to choose it: the radio button itself is not seen. */
  kind(kind: BillKind): Locator;
  /** From the other part of the selling screen to this one, as a cashier goes who waits for nothing. */
  open(): Promise<void>;
  /** Chooses the kind, types the reference and asks what is due. */
  find(reference: string, kind?: BillKind): Promise<void>;
  /** The amount is what was looked up, unless another is typed. */
  put(amount?: string): Promise<void>;
  /** One bill from its reference into the sale. */
  enter(reference: string, amount?: string): Promise<void>;
}

export function billForm(page: Page, { t }: Texts): BillForm {
  const root = page.locator('[data-screen="sell"] .bill');
  const kinds = ['account', 'traffic-fine', 'policy'] as const;
  const reference = kinds
    .map((kind) => root.getByLabel(t(`billReference.${kind}`), { exact: true }))
    .reduce((either, one) => either.or(one));
  const biller = root.getByRole('combobox');
  const amount = root.getByLabel(t('field.amount'), { exact: true });
  const lookUp = root.locator('button[type="submit"].bill-look-up');
  const add = root.locator('button[type="submit"].sell-take');
  const find: BillForm['find'] = async (text, kind) => {
    if (kind) await root.getByRole('radio', { name: t(`billKind.${kind}`) }).check();
    await reference.fill(text);
    await lookUp.click();
  };
  const put: BillForm['put'] = async (text) => {
    if (text !== undefined) {
      await amount.press('Delete');
      await amount.pressSequentially(text);
    }
    await add.click();
  };
  return {
    root,
    biller,
    billers: root.getByRole('option'),
    reference,
    lookUp,
    goOn: root.getByRole('button', { name: t('bill.goOn') }),
    customerConfirms: root.getByRole('button', { name: t('bill.customerConfirms') }),
    amount,
    add,
    lines: root.locator('.bill-cart-line'),
    reserve: root.locator('.bill-cart .sell-take'),
    alert: root.getByRole('alert'),
    key: (digit) => root.getByRole('button', { name: t('sell.digit', { digit }), exact: true }),
    kind: (kind) => root.locator('label.segment', { hasText: t(`billKind.${kind}`) }),
    async open() {
      await page
        .getByRole('group', { name: t('sell.parts') })
        .getByRole('button', { name: t('sell.partBill') })
        .click();
    },
    find,
    put,
    async enter(text, amountText) {
      await find(text);
      await put(amountText);
    },
  };
}
