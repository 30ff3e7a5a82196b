import { randomUUID } from 'node:crypto';
import { expect } from 'playwright/test';
import type { SaleId } from '../shared/ids.ts';
import type { BdsSimulator } from '../simulators/bds/start-bds-simulator.ts';
import { changeOneByte } from './damage.ts';
import type { Till } from './fixtures.ts';
import type { Screens } from './pages/screens.ts';

/** What a situation is reached with. */
interface Parts {
  readonly screens: Screens;
  readonly till: Till;
  readonly simulator: BdsSimulator;
}

/** Something that a person can see, and the way there. Each begins with a till that has just been opened. */
interface Situation {
  readonly name: string;
  readonly isDemonstration?: boolean;
  reach(parts: Parts): Promise<void>;
}

/** The bill of every situation: what is data can be told from what is text. */
export const bill = { amount: '12.00', reference: 'BILL-0042' } as const;

/** Everything that the till can show: whatever is claimed of every screen is tried on these. */
export const situations: readonly Situation[] = [
  {
    name: 'sell',
    reach: ({ screens }) => screens.expectScreen('sell'),
  },
  {
    name: 'sell, refused, with every part open',
    async reach({ screens: { sell } }) {
      await sell.morePayor.click();
      await sell.options.click();
      await sell.field('country').fill('USA');
      await sell.take.click();
      await expect(sell.alert).toBeVisible();
    },
  },
  {
    name: 'sell, without a terminal',
    async reach({ screens: { sell }, simulator }) {
      simulator.control.always({ status: { kind: 'code', code: 2 } });
      await sell.begin(bill.amount, bill.reference);
      await expect(sell.alert).toBeVisible();
    },
  },
  {
    name: 'sell, in the demonstration',
    isDemonstration: true,
    reach: ({ screens }) => screens.expectScreen('sell'),
  },
  {
    name: 'taking',
    async reach({ screens, simulator }) {
      simulator.control.next({ customer: { kind: 'hold' } });
      await screens.sell.begin(bill.amount, bill.reference);
      await screens.expectScreen('taking');
    },
  },
  {
    name: 'approved, with everything that a manager must see',
    async reach({ screens: { sell, outcome }, simulator }) {
      const oddities = { offByMinor: -1, isEmvFallback: true, previousEmvAlsoFallback: true };
      simulator.control.next({ customer: { kind: 'approve', feeMinor: 35, ...oddities } });
      await sell.begin(bill.amount, bill.reference);
      await outcome.expect('approved');
      await expect(outcome.next).toBeEnabled();
    },
  },
  {
    name: 'declined',
    async reach({ screens: { sell, outcome }, simulator }) {
      simulator.control.next({ customer: { kind: 'decline' } });
      await sell.begin(bill.amount, bill.reference);
      await outcome.expect('declined');
      await expect(outcome.next).toBeEnabled();
    },
  },
  {
    name: 'outcome unknown',
    reach: loseTheAnswer,
  },
  {
    name: 'slip',
    async reach({ screens, simulator }) {
      simulator.control.next({ customer: { kind: 'approve', feeMinor: 35 } });
      await screens.sell.begin(bill.amount, bill.reference);
      await screens.outcome.slip.click();
      await screens.expectScreen('slip');
    },
  },
  {
    name: 'the same bill blocked',
    async reach(parts) {
      await loseTheAnswer(parts);
      const { sell, outcome, blocked } = parts.screens;
      await outcome.resolveLater.click();
      await sell.begin(bill.amount, bill.reference);
      await blocked.chargeAgain.click();
      await expect(blocked.overrideReason).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'resolve',
    async reach(parts) {
      await loseTheAnswer(parts);
      const { outcome, resolve } = parts.screens;
      await outcome.resolveNow.click();
      await resolve.notCharged.check();
      await resolve.record.click();
      await expect(resolve.evidence).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'unresolved',
    async reach(parts) {
      await loseTheAnswer(parts);
      const { screens } = parts;
      await screens.outcome.resolveLater.click();
      // As after a start: recovery before selling.
      await screens.page.reload();
      await screens.expectScreen('unresolved');
    },
  },
  {
    name: 'nothing unresolved',
    async reach({ screens }) {
      await screens.header.unresolved.click();
      await screens.expectScreen('unresolved');
    },
  },
  {
    name: 'today’s payments',
    async reach(parts) {
      await sellByHand(parts);
      await parts.screens.header.today.click();
      await expect(parts.screens.history.rows).toHaveCount(2);
    },
  },
  {
    name: 'no payments today',
    async reach({ screens }) {
      await screens.header.today.click();
      await screens.expectScreen('history');
      await expect(screens.history.rows).toHaveCount(0);
    },
  },
  {
    name: 'detail of a payment that was resolved by hand',
    async reach(parts) {
      await sellByHand(parts);
      const { header, history, detail } = parts.screens;
      await header.today.click();
      await history.openOf(history.rows.last()).click();
      await expect(detail.timeline).toHaveCount(3);
    },
  },
  {
    name: 'keys',
    async reach({ screens }) {
      await screens.page.keyboard.press('?');
      await expect(screens.keys).toBeVisible();
    },
  },
  {
    name: 'menu',
    async reach({ screens: { header } }) {
      await header.menu.click();
      await expect(header.menuItems).toBeVisible();
    },
  },
  {
    name: 'damaged record',
    async reach({ screens, till, simulator }) {
      await sellByCall(till, simulator);
      await screens.page.goto('about:blank');
      await till.stop();
      await changeOneByte(till.dataDirectory, bill.reference);
      await till.start();
      await screens.open(till.url);
      await screens.expectScreen('trouble');
    },
  },
];

async function loseTheAnswer({ screens: { sell, outcome }, simulator }: Parts): Promise<void> {
  simulator.control.next({ customer: { kind: 'approve' }, fault: { kind: 'close-after-charging' } });
  await sell.begin(bill.amount, bill.reference);
  await outcome.expect('outcome-unknown');
  await expect(outcome.resolveNow).toBeEnabled();
}

/** Two payments, without the window: one resolved by hand, and one that differs from what was asked. */
async function sellByHand({ till, simulator }: Parts): Promise<void> {
  simulator.control.next({ fault: { kind: 'close-after-charging' } });
  const saleId = await sellByCall(till, simulator);
  await till.call('sale/resolve', { saleId, verdict: 'charged', evidence: '690489', reason: '42' });
  simulator.control.next({ customer: { kind: 'approve', feeMinor: 35, offByMinor: -1 } });
  await sellByCall(till, simulator);
}

/** A whole payment as a program makes it, seen and put away. */
async function sellByCall(till: Till, simulator: BdsSimulator): Promise<SaleId> {
  const saleId = randomUUID() as SaleId;
  const begun = await till.call('sale/begin', { saleId, input: { ...bill } });
  expect(begun).toMatchObject({ ok: true });
  await simulator.control.untilIdle();
  await expect
    .poll(() => till.call('till/snapshot', {}))
    .toMatchObject({ ok: true, value: { counter: { kind: 'decided', sale: { saleId } } } });
  await till.call('sale/dismiss', { saleId });
  return saleId;
}
