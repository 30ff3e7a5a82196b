import type { ErrorType } from './error-types.ts';

/** What a scripted fault does to one request. */
export const faultKinds = [
  // What the service itself decides.
  /** Refuses what would otherwise be accepted: `errorType`, and `status` where it is not the usual one. */
  'decline',
  /** Approves `approvedMinor` of a payment; absent: half of it. */
  'approve-less',

  // Time.
  /** Waits `delayMs` and then does as usual: something else may overtake it. */
  'delay',
  /** Does as usual and waits `delayMs` with the answer. */
  'late-answer',
  /** Sends half of the answer, waits `delayMs`, and then sends the rest. */
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

  // The answer.
  /** Answers `status` with `body`: an ErrorDetail (of `errorType`), nothing, HTML, plain text, JSON of another shape, or the proper answer. */
  'status',
  /** The right status without a body. */
  'empty',
  /** The right status with a body that is not JSON. */
  'garbage',
  /** The right answer as `text/html`. */
  'wrong-content-type',
  /** The right answer, changed as `changes` says: a JSON merge patch (RFC 7396), in which null takes a member away. */
  'altered',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export const faultBodies = ['error-detail', 'empty', 'html', 'text', 'odd', 'proper'] as const;

export type FaultBody = (typeof faultBodies)[number];

export interface Fault {
  readonly kind: FaultKind;
  /**
   * Whether the message took effect before it went wrong. For the kinds of `canMissEffect`.
   * Absent: true, but false for `status`, which a proxy could send as well.
   */
  readonly applied?: boolean;
  readonly delayMs?: number;
  /** For `status`: absent, 500. For `decline`: absent, the error type's own. */
  readonly status?: number;
  readonly errorType?: ErrorType;
  /** For `status`. Absent: `error-detail`. */
  readonly body?: FaultBody;
  /** For `altered`. */
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly approvedMinor?: number;
}

const eitherWay: ReadonlySet<FaultKind> = new Set([
  'hold',
  'hang',
  'cut',
  'reset',
  'not-http',
  'status',
  'empty',
  'garbage',
] as const);

/** Whether `applied: false` means something for this kind: the till cannot tell, so both must be tried. */
export function canMissEffect(kind: FaultKind): boolean {
  return eitherWay.has(kind);
}

/** Whether the message takes effect all the same. A held one always does, sooner or later. */
export function isApplied({ kind, applied }: Fault): boolean {
  if (kind === 'hold' || !canMissEffect(kind)) return true;
  return applied ?? kind !== 'status';
}
