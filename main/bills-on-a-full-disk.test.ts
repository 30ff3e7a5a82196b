import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BillpaySimulator } from '../simulators/billpay/start-billpay-simulator.ts';
import type { BdsSimulator } from '../simulators/bds/start-bds-simulator.ts';
import type { SaleId } from '../shared/ids.ts';
import { invariant } from '../shared/result.ts';
import type { Sale } from '../shared/sale.ts';
import type { JournalHealth, Snapshot } from '../shared/snapshot.ts';
import { readAdvices } from './advices/read-folder.ts';
import { mountExt4 } from './advices/testing/ext4-image.ts';
import type { Settings } from './settings/settings.ts';
import {
  billpaySimulatorFor,
  chargesOf,
  openTill,
  postsOf,
  settingsWithBills,
  simulatorFor,
  snapshotOf,
  type OpenTill,
} from './testing/open-till.ts';
import { fillUp, mountSmallDisk } from './testing/small-disk.ts';
import { environmentFor, startTillProcess, type TillProcess } from './testing/till-process.ts';

// Room for the ballast, for what a sale needs beside it, and little more.
const tmpfs = mountSmallDisk(32);
const ext4 = mountExt4(40);
afterAll(() => {
  if (typeof ext4 !== 'string') ext4.remove();
});
const disks = [
  { name: 'tmpfs', directory: tmpfs, skipped: tmpfs === undefined ? ' (skipped: this machine does not let us mount one)' : '' },
  typeof ext4 === 'string'
    ? { name: 'ext4', directory: undefined, skipped: ` (skipped: ${ext4})` }
    : { name: 'ext4', directory: ext4.directory, skipped: '' },
];

/** Takes any amount, for ever. */
const meter = { kind: 'account', reference: 'KP20000001', amount: '12.00' } as const;
const kilobyte = 1_024;
/** What both people and the till need to find the charge by. */
const evidence = '690489';

const ways = ['cash', 'card', 'given up'] as const;
type Way = (typeof ways)[number];

