import { setTimeout as wait } from 'node:timers/promises';
import type { SaleId } from '../../shared/ids.ts';
import { toDecimal } from '../../shared/money.ts';
import { isUnderWay } from '../../shared/qr-tender.ts';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import type { Random } from '../../main/testing/random.ts';
import type { TillProcess } from '../../main/testing/till-process.ts';
import { currency } from './selling.ts';
import { expectRefusal, type Window } from './window.ts';

/** How the money of an open sale is taken. */
export interface Paying {
  /** By one tender or by several, each of which may come to nothing; or the sale is given up, before, between or while a customer is scanning. */
  pay(till: TillProcess, open: Sale): Promise<void>;
  abandon(till: TillProcess, saleId: SaleId): Promise<void>;
}

export interface PayingParts {
  readonly random: Random;
  readonly window: Window;
  /** The next payment by code meets this on its way. */
  spoilNextCode(): void;
}

type Tender = 'cash' | 'card' | 'code';
/** Each tender but the last pays half of what is due. A card is the last. */
const plans = {
  cash: 2,
  card: 4,
  code: 6,
  'cash card': 2,
  'cash code': 2,
  'code cash': 3,
  'code card': 4,
  'code code': 1,
  'cash code card': 1,
  '': 1,
  'cash nothing': 1,
  'code nothing': 2,
} as const;
/** What follows a code that was asked for: before it is seen, while it is, or when it has been scanned. */
const whatFollows = { wait: 16, cancel: 3, abandon: 1 } as const;
const longestDoubtMs = 450;

export function createPaying({ random, window, spoilNextCode }: PayingParts): Paying {
  async function pay(till: TillProcess, open: Sale): Promise<void> {
    const { saleId } = open;
    const tenders = random.weighted(plans).split(' ') as (Tender | 'nothing' | '')[];
    let sale: Sale | undefined = open;
    for (const [place, tender] of tenders.entries()) {
      if (tender === 'nothing' || tender === '') break;
      const partMinor = place < tenders.length - 1 ? Math.floor(dueMinor(sale) / 2) : undefined;
      if (partMinor === 0) continue;
      sale = await take(tender, till, sale, partMinor);
      if (sale?.outcome !== 'open') return;
    }
    // Where the last tender came to nothing the customer has cash, or goes.
    const hasCash = !sale.cash && tenders.length === 1 && tenders[0] !== '';
    if (hasCash) await payCash(till, sale);
    else await abandon(till, saleId);
  }

  /** @returns the sale when the tender has come to something, or to nothing */
  function take(tender: Tender, till: TillProcess, sale: Sale, partMinor: number | undefined): Promise<Sale | undefined> {
    switch (tender) {
      case 'cash':
        return payCash(till, sale, partMinor);
      case 'card':
        return payCard(till, sale);
      case 'code':
        return payByCode(till, sale.saleId, partMinor);
    }
  }

  async function payCash(till: TillProcess, sale: Sale, partMinor?: number): Promise<Sale | undefined> {
    const { saleId } = sale;
    const handed = toDecimal(partMinor ?? dueMinor(sale) + random.whole(0, 500), currency);
    const paid = await window.change(till.call('sale/pay-cash', { saleId, handed }), []);
    if (paid?.outcome === 'approved') await till.call('sale/dismiss', { saleId });
    return paid;
  }

  async function payCard(till: TillProcess, sale: Sale): Promise<Sale | undefined> {
    const { saleId } = sale;
    let last = sale;
    for (let tries = 0; tries < 3 && last.outcome === 'open'; tries += 1) {
      const card = await till.call('sale/pay-card', { saleId });
      if (!card) return undefined;
      if (card.ok) {
        const after = await window.untilShown(till, saleId, ({ outcome }) => outcome !== 'waiting');
        if (!after) return undefined;
        last = after;
      } else {
        expectRefusal(card.failure, ['terminal-not-ready', 'terminal-busy']);
        await wait(20);
      }
    }
    return last;
  }

  async function payByCode(till: TillProcess, saleId: SaleId, partMinor?: number): Promise<Sale | undefined> {
    if (random.chance(0.1)) spoilNextCode();
    const request = { saleId, ...(partMinor === undefined ? {} : { amount: toDecimal(partMinor, currency) }) };
    const begun = await window.press(() => till.call('sale/pay-code', request));
    if (!begun) return undefined;
    if (!begun.ok) {
      expectRefusal(begun.failure, []);
      return undefined;
    }
    const followed = random.weighted(whatFollows);
    if (followed !== 'wait') await wait(random.whole(0, longestDoubtMs));
    if (followed === 'abandon') {
      await abandon(till, saleId);
      return undefined;
    }
    const qrId = begun.value.codes?.at(-1)?.qrId;
    // The customer may have been quicker, and the sale be over.
    if (followed === 'cancel' && qrId) await window.change(till.call('sale/cancel-code', { saleId, qrId }), ['not-now']);
    return window.untilShown(till, saleId, ({ codes = [] }) => !codes.some(isUnderWay));
  }

  async function abandon(till: TillProcess, saleId: SaleId): Promise<void> {
    // Its bills may have come to nothing meanwhile, or its code have been paid.
    await window.change(till.call('sale/abandon', { saleId }), ['not-now']);
    await till.call('sale/dismiss', { saleId });
  }

  return { pay, abandon };
}
