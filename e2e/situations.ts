import { randomUUID } from 'node:crypto';
import { expect } from 'playwright/test';
import type { SaleId } from '../shared/ids.ts';
import type { BdsSimulator } from '../simulators/bds/start-bds-simulator.ts';
import { demonstrationBillers, type BillpaySimulator } from '../simulators/billpay/start-billpay-simulator.ts';
import { defaultSettings as qrDefaults, type Decision, type QrSimulator } from '../simulators/qr/start-qr-simulator.ts';
import { changeOneByte, takeQueueAway } from './damage.ts';
import type { Till } from './fixtures.ts';
import type { Screens } from './pages/screens.ts';
import { pretendShell } from './pretend-shell.ts';

/** What a situation is reached with. */
interface Parts {
  readonly screens: Screens;
  readonly till: Till;
  readonly simulator: BdsSimulator;
  readonly billpay: BillpaySimulator;
  readonly qr: QrSimulator;
}

/** Something that a person can see, and the way there. Each begins with a till that has just been opened. */
interface Situation {
  readonly name: string;
  readonly isDemonstration?: boolean;
  /** A bill service is set. */
  readonly hasBills?: boolean;
  /** A QR service is set. */
  readonly hasCodes?: boolean;
  reach(parts: Parts): Promise<void>;
}

/** The bill of every situation: what is data can be told from what is text. */
export const bill = { amount: '12.00', reference: 'BILL-0042' } as const;

/** A bill that is due, and its biller. Its limits are 50.00 and 486.50. */
const due = { kind: 'account', reference: 'BW0417733021', biller: { id: '700031', name: 'Notwane Water Utility' } } as const;
const amountOfDue = '100.00';

/** Of a wallet that declines. */
const walletSays = 'Declined by the wallet';