describe.each(disks)('a till with bills on a small $name', ({ directory, skipped }) => {
  it.skipIf(directory === undefined)(
    `that is full reserves nothing and says why, before a restart and after it, and goes on when there is room${skipped}`,
    async () => {
      const { till, billpay, settings, disk } = await openShop(directory);
      disk.takeRoom();
      await expectRefused(till);
      await till.close();
      const again = openTill(settings);
      await expectRefused(again);
      expect(billpay.requests()).toEqual([]);

      disk.makeRoom();
      await again.close();
      const next = openTill(settings);
      const { saleId } = await reserve(next);
      await settle(next, saleId, 'cash');
      await billpay.control.untilSettled(1);
      expect(billpay.ledger().payments).toMatchObject([{ state: 'confirmed' }]);
    },
  );

  it.skipIf(directory === undefined).each(ways)(
    `that fills up once a bill is reserved still ends the sale (%s), from its ballast${skipped}`,
    async (how) => {
      const { till, billpay, cards, disk } = await openShop(directory);
      const { saleId } = await reserve(till);
      disk.takeRoom();
      const said = await settle(till, saleId, how);
      // A card is not even asked for where its answer might find no room: it could not be taken back.
      expect(said).toBe({ cash: 'approved', card: 'disk-full', 'given up': 'abandoned' }[how]);
      expect(postsOf(cards)).toBe(0);
      if (how === 'card') expect(await settle(till, saleId, 'cash')).toBe('approved');
      await billpay.control.untilSettled(1);
      expect(billpay.ledger().payments).toMatchObject([{ state: how === 'given up' ? 'reversed' : 'confirmed' }]);
      await expectRefused(till);
      expect(disk.hasBallast()).toBe(false);
    },
  );

  it.skipIf(directory === undefined).each(ways)(
    `that has no ballast left either loses nothing of a sale that ends so (%s), wherever the room ends${skipped}`,
    async (how) => {
      const seen = new Set<string>();
      // Nothing at all; enough for a record of the journal, but not for the queue, which wants 64 kB; enough for both.
      for (const room of [0, 40, 256]) {
        const { till, billpay, cards, settings, disk, tidy } = await openShop(directory);
        const { saleId } = await reserve(till);
        if (how === 'card') await beginCard(till, cards, saleId);
        billpay.control.always({ on: 'advice', fault: { kind: 'hang', applied: false } });
        disk.takeRoom({ leave: room * kilobyte, takeBallast: true });
        const said = how === 'card' ? await endCard(till, cards, saleId) : await settle(till, saleId, how);
        await till.close();
        seen.add(`${said}, ${readAdvices(settings.dataDirectory).entries.length} queued`);

        disk.makeRoom();
        billpay.control.always({});
        const next = openTill(settings);
        const { unresolved } = await journalIs(next, 'sound', 'disk-low');
        expect(unresolved.map((sale) => sale.saleId)).toEqual(said === 'outcome-unknown' ? [saleId] : []);
        const verdict = { saleId, verdict: 'charged', evidence, reason: 'Read off the slip.' } as const;
        for (const _ of unresolved) expect(await next.call('sale/resolve', verdict)).toMatchObject({ ok: true });
        await billpay.control.untilSettled(1);

        // What was said stands. Where the till had to say that it cannot write, no money was taken, but by a terminal that had been asked before.
        const isPaid = said === 'approved' || said === 'outcome-unknown';
        const { payments, conflicts } = billpay.ledger();
        expect(payments, `${room}: ${said}`).toMatchObject([{ state: isPaid ? 'confirmed' : 'reversed' }]);
        expect(payments[0]?.adviceIds).toHaveLength(1);
        expect(conflicts).toEqual([]);
        expect(chargesOf(cards)).toBe(how === 'card' ? 1 : 0);
        expect(await next.call('advices/drain', { timeoutMs: 60_000 })).toMatchObject({ value: { waiting: 0, setAside: 0 } });
        expect(await next.call('history/show', { saleId })).toMatchObject({
          value: { sale: { outcome: isPaid ? 'approved' : 'abandoned', bills: [{ state: isPaid ? 'confirmed' : 'reversed' }] } },
        });
        await next.close();
        tidy();
      }
      const written = how === 'given up' ? 'abandoned' : 'approved';
      expect([...seen]).toEqual([
        `${how === 'card' ? 'outcome-unknown' : 'disk-full'}, 0 queued`,
        `${written}, 0 queued`,
        `${written}, 1 queued`,
      ]);
    },
  );

  it.skipIf(directory === undefined)(
    `that is killed with the money in the drawer and no room for the confirmation sends it after its restart${skipped}`,
    async () => {
      const { till: opened, billpay, cards, settings, disk } = await openShop(directory);
      await opened.close();
      const environment = environmentFor(cards, billpay, settings.dataDirectory);
      const till = await startProcess(environment);
      const saleId = randomUUID();
      await till.call('bill/request', { saleId, bills: [meter] });
      await expect
        .poll(() => till.call('till/snapshot', {}))
        .toMatchObject({ value: { counter: { sale: { saleId, bills: [{ state: 'reserved' }] } } } });
      disk.takeRoom({ leave: 40 * kilobyte, takeBallast: true });
      const paid = await till.call('sale/pay-cash', { saleId, handed: '12.00' });
      expect(paid).toMatchObject({ ok: true, value: { outcome: 'approved', owesAdvice: true } });
      await till.kill();
      expect(readAdvices(settings.dataDirectory).entries).toEqual([]);

      disk.makeRoom();
      await startProcess(environment);
      await billpay.control.untilSettled(1);
      expect(billpay.ledger()).toMatchObject({ payments: [{ state: 'confirmed' }], advices: [{ times: 1 }], conflicts: [] });
    },
  );
});

