import { isDeepStrictEqual } from 'node:util';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import { fail, invariant, ok, type Result } from '../../shared/result.ts';
import { longestEvidence, longestReason, type SaleDefaults } from '../../shared/sale-input.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Counter } from '../../shared/snapshot.ts';
import { allowsCard } from '../../shared/terminal-status.ts';
import type { AppendFailure, Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { CardOutcome, CardTerminal } from '../terminal/card-terminal.ts';
import { admitOrder, problemsOfStatement, type SaleOrder } from './admit-order.ts';
import { recoverSale } from './recover.ts';
import { beginSale, commit, commitAll, recordOutcome, type SaleRunParts, type Settled } from './sale-run.ts';
import type { BillDesk } from './bill-desk.ts';
import type { QrDesk } from './qr-desk.ts';
import { createOpenSales, type OpenOrder, type OpenSales } from './open-sales.ts';
import { seenAfterStop } from './transition.ts';

/** One counter: takes a card for one sale at a time, and never forgets one. */
export interface Checkout extends OpenSales {
  /** Takes a card payment. Answers when the intention is durable and the terminal was asked; asking again with the same id is harmless. */
  begin(order: SaleOrder): Promise<Result<Sale, Failure>>;
  /** A person's verdict on an unknown outcome. */
  resolve(verdict: Verdict): Promise<Result<Sale, Failure>>;
  /** What the services said meanwhile is in the journal: the counter shows it. */
  refresh(): void;
  /** The cashier has seen the outcome. */
  dismiss(saleId: SaleId): void;
  counter(): Counter;
  /** Payments whose outcome nobody knows, oldest first. */
  unresolved(): readonly Sale[];
  /** A sale as it is to be read: one that nobody waits for any more is not `waiting`. */
  present(sale: Sale): Sale;
  /** Calls back after every change of what the counter or the list of the unresolved shows. @returns stops it */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** What the counter is busy with: an order for a card, or something in an open sale. */
type Order = SaleOrder | OpenOrder;

export interface Verdict {
  readonly saleId: SaleId;
  readonly verdict: 'charged' | 'not-charged';
  readonly evidence: string;
  readonly reason: string;
}

export interface CheckoutParts {
  readonly journal: Journal;
  readonly terminal: CardTerminal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly defaults: SaleDefaults;
  /** Absent where no service is set up that has to be told anything. */
  readonly queueAdvice?: SaleRunParts['queueAdvice'] | undefined;
  /** Absent where no bill service is set up. */
  readonly bills?: BillDesk | undefined;
  /** Absent where no QR service is set up. */
  readonly codes?: QrDesk | undefined;
  /** May a sale be begun, as far as the journal and the disk go? Waits for the verification at start. */
  mayBegin(): Promise<Result<void, Failure>>;
  /** May something be written at all? */
  mayWrite(): Promise<Result<void, Failure>>;
}

/** How often an answer that the disk did not take is offered to it again. */
const rewriteAfterMs = 2_000;

export function createCheckout(parts: CheckoutParts): Checkout {
  const { journal, clock, logger, defaults, bills } = parts;
  const { terminal } = parts;
  const run: SaleRunParts = {
    journal,
    terminal,
    logger,
    queueAdvice: parts.queueAdvice ?? (() => invariant(false, 'where no service is set up, none is owed an advice')),
  };
  const listeners = new Set<() => void>();
  const announce = (): void => listeners.forEach((listener) => listener());

  let counter: Counter = { kind: 'free' };
  /** The terminal is spoken for from the first look at a sale to its last: between two questions to the disk or the terminal nobody slips in. */
  let conversation: { readonly order: Order; readonly begun: Promise<Result<Sale, Failure>> } | undefined;
  /** Answers that the disk has not taken yet. While one is here its sale is unknown to everybody. */
  const unwritten = new Map<SaleId, CardOutcome>();
  let stopRewriting = (): void => {};
  let isClosed = false;

  function present(sale: Sale): Sale {
    if (unwritten.has(sale.saleId)) return { ...sale, outcome: 'outcome-unknown', reason: { code: 'not-recorded' } };
    const isTaking = conversation?.order.saleId === sale.saleId;
    return isTaking ? sale : seenAfterStop(sale);
  }

  /** A disk that was full at start left it so: nobody waits for it, and nobody has written that down yet. */
  function leftWaiting(saleId: SaleId): Sale | undefined {
    const sale = journal.sale(saleId);
    const isLeft = sale?.outcome === 'waiting' && !unwritten.has(saleId) && conversation?.order.saleId !== saleId;
    return isLeft ? sale : undefined;
  }

  function unresolved(): readonly Sale[] {
    return journal
      .open()
      .map(present)
      .filter((sale) => sale.outcome === 'outcome-unknown');
  }

  function begin(order: SaleOrder): Promise<Result<Sale, Failure>> {
    return converse(order, () => lookAtAndBegin(order));
  }

  /** Fifty presses of Enter are one order: whoever asks again while it is looked at gets the same answer. */
  async function converse(order: Order, lookAt: () => Promise<Result<Sale, Failure>>): Promise<Result<Sale, Failure>> {
    if (conversation) {
      const { saleId } = conversation.order;
      if (saleId !== order.saleId) return fail({ kind: 'terminal-busy', saleId });
      return isSameOrder(conversation.order, order) ? conversation.begun : fail({ kind: 'id-reused', saleId });
    }
    if (counter.kind === 'open' && counter.sale.saleId !== order.saleId)
      return fail({ kind: 'sale-open', saleId: counter.sale.saleId });
    const begun = lookAt();
    conversation = { order, begun };
    let isAsking = false;
    try {
      const result = await begun;
      isAsking = result.ok && result.value.outcome === 'waiting';
      return result;
    } finally {
      if (!isAsking) endConversation(order.saleId);
    }
  }

  function endConversation(saleId: SaleId): void {
    if (conversation?.order.saleId === saleId) conversation = undefined;
  }

  async function lookAtAndBegin(order: SaleOrder): Promise<Result<Sale, Failure>> {
    const admitted = await admitOrder(parts, order);
    if (!admitted.ok) return admitted;
    if (admitted.value.kind === 'known') return ok(present(admitted.value.sale));
    return takeCard(order.saleId, { kind: 'payment-begun', ...admitted.value.beginning });
  }

  /** The last looks before the intention is written down, and then the terminal is asked. */
  async function takeCard(saleId: SaleId, begunFact: Extract<Fact, { kind: 'payment-begun' }>): Promise<Result<Sale, Failure>> {
    const status = await terminal.refreshStatus();
    if (!allowsCard(status.state)) {
      const { state, detail } = status;
      return fail({ kind: 'terminal-not-ready', state, ...(detail === undefined ? {} : { detail }) });
    }
    // A till that is closing while it asked the terminal begins nothing.
    if (isClosed) return fail({ kind: 'terminal-not-ready', state: 'checking' });
    const begun = beginSale(run, saleId, begunFact);
    if (!begun.ok) return notWritten(saleId, begun.failure);
    const { sale, settled } = begun.value;
    logger.info('sale-begun', {
      saleId,
      number: sale.number,
      amountMinor: begunFact.request.amountMinor,
      currency: sale.currency,
    });
    counter = { kind: 'taking', sale };
    announce();
    void settled.then((end) => settle(saleId, end));
    return ok(sale);
  }

  async function write(saleId: SaleId, ...facts: readonly [Fact, ...Fact[]]): Promise<Result<Sale, Failure>> {
    const committed = commitAll(run, saleId, facts);
    if (!committed.ok) return notWritten(saleId, committed.failure);
    logger.info('sale-changed', { saleId, fact: facts[0].kind, outcome: committed.value.sale.outcome });
    refresh();
    return ok(committed.value.sale);
  }

  /** The counter shows its sale as the journal has it now. */
  function refresh(): void {
    if (isClosed) return;
    if (counter.kind === 'open' || counter.kind === 'decided') {
      const sale = journal.sale(counter.sale.saleId);
      if (sale) counter = sale.outcome === 'open' ? { kind: 'open', sale } : { kind: 'decided', sale: present(sale) };
    }
    announce();
  }

  /** Says why in the disk's terms where it is full: a person can make room. */
  async function notWritten(saleId: SaleId, failure: AppendFailure): Promise<Result<never, Failure>> {
    logger.error('not-written', { saleId, kind: failure.kind, why: failure.detail });
    const room = await parts.mayBegin();
    return room.ok ? fail({ kind: 'not-written', detail: failure.detail }) : room;
  }

  function settle(saleId: SaleId, end: Settled): void {
    if (isClosed) return;
    if (end.kind === 'not-recorded') {
      unwritten.set(saleId, end.outcome);
      scheduleRewriting();
    }
    endConversation(saleId);
    showDecided(saleId);
  }

  function showDecided(saleId: SaleId): void {
    const sale = journal.sale(saleId);
    if (sale) {
      const decided = present(sale);
      // A card that charged nothing leads a sale of bills back to its tenders.
      if (decided.outcome === 'open') {
        counter = { kind: 'open', sale: decided };
        announce();
        return;
      }
      logger.info('sale-decided', { saleId, number: sale.number, outcome: decided.outcome, reason: decided.reason?.code });
      counter = { kind: 'decided', sale: decided };
    }
    announce();
  }

  function scheduleRewriting(): void {
    stopRewriting();
    stopRewriting = clock.after(rewriteAfterMs, () => {
      for (const [saleId, outcome] of unwritten) {
        if (recordOutcome(run, saleId, outcome).kind === 'not-recorded') continue;
        unwritten.delete(saleId);
        logger.info('answer-recorded-after-all', { saleId });
        if (counter.kind === 'decided' && counter.sale.saleId === saleId) showDecided(saleId);
        else announce();
      }
      if (unwritten.size > 0) scheduleRewriting();
    });
  }

  async function resolve({ saleId, verdict, evidence, reason }: Verdict): Promise<Result<Sale, Failure>> {
    const problems = [
      ...problemsOfStatement('evidence', evidence, longestEvidence),
      ...problemsOfStatement('reason', reason, longestReason),
    ];
    if (problems.length > 0) return fail({ kind: 'bad-input', problems });
    const mayWrite = await parts.mayWrite();
    if (!mayWrite.ok) return mayWrite;
    // Everything from here to the append is one step: two verdicts cannot both find it unresolved.
    const left = leftWaiting(saleId);
    if (left) recoverSale(left, journal, logger);
    const known = journal.sale(saleId);
    if (!known) return fail({ kind: 'no-such-sale', saleId });
    if (known.outcome !== 'outcome-unknown') return fail({ kind: 'not-unresolved', saleId });
    // Its bills may be told at last: what the verdict asks for is done like all else that follows from a fact.
    const committed = commit(run, saleId, {
      kind: 'payment-resolved',
      verdict,
      evidence: evidence.trim(),
      reason: reason.trim(),
    });
    if (!committed.ok) return notWritten(saleId, committed.failure);
    const resolved = committed.value.sale;
    logger.warn('sale-resolved-by-hand', { saleId, number: resolved.number, verdict });
    if (counter.kind === 'decided' && counter.sale.saleId === saleId) counter = { kind: 'decided', sale: resolved };
    announce();
    return ok(resolved);
  }

  return {
    begin,
    resolve,
    ...createOpenSales({
      journal,
      logger,
      defaults,
      bills,
      codes: parts.codes,
      present,
      converse,
      takeCard,
      write,
      notWritten,
      mayBegin: parts.mayBegin,
      mayWrite: parts.mayWrite,
      isConversing: () => conversation !== undefined,
      showOpen(sale) {
        counter = { kind: 'open', sale };
        announce();
      },
    }),
    refresh,
    dismiss(saleId) {
      if (counter.kind !== 'decided' || counter.sale.saleId !== saleId) return;
      counter = { kind: 'free' };
      announce();
    },
    counter() {
      const code = counter.kind === 'open' ? parts.codes?.shown(counter.sale.saleId) : undefined;
      return counter.kind === 'open' && code ? { ...counter, code } : counter;
    },
    unresolved,
    present,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      isClosed = true;
      stopRewriting();
      listeners.clear();
    },
  };
}

function isSameOrder(one: Order, other: Order): boolean {
  return isDeepStrictEqual(one, other);
}
