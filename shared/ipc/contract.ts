import { z } from 'zod';
import type { AdviceView } from '../advice-view.ts';
import { billKinds, type BillDetails, type Biller } from '../bill.ts';
import type { Failure } from '../failure.ts';
import type { Result } from '../result.ts';
import type { Sale, TimelineEntry } from '../sale.ts';
import { payorFields } from '../sale.ts';
import type { AdviceSummary, Snapshot } from '../snapshot.ts';

/**
 * The only list of what may cross between the window and the till. A request is parsed against its schema before anything else happens;
 * what the texts in it mean is checked by the handler, so that a person gets a message at the field.
 * One call per user intention, one object per call.
 */

/** Longer texts are not a person's. The handler's own limits are tighter and have words. */
const text = z.string().max(20_000);
const saleId = z.uuid({ version: 'v4' });

const saleInput = z.strictObject({
  amount: text,
  reference: text,
  payor: z.strictObject(Object.fromEntries(payorFields.map((field) => [field, text.optional()]))).optional(),
  billType: text.optional(),
  processingMethod: text.optional(),
  applicationType: text.optional(),
});

/** What names a bill. The biller routes it where the service has a list; elsewhere the reference alone does. */
const billName = z.strictObject({
  kind: z.enum(billKinds),
  reference: text,
  biller: z.strictObject({ id: z.string().max(100), name: z.string().max(200) }).optional(),
});

export const calls = {
  /** How things stand, for a window that has just opened. */
  'till/snapshot': { request: z.strictObject({}), response: shapeOf<Snapshot>() },
  /** Takes a card payment: answers once the intention is durable; the outcome comes with a `snapshot`. Asking again with the same id is harmless. */
  'sale/begin': {
    request: z.strictObject({ saleId, input: saleInput, overrideReason: text.optional() }),
    response: shapeOf<Sale>(),
  },
  /** Opens a sale of an amount that cash, a code or a card may pay, one or several of them. Takes no money. Asking again with the same id is harmless. */
  'sale/open': {
    request: z.strictObject({ saleId, input: saleInput, overrideReason: text.optional() }),
    response: shapeOf<Sale>(),
  },
  /** The cashier has seen how the sale ended; the counter is free. */
  'sale/dismiss': { request: z.strictObject({ saleId }), response: shapeOf<Record<string, never>>() },
  /** Whom bills can be paid to; empty where the service has no such list. */
  'bill/billers': { request: z.strictObject({}), response: shapeOf<{ readonly billers: readonly Biller[] }>() },
  /** What is due. Moves no money. `details` is absent where the service does not offer it: the customer names the amount. */
  'bill/look-up': {
    request: z.strictObject({ bill: billName }),
    response: shapeOf<{ readonly details?: BillDetails }>(),
  },
  /** Has the bills reserved: answers once the intention is durable; what the service says comes with a `snapshot`. */
  'bill/request': {
    request: z.strictObject({
      saleId,
      bills: z
        .array(z.strictObject({ ...billName.shape, amount: text }))
        .min(1)
        .max(10),
      overrideReason: text.optional(),
    }),
    response: shapeOf<Sale>(),
  },
  /** Cash for an open sale: all that is due, with change, or a part of it before a card. */
  'sale/pay-cash': { request: z.strictObject({ saleId, handed: text }), response: shapeOf<Sale>() },
  /** A code for all that is still due in an open sale, or for a part of it. Answers once the intention is durable; the code and its end come with a `snapshot`. */
  'sale/pay-code': { request: z.strictObject({ saleId, amount: text.optional() }), response: shapeOf<Sale>() },
  /** Gives the payment by code up that is under way; where it has just ended, the sale says how. */
  'sale/cancel-code': { request: z.strictObject({ saleId, qrId: z.uuid() }), response: shapeOf<Sale>() },
  /** A card for all that is still due in an open sale; it is taken last, because it cannot be undone. */
  'sale/pay-card': { request: z.strictObject({ saleId }), response: shapeOf<Sale>() },
  /** Every reserved bill is reversed, and cash that was taken is the customer's again. */
  'sale/abandon': { request: z.strictObject({ saleId }), response: shapeOf<Sale>() },
  'sale/cash-returned': { request: z.strictObject({ saleId }), response: shapeOf<Sale>() },
  'advices/list': {
    request: z.strictObject({}),
    response: shapeOf<{
      readonly advices: readonly AdviceView[];
      readonly setAside: readonly { readonly file: string; readonly why: string }[];
    }>(),
  },
  /** Tries everything that waits, and answers when nothing does or the time is up. */
  'advices/drain': {
    request: z.strictObject({ timeoutMs: z.number().int().min(0).max(600_000) }),
    response: shapeOf<AdviceSummary>(),
  },
  /** Sends it again now, the same bytes: for one that was refused, once a manager has looked into it. */
  'advices/retry': { request: z.strictObject({ adviceId: z.uuid() }), response: shapeOf<Record<string, never>>() },
  /** A person's verdict on an unknown outcome. */
  'sale/resolve': {
    request: z.strictObject({ saleId, verdict: z.enum(['charged', 'not-charged']), evidence: text, reason: text }),
    response: shapeOf<Sale>(),
  },
  /**
   * The host asked whether to leave (`leave-asked`): the window shows the question, or a person has read it and leaves all the same.
   * A host whose windows close by themselves has nothing to do.
   */
  'window/leave': { request: z.strictObject({ step: z.enum(['shown', 'leave']) }), response: shapeOf<Record<string, never>>() },
  /** Newest first; `before` is the number of the last sale of the page before. */
  'history/list': {
    request: z.strictObject({
      limit: z.number().int().min(1).max(100),
      before: z.number().int().positive().optional(),
      /** Only sales begun at or after this moment, ISO 8601, UTC. */
      since: z.iso.datetime().optional(),
    }),
    response: shapeOf<{ readonly sales: readonly Sale[]; readonly hasMore: boolean }>(),
  },
  'history/show': {
    request: z.strictObject({ saleId }),
    response: shapeOf<{ readonly sale: Sale; readonly timeline: readonly TimelineEntry[] }>(),
  },
  /** Prints the slip or keeps it as PDF, where the host can; a host that cannot answers `print-here`, and the window prints itself. */
  'slip/print': {
    request: z.strictObject({ saleId, to: z.enum(['printer', 'pdf']) }),
    response: shapeOf<PrintAnswer>(),
  },
  /** Opens the customer's display, or closes it where it is open and the host can. */
  'customer/open': { request: z.strictObject({}), response: shapeOf<CustomerOpened>() },
} as const;