/** What is data in a situation with bills or codes: names of billers, of their kinds and of wallets, and what services say, in no language of the till's. */
export const serviceData: readonly string[] = demonstrationBillers
  .flatMap(({ institution, categories, accounts }) => [
    institution.name,
    ...categories.map(({ name }) => name),
    ...accounts.flatMap(({ customer }) => [customer?.firstName, customer?.lastName].filter((name) => name !== undefined)),
  ])
  .concat(
    qrDefaults.partners.map(({ name }) => name),
    walletSays,
  );

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
    name: 'bill, while the billers are read',
    hasBills: true,
    async reach({ screens: { bill: form }, billpay }) {
      billpay.control.next({ on: 'listBillers', fault: { kind: 'hold' } });
      await form.open();
      await billpay.control.untilHeld();
      await expect(form.biller).toBeFocused();
    },
  },
  {
    name: 'bill, its biller found and chosen',
    hasBills: true,
    async reach({ screens: { bill: form } }) {
      await form.open();
      await form.biller.fill(due.biller.name);
      await form.billers.first().click();
      await expect(form.reference).toBeFocused();
    },
  },
  {
    name: 'bill, refused, with every biller',
    hasBills: true,
    async reach({ screens: { bill: form } }) {
      await form.open();
      await expect(form.billers.first()).toBeVisible();
      await form.lookUp.click();
      await expect(form.reference).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'what is due on a bill, and too little of it',
    hasBills: true,
    async reach({ screens: { bill: form } }) {
      await form.open();
      await form.find(due.reference);
      await form.customerConfirms.click();
      await form.put('1.00');
      await expect(form.amount).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'what is due on a bill, before the customer has said their name',
    hasBills: true,
    async reach({ screens: { bill: form } }) {
      await form.open();
      await form.find(due.reference);
      await expect(form.customerConfirms).toBeVisible();
      await expect(form.amount).toBeFocused();
    },
  },
  {
    name: 'a bill of a biller who does not say what is due',
    hasBills: true,
    async reach({ screens: { bill: form } }) {
      await form.open();
      await form.find('2677155019');
      await form.put('339.00');
      // Nothing else says whose bill it is.
      await expect(form.alert).toBeVisible();
    },
  },
  {
    name: 'a bill in the sale, and one that could not be looked up',
    hasBills: true,
    async reach({ screens: { bill: form }, billpay }) {
      await form.open();
      await form.enter(due.reference, amountOfDue);
      await expect(form.lines).toHaveCount(1);
      billpay.control.next({ on: 'lookup', fault: { kind: 'status', status: 500 } });
      await form.find('KP20000001');
      await expect(form.goOn).toBeVisible();
    },
  },
  {
    name: 'asking the billers',
    hasBills: true,
    async reach({ screens, till, billpay }) {
      billpay.control.next({ on: 'payment', fault: { kind: 'hold' } });
      await requestByCall(till);
      await screens.expectScreen('open');
      await expect(screens.openSale.root).toHaveAttribute('data-asking', 'true');
    },
  },
  {
    name: 'taking the money, after a card that was declined',
    hasBills: true,
    async reach({ screens: { openSale }, till, simulator }) {
      simulator.control.next({ customer: { kind: 'decline' } });
      await reserveByCall(till, { withDeclinedBill: true });
      await openSale.takeCard.click();
      await expect(openSale.root.locator('.open-failed')).toBeVisible();
      await openSale.handed.press('Delete');
      await openSale.handed.pressSequentially('40.00');
      await openSale.takeCash.click();
      await expect(openSale.handed).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'counting the change for bills',
    hasBills: true,
    async reach({ screens: { openSale }, till }) {
      await reserveByCall(till);
      await openSale.handed.pressSequentially('120.00');
      await expect(openSale.change).toBeVisible();
      await expect(openSale.takeCash).toBeEnabled();
    },
  },
  {
    name: 'taking the card for the rest of a bill',
    hasBills: true,
    async reach({ screens, till, simulator }) {
      simulator.control.next({ customer: { kind: 'hold' } });
      const saleId = await reserveByCall(till);
      await payPartByCall(till, saleId);
      expect(await till.call('sale/pay-card', { saleId })).toMatchObject({ ok: true });
      await screens.expectScreen('taking');
    },
  },
  {
    name: 'bills paid in cash, with the change',
    hasBills: true,
    async reach({ screens: { outcome }, till }) {
      const saleId = await reserveByCall(till, { withDeclinedBill: true });
      await till.call('sale/pay-cash', { saleId, handed: '120.00' });
      await outcome.expect('approved');
      await expect(outcome.next).toBeEnabled();
    },
  },
  {
    name: 'no bill of the sale could be paid',
    hasBills: true,
    async reach({ screens: { outcome }, till, billpay }) {
      billpay.control.next({ on: 'payment', fault: { kind: 'decline', errorType: 'UPSTREAM_UNAVAILABLE' } });
      await requestByCall(till);
      await outcome.expect('declined');
      await expect(outcome.next).toBeEnabled();
    },
  },
  {
    name: 'giving a sale up',
    hasBills: true,
    async reach({ screens: { openSale }, till }) {
      await payPartByCall(till, await reserveByCall(till));
      await openSale.abandon.click();
      await expect(openSale.abandonDialog).toBeVisible();
    },
  },
  {
    name: 'given up, with cash to give back',
    hasBills: true,
    async reach({ screens: { outcome }, till }) {
      await giveUpByCall(till);
      await outcome.expect('abandoned');
      await expect(outcome.givenBack).toBeEnabled();
    },
  },
  {
    name: 'given up, and the cash given back',
    hasBills: true,
    async reach({ screens: { outcome }, till }) {
      const saleId = await giveUpByCall(till);
      expect(await till.call('sale/cash-returned', { saleId })).toMatchObject({ ok: true });
      await outcome.expect('abandoned');
      await expect(outcome.givenBack).toHaveCount(0);
      await expect(outcome.next).toBeEnabled();
    },
  },
  {
    name: 'cash to give back, under what is unresolved',
    hasBills: true,
    async reach({ screens, till }) {
      const saleId = await giveUpByCall(till);
      await till.call('sale/dismiss', { saleId });
      await screens.header.unresolved.click();
      await screens.expectScreen('unresolved');
      await expect(screens.unresolved.cases).toHaveCount(1);
    },
  },
  {
    name: 'outcome unknown, with a bill that is frozen',
    hasBills: true,
    reach: freezeBill,
  },
  {
    name: 'resolve, with a bill and cash',
    hasBills: true,
    async reach(parts) {
      await freezeBill(parts);
      const { outcome, resolve } = parts.screens;
      await outcome.resolveNow.click();
      await resolve.notCharged.check();
      await resolve.record.click();
      await expect(resolve.evidence).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'the same bill blocked, as a bill',
    hasBills: true,
    async reach(parts) {
      await freezeBill(parts);
      const { bill: form, outcome, blocked } = parts.screens;
      await outcome.resolveLater.click();
      await form.open();
      await form.enter(due.reference, amountOfDue);
      await form.reserve.click();
      await expect(blocked.root).toBeVisible();
    },
  },
  {
    name: 'slip of bills',
    hasBills: true,
    async reach({ screens, till }) {
      const saleId = await reserveByCall(till, { withDeclinedBill: true });
      await till.call('sale/pay-cash', { saleId, handed: '120.00' });
      await screens.outcome.expect('approved');
      await screens.outcome.slip.click();
      await screens.expectScreen('slip');
    },
  },
  {
    name: 'detail of a sale of bills',
    hasBills: true,
    async reach({ screens: { header, history, detail }, till }) {
      const saleId = await reserveByCall(till, { withDeclinedBill: true });
      await till.call('sale/pay-cash', { saleId, handed: '120.00' });
      await till.call('sale/dismiss', { saleId });
      await header.today.click();
      await history.openOf(history.rows.first()).click();
      await expect(detail.timeline.first()).toBeVisible();
    },
  },
  {
    name: 'keys, with bills',
    hasBills: true,
    async reach({ screens }) {
      await screens.page.keyboard.press('?');
      await expect(screens.keys).toBeVisible();
    },
  },
  {
    name: 'every biller told',
    hasBills: true,
    async reach({ screens }) {
      await screens.header.advices.click();
      await screens.expectScreen('advices');
    },
  },
  {
    name: 'what services still have to be told',
    hasBills: true,
    async reach(parts) {
      const { screens } = parts;
      await leaveAdvices(parts);
      await screens.header.advices.click();
      await screens.expectScreen('advices');
      await expect(screens.advices.advices).toHaveCount(2);
    },
  },
  {
    name: 'what the disk did not take for the services',
    hasBills: true,
    async reach({ screens, till }) {
      const saleId = await reserveByCall(till);
      await takeQueueAway(till.dataDirectory);
      expect(await till.call('sale/pay-cash', { saleId, handed: amountOfDue })).toMatchObject({ ok: true });
      await till.call('sale/dismiss', { saleId });
      await expect(screens.header.advices).toHaveAttribute('data-waiting', '1');
      await screens.header.advices.click();
      await expect(screens.advices.notice).toBeVisible();
    },
  },
  {
    name: 'leaving, with a sale and what services still have to be told',
    hasBills: true,
    async reach(parts) {
      const { screens, till } = parts;
      const shell = await pretendShell(screens.page);
      await leaveAdvices(parts);
      await payPartByCall(till, await reserveByCall(till));
      await screens.expectScreen('open');
      await shell.askToLeave();
      await expect(screens.leave.stay).toBeFocused();
    },
  },
  {
    name: 'sell, with codes',
    hasCodes: true,
    async reach({ screens: { sell } }) {
      await sell.fill(bill.amount, bill.reference);
      await expect(sell.code).toBeVisible();
    },
  },
  {
    name: 'sell, with codes, in demonstration mode',
    isDemonstration: true,
    reach: ({ screens }) => expect(screens.sell.code).toBeVisible(),
  },
  {
    name: 'taking the money of an amount, with what is handed over',
    hasCodes: true,
    async reach({ screens, till }) {
      await openByCall(till);
      await screens.openSale.handed.pressSequentially('5.00');
      await expect(screens.openSale.takeCode).toBeEnabled();
    },
  },
  {
    name: 'preparing a code',
    hasCodes: true,
    async reach({ screens: { code }, till, qr }) {
      qr.control.next({ on: 'createQrCode', fault: { kind: 'hold' } });
      await codeByCall(till, await openByCall(till));
      await expect(code.root).toHaveAttribute('data-code', 'preparing');
      await expect(code.cancel).toBeEnabled();
    },
  },
  {
    name: 'a code to scan',
    hasCodes: true,
    async reach({ screens: { code }, till }) {
      await codeByCall(till, await openByCall(till));
      await code.untilShown();
    },
  },
  {
    name: 'a part to scan',
    hasCodes: true,
    async reach({ screens: { code }, till }) {
      await codeByCall(till, await openByCall(till), '5.00');
      await code.untilShown();
    },
  },
  {
    name: 'taking the money, after a code that came to nothing',
    hasCodes: true,
    async reach({ screens: { openSale }, till, qr }) {
      await codeByCall(till, await openByCall(till));
      await scanNext(qr, { kind: 'decline' });
      await expect(openSale.retryCode).toBeEnabled();
    },
  },
  {
    name: 'taking the rest, after a part by code and one in cash, and a code that was cancelled',
    hasCodes: true,
    async reach({ screens: { openSale, code }, till, qr }) {
      const saleId = await payPartByCode({ till, qr });
      await till.call('sale/pay-cash', { saleId, handed: '2.00' });
      await expect(openSale.due).toHaveText(/5[.,]00/u);
      await codeByCall(till, saleId, '3.00');
      await code.untilShown();
      await code.cancel.click();
      await expect(openSale.retryCode).toBeEnabled();
    },
  },
  {
    name: 'giving a sale up that was paid by code in part',
    hasCodes: true,
    async reach({ screens: { openSale }, till, qr }) {
      await payPartByCode({ till, qr });
      await openSale.abandon.click();
      await expect(openSale.confirmAbandon).toBeVisible();
    },
  },
  {
    name: 'paid by code',
    hasCodes: true,
    async reach(parts) {
      await payByCode(parts);
      await expect(parts.screens.outcome.next).toBeEnabled();
    },
  },
  {
    name: 'given up, with a payment by code that goes back',
    hasCodes: true,
    async reach({ screens: { outcome }, till, qr }) {
      const saleId = await payPartByCode({ till, qr });
      expect(await till.call('sale/abandon', { saleId })).toMatchObject({ ok: true });
      await outcome.expect('abandoned');
      await expect(outcome.again).toBeEnabled();
    },
  },
  {
    name: 'outcome unknown, with a payment by code that is frozen',
    hasCodes: true,
    async reach({ screens: { openSale, outcome }, till, qr, simulator }) {
      simulator.control.next({ fault: { kind: 'close-after-charging' } });
      await payPartByCode({ till, qr });
      await expect(openSale.takeCard).toBeEnabled();
      await openSale.takeCard.click();
      await outcome.expect('outcome-unknown');
      await expect(outcome.resolveNow).toBeEnabled();
    },
  },
  {
    name: 'slip of a payment by code',
    hasCodes: true,
    async reach(parts) {
      const { screens } = parts;
      await payByCode(parts);
      await screens.outcome.slip.click();
      await screens.expectScreen('slip');
    },
  },
  {
    name: 'details of a payment by code',
    hasCodes: true,
    async reach(parts) {
      const { screens, till } = parts;
      await till.call('sale/dismiss', { saleId: await payByCode(parts) });
      await screens.header.today.click();
      await screens.history.openOf(screens.history.rows.first()).click();
      await expect(screens.detail.timeline.first()).toBeVisible();
    },
  },
  {
    name: 'the way to the customer’s display',
    async reach({ screens: { header, customerLink } }) {
      await header.menu.click();
      await header.customerDisplay.click();
      await expect(customerLink).toBeVisible();
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

/** Two bills that are paid, and their billers not told: one message is refused, and one nobody answers properly. */
export async function leaveAdvices({ screens, till, billpay }: Pick<Parts, 'screens' | 'till' | 'billpay'>): Promise<void> {
  billpay.control.next({ on: 'advice', fault: { kind: 'status', status: 503 } });
  billpay.control.always({ on: 'advice', fault: { kind: 'status', status: 500 } });
  for (const state of ['needs-attention', 'waiting']) {
    const saleId = await reserveByCall(till);
    await till.call('sale/pay-cash', { saleId, handed: amountOfDue });
    await screens.outcome.expect('approved');
    await till.call('sale/dismiss', { saleId });
    await expect(screens.header.advices).toHaveAttribute('data-advices', 'attention');
    if (state === 'waiting') await expect(screens.header.advices).toHaveAttribute('data-waiting', '1');
  }
}

/** An amount that several tenders may pay, as a program opens it. */
async function openByCall(till: Till): Promise<SaleId> {
  const saleId = randomUUID() as SaleId;
  expect(await till.call('sale/open', { saleId, input: { ...bill } })).toMatchObject({ ok: true });
  return saleId;
}

/** A code for all of it, or for a part. */
async function codeByCall(till: Till, saleId: SaleId, amount?: string): Promise<void> {
  expect(await till.call('sale/pay-code', { saleId, ...(amount === undefined ? {} : { amount }) })).toMatchObject({ ok: true });
}

/** A customer scans as soon as a payment waits for it. */
async function scanNext(qr: QrSimulator, decision?: Decision): Promise<void> {
  const { tranId } = await qr.control.untilWaiting();
  expect(qr.control.scan({ tranId, ...(decision ? { decision } : {}) })).toMatchObject({ isAccepted: true });
}

/** Five of twelve by code. */
async function payPartByCode({ till, qr }: Pick<Parts, 'till' | 'qr'>): Promise<SaleId> {
  const saleId = await openByCall(till);
  await codeByCall(till, saleId, '5.00');
  await scanNext(qr);
  await expect
    .poll(() => till.call('till/snapshot', {}))
    .toMatchObject({ ok: true, value: { counter: { kind: 'open', sale: { codes: [{ state: 'reserved' }] } } } });
  return saleId;
}

/** All of it by code. */
async function payByCode({ screens, till, qr }: Pick<Parts, 'screens' | 'till' | 'qr'>): Promise<SaleId> {
  const saleId = await openByCall(till);
  await codeByCall(till, saleId);
  await scanNext(qr);
  await screens.outcome.expect('approved');
  return saleId;
}

async function loseTheAnswer({ screens: { sell, outcome }, simulator }: Parts): Promise<void> {
  simulator.control.next({ customer: { kind: 'approve' }, fault: { kind: 'close-after-charging' } });
  await sell.begin(bill.amount, bill.reference);
  await outcome.expect('outcome-unknown');
  await expect(outcome.resolveNow).toBeEnabled();
}

/** Forty of a bill in cash, and a card of which nobody knows whether it was charged. */
async function freezeBill({ screens: { openSale, outcome }, till, simulator }: Parts): Promise<void> {
  simulator.control.next({ fault: { kind: 'close-after-charging' } });
  await payPartByCall(till, await reserveByCall(till));
  await openSale.takeCard.click();
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

/** A sale of one bill, or of two of which the biller declines one, as a program asks for it. */
async function requestByCall(till: Till, { withDeclinedBill = false } = {}): Promise<SaleId> {
  const saleId = randomUUID() as SaleId;
  const settled = { ...due, reference: 'BW0417733039', amount: amountOfDue };
  const bills = [{ ...due, amount: amountOfDue }, ...(withDeclinedBill ? [settled] : [])];
  expect(await till.call('bill/request', { saleId, bills })).toMatchObject({ ok: true });
  return saleId;
}

/** The same, until the billers have answered. */
export async function reserveByCall(till: Till, bills: { withDeclinedBill?: boolean } = {}): Promise<SaleId> {
  const saleId = await requestByCall(till, bills);
  await expect
    .poll(async () => {
      const reply = await till.call('till/snapshot', {});
      return reply.ok && reply.value.counter.kind === 'open' && reply.value.counter.sale.bills?.map(({ state }) => state);
    })
    .toEqual(bills.withDeclinedBill === true ? ['reserved', 'declined'] : ['reserved']);
  return saleId;
}

/** Forty of it in cash. */
async function payPartByCall(till: Till, saleId: SaleId): Promise<void> {
  expect(await till.call('sale/pay-cash', { saleId, handed: '40.00' })).toMatchObject({ ok: true });
}

/** A sale that is given up with cash in the drawer. */
async function giveUpByCall(till: Till): Promise<SaleId> {
  const saleId = await reserveByCall(till);
  await payPartByCall(till, saleId);
  expect(await till.call('sale/abandon', { saleId })).toMatchObject({ ok: true });
  return saleId;
}
