import type { Failure } from '../../shared/failure.ts';
import type { CallName, Reply, RequestOf, WindowEventName, WindowEventOf } from '../../shared/ipc/contract.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Connection, WindowClient } from '../till/window-client.ts';
import { advices, billers, foundDetails, openSales, setAsideFiles } from './bill-fixtures.ts';
import { listedSales, timeline } from './fixtures.ts';

export interface ScriptedTill extends WindowClient {
  /** What was asked, in order. */
  readonly asked: readonly { readonly name: CallName; readonly request: unknown }[];
  /** Sends a snapshot to whoever listens, and answers with it from now on. */
  show(snapshot: Snapshot): void;
  /** The host asks whether to leave. */
  askToLeave(): void;
  /** The stream breaks, or comes back. */
  connect(connection: Connection): void;
  /** The next call by this name gets this reply. */
  answerNext<Name extends CallName>(name: Name, reply: Reply<Name> | Promise<Reply<Name>>): void;
}

/** A till without a core: it says what a test or a person at the screen tells it to say. */
export function createScriptedTill(initial: Snapshot, host: WindowClient['host'] = 'browser'): ScriptedTill {
  let snapshot = initial;
  let connection: Connection = 'connected';
  const listeners = new Map<WindowEventName, Set<(event: never) => void>>();
  const watchers = new Set<(connection: Connection) => void>();
  const asked: { name: CallName; request: unknown }[] = [];
  const next = new Map<CallName, unknown>();

  function show(shown: Snapshot): void {
    snapshot = shown;
    tell('snapshot', shown);
  }

  function tell<Name extends WindowEventName>(name: Name, event: WindowEventOf<Name>): void {
    for (const listener of listeners.get(name) ?? []) listener(event as never);
  }

  const known = (saleId: unknown): Sale | undefined =>
    [...snapshot.unresolved, ...snapshot.cashToReturn, ...listedSales].find((sale) => sale.saleId === saleId);
  const refuse = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });

  const answers: { readonly [Name in CallName]: (request: RequestOf<Name>) => Reply<Name> } = {
    'till/snapshot': () => ({ ok: true, value: snapshot }),
    'sale/begin': () => refuse({ kind: 'terminal-not-ready', state: 'no-terminal' }),
    'sale/open': () => ({ ok: true, value: openSales.reserved }),
    'sale/dismiss': () => {
      show({ ...snapshot, counter: { kind: 'free' } });
      return { ok: true, value: {} };
    },
    'sale/resolve': ({ saleId }) => {
      const sale = known(saleId);
      if (!sale) return refuse({ kind: 'no-such-sale', saleId });
      show({ ...snapshot, unresolved: snapshot.unresolved.filter((each) => each !== sale) });
      return { ok: true, value: sale };
    },
    'bill/billers': () => ({ ok: true, value: { billers } }),
    'bill/look-up': () => ({ ok: true, value: { details: foundDetails } }),
    'bill/request': () => ({ ok: true, value: openSales.askingFirst }),
    'sale/pay-cash': () => ({ ok: true, value: openSales.reserved }),
    'sale/pay-code': () => refuse({ kind: 'no-qr-service' }),
    'sale/cancel-code': () => ({ ok: true, value: openSales.reserved }),
    'sale/pay-card': () => refuse({ kind: 'terminal-not-ready', state: 'no-terminal' }),
    'sale/abandon': () => ({ ok: true, value: openSales.reserved }),
    'sale/cash-returned': ({ saleId }) => {
      const sale = known(saleId);
      if (!sale) return refuse({ kind: 'no-such-sale', saleId });
      show({ ...snapshot, cashToReturn: snapshot.cashToReturn.filter((each) => each !== sale) });
      return { ok: true, value: sale };
    },
    'window/leave': () => ({ ok: true, value: {} }),
    'advices/list': () => ({ ok: true, value: { advices, setAside: setAsideFiles } }),
    'advices/retry': () => ({ ok: true, value: {} }),
    'advices/drain': () => refuse({ kind: 'no-bill-service' }),
    'history/list': () => ({ ok: true, value: { sales: listedSales, hasMore: true } }),
    'history/show': ({ saleId }) => {
      const sale = known(saleId);
      return sale ? { ok: true, value: { sale, timeline } } : refuse({ kind: 'no-such-sale', saleId });
    },
    'customer/open': () => ({ ok: true, value: { kind: 'opened' } }),
    'slip/print': () => ({ ok: true, value: { kind: 'printed' } }),
  };

  return {
    host,
    asked,
    show,
    askToLeave: () => tell('leave-asked', {}),
    connect(said) {
      connection = said;
      for (const watcher of watchers) watcher(said);
    },
    answerNext: (name, reply) => void next.set(name, reply),
    async call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name>> {
      asked.push({ name, request });
      const scripted = next.get(name);
      if (scripted === undefined) return answers[name](request);
      next.delete(name);
      return (await Promise.resolve(scripted)) as Reply<Name>;
    },
    listen(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    watchConnection(watcher) {
      watchers.add(watcher);
      watcher(connection);
      return () => watchers.delete(watcher);
    },
  };
}