interface Disk {
  /** Somebody's download takes all the room there is, or all but so many bytes; and the ballast's too, where it was given up before. */
  takeRoom(what?: { readonly leave?: number; readonly takeBallast?: boolean }): void;
  makeRoom(): void;
  hasBallast(): boolean;
}

interface Shop {
  readonly till: OpenTill;
  readonly billpay: BillpaySimulator;
  readonly cards: BdsSimulator;
  readonly settings: Settings;
  readonly disk: Disk;
  tidy(): void;
}

/** A data folder of its own on the small disk. */
async function openShop(directory: string | undefined): Promise<Shop> {
  invariant(directory !== undefined, 'mounted');
  const [cards, billpay] = await Promise.all([simulatorFor(), billpaySimulatorFor()]);
  const dataDirectory = join(directory, randomUUID());
  mkdirSync(dataDirectory);
  const ballast = join(dataDirectory, 'ballast');
  const download = join(directory, 'download');
  const settings = settingsWithBills(cards, billpay, { dataDirectory });
  const makeRoom = (): void => rmSync(download, { force: true });
  const tidy = (): void => {
    makeRoom();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  // Registered before the till is opened, so that it comes after the till is closed.
  onTestFinished(tidy);
  const till = openTill(settings);
  await journalIs(till, 'disk-low', 'sound');
  const hasBallast = (): boolean => existsSync(ballast);
  expect(hasBallast()).toBe(true);
  return {
    till,
    billpay,
    cards,
    settings,
    tidy,
    disk: {
      makeRoom,
      hasBallast,
      takeRoom({ leave = 0, takeBallast = false } = {}) {
        if (takeBallast) rmSync(ballast);
        fillUp(download);
        truncateSync(download, statSync(download).size - leave);
      },
    },
  };
}

async function startProcess(environment: Readonly<Record<string, string>>): Promise<TillProcess> {
  const till = startTillProcess(environment);
  onTestFinished(() => till.kill());
  await till.untilOpen();
  return till;
}

async function expectRefused(till: OpenTill): Promise<void> {
  const refused = await till.call('bill/request', { saleId: randomUUID(), bills: [meter] });
  expect(refused).toMatchObject({ ok: false, failure: { kind: 'disk-full' } });
  expect((await snapshotOf(till)).journal.kind).toBe('disk-full');
}

async function journalIs(till: OpenTill, ...kinds: readonly JournalHealth['kind'][]): Promise<Snapshot> {
  return till.shows(({ journal }) => kinds.includes(journal.kind));
}

async function reserve(till: OpenTill): Promise<Sale> {
  const saleId = randomUUID();
  expect(await till.call('bill/request', { saleId, bills: [meter] })).toMatchObject({ ok: true });
  const { counter } = await till.shows(({ counter: now }) => now.kind === 'open' && now.sale.bills?.[0]?.state === 'reserved');
  invariant(counter.kind === 'open', 'that is what was waited for');
  return counter.sale;
}

/** @returns how the sale ended, or why it did not */
async function settle(till: OpenTill, saleId: SaleId, how: Way): Promise<string> {
  const reply = await (how === 'cash'
    ? till.call('sale/pay-cash', { saleId, handed: '12.00' })
    : till.call(how === 'card' ? 'sale/pay-card' : 'sale/abandon', { saleId }));
  return reply.ok ? reply.value.outcome : reply.failure.kind;
}

/** The customer is at the terminal. */
async function beginCard(till: OpenTill, cards: BdsSimulator, saleId: SaleId): Promise<void> {
  cards.control.next({ customer: { kind: 'hold' } });
  expect(await till.call('sale/pay-card', { saleId })).toMatchObject({ ok: true });
  await cards.control.untilBegun();
}

async function endCard(till: OpenTill, cards: BdsSimulator, saleId: SaleId): Promise<string> {
  cards.control.release({ kind: 'approve' });
  return (await till.decided(saleId)).outcome;
}
