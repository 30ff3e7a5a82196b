import type { PayloadKind } from './odd-payload.ts';
import type { ErrorType } from './error-types.ts';

/** What a scripted fault does to one request. */
export const faultKinds = [
  // What the service itself decides.
  /** Refuses what would otherwise be judged: `errorType`, and `status` where it is not the usual one. */
  'decline',
  /** The same, with an errorType that no list has. */
  'unknown-error-type',
  /** The same, with an ErrorDetail id of 36 characters. */
  'long-error-id',

  // Time.
  /** Waits `delayMs` and then does as usual: something else may overtake it. */
  'delay',
  /** Does as usual and waits `delayMs` with the answer. */
  'late-answer',
  /** Sends the answer in 20 parts, over `delayMs` in all. */
  'slow-body',
  /** Waits until `control.release()`, and then does as usual. With `applied` (the default), it waits with the answer alone. */
  'hold',
  /** Never answers. */
  'hang',

  // The connection.
  /** Ends the connection without an answer. */
  'cut',
  /** The same, with a reset. Over TLS it is a cut. */
  'reset',
  /** Ends it in the middle of the answer's body. */
  'cut-body',
  /** Answers with something that is not HTTP. */
  'not-http',
  /** Answers as usual, and then refuses connections for `forMs`. */
  'then-refuse',

  // The answer.
  /** Answers with `status` and `body`. */
  'status',
  /** 404: for a confirmation with an ErrorDetail, otherwise without a body (QR 1.1). */
  'not-found',
  /** The right status without a body. */
  'empty',
  /** The right status with a body that is not JSON. */
  'garbage',
  /** The right status with a page. */
  'html',
  /** The right answer, called HTML. */
  'wrong-content-type',
  /** The right answer with `changes`, a JSON merge patch. */
  'altered',
  'without-approved-amount',
  'other-tran-id',
  'other-currency',
  /** With members that nobody knows. */
  'unknown-fields',
  /** For `createQrCode`: a code that is odd in the way of `payload` (QR 5.5). */
  'odd-payload',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export const faultBodies = ['error-detail', 'empty', 'html', 'text', 'odd', 'proper'] as const;

export type FaultBody = (typeof faultBodies)[number];

export interface Fault {
  readonly kind: FaultKind;
  /**
   * Whether the message took effect before it went wrong. For the kinds of `canMissEffect`.
   * Absent: true, but false for `status` and `not-found`, which a proxy could send as well.
   */
  readonly applied?: boolean;
  /** For a payment and the kinds of `canComeWhileWaiting`: it goes wrong as soon as the payment waits, which goes on. */
  readonly whileWaiting?: boolean;
  readonly delayMs?: number;
  readonly forMs?: number;
  /** For `status`: absent, 500. For `decline`: absent, the error type's own. */
  readonly status?: number;
  readonly errorType?: ErrorType;
  /** For `status`. Absent: `error-detail`. */
  readonly body?: FaultBody;
  /** For `altered`. */
  readonly changes?: Readonly<Record<string, unknown>>;
  /** For `odd-payload`. Absent: `truncated`. */
  readonly payload?: PayloadKind;
}

const eitherWay: ReadonlySet<FaultKind> = new Set([
  'hold',
  'hang',
  'cut',
  'reset',
  'not-http',
  'status',
  'not-found',
  'empty',
  'garbage',
  'html',
] as const);

/** Whether `applied: false` means something for this kind: the till cannot tell, so both must be tried. */
export function canMissEffect(kind: FaultKind): boolean {
  return eitherWay.has(kind);
}

/** Whether `whileWaiting` means something for this kind: it needs nothing of the answer. */
export function canComeWhileWaiting(kind: FaultKind): boolean {
  return canMissEffect(kind) && kind !== 'hold';
}

/** Whether the message takes effect all the same. A held one always does, sooner or later. */
export function isApplied({ kind, applied, whileWaiting }: Fault): boolean {
  if (kind === 'hold' || !canMissEffect(kind)) return true;
  return applied ?? (whileWaiting === true || (kind !== 'status' && kind !== 'not-found'));
}