/** How the customer's display was opened, or closed. */
export type CustomerOpened =
  /** The window opens it at this address of its own host. It holds a token: it is shown to the cashier and to nobody else. */
  | { readonly kind: 'address'; readonly path: string }
  | { readonly kind: 'opened' }
  | { readonly kind: 'closed' }
  /** This host has no windows. */
  | { readonly kind: 'not-here' };

export type PrintAnswer =
  | { readonly kind: 'printed' }
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'print-here' }
  /** The sale is not touched by it (a printer never decides a sale). */
  | { readonly kind: 'not-printed'; readonly detail: string };

export const events = {
  snapshot: shapeOf<Snapshot>(),
} as const;

/** What the host of a window tells it beside the till. `leave-asked`: somebody closes it or quits, and something is at stake; a browser has a question of its own. */
const hostEvents = {
  'leave-asked': shapeOf<Record<string, never>>(),
} as const;

export type CallName = keyof typeof calls;
export type RequestOf<Name extends CallName> = z.input<(typeof calls)[Name]['request']>;
export type ResponseOf<Name extends CallName> = (typeof calls)[Name]['response']['shape'];
export type EventName = keyof typeof events;
export type EventOf<Name extends EventName> = (typeof events)[Name]['shape'];
/** What a window hears: the till's own events, and its host's. */
export type WindowEventName = EventName | keyof typeof hostEvents;
export type WindowEventOf<Name extends WindowEventName> = (typeof events & typeof hostEvents)[Name]['shape'];

export type Reply<Name extends CallName> = Result<ResponseOf<Name>, Failure>;

/** What a host implements: a handler for each call, joined by type. */
export type Handlers = {
  readonly [Name in CallName]: (request: z.output<(typeof calls)[Name]['request']>) => Promise<Reply<Name>> | Reply<Name>;
};

/** What the window gets: two verbs. `call` never rejects. */
export interface TillClient {
  call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name>>;
  /** @returns stops listening */
  listen<Name extends WindowEventName>(name: Name, listener: (event: WindowEventOf<Name>) => void): () => void;
}

/** The till's own answers need no parsing: they are typed, not checked. */
export interface Shape<Value> {
  readonly shape: Value;
}

export function shapeOf<Value>(): Shape<Value> {
  return {} as Shape<Value>;
}
