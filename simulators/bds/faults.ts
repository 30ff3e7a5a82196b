/** What a scripted fault does to one transaction. */
export const faultKinds = [
  // Nothing is charged: no customer comes to the terminal.
  'unauthorized',
  'bad-request',
  'unavailable',
  'close-before-charging',
  'reset-before-charging',
  'hang-before-charging',
  // The connection goes while the customer is at the terminal, who then finishes.
  'close-during-customer',
  // The customer finishes, and then the answer goes wrong.
  'close-after-charging',
  'reset-after-charging',
  'hang-after-charging',
  'late-answer',
  'other-error',
  'empty-error',
  'http-status',
  'garbage',
  'cut-json',
  'cut-body',
  'wrong-content-type',
  'not-http',
  'duplicate-answer',
  'missing-fields',
  'token',
  'raw-answer',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** False: the answer goes wrong before any customer comes, so nothing is charged. For the kinds of `canComeBeforeCustomer`. */
  readonly charged?: boolean;
  /** For `unauthorized`: no body. */
  readonly emptyBody?: boolean;
  /** For `bad-request`: the field that is named, and the sentence. */
  readonly field?: string;
  readonly message?: string;
  /** For `late-answer`: how much later the answer comes. */
  readonly delayMs?: number;
  /** For `http-status` and `raw-answer`. Absent: 503 and 200. */
  readonly status?: number;
  /** For `missing-fields`: the fields of the answer that are missing. Absent: all but `Successful`, `ErrorCode` and `Amount`. */
  readonly fields?: readonly string[];
  /** For `raw-answer` and `wrong-content-type`. */
  readonly contentType?: string;
  /** For `raw-answer`. */
  readonly body?: string;
}

const neverWithCustomer: ReadonlySet<FaultKind> = new Set([
  'unauthorized',
  'bad-request',
  'unavailable',
  'close-before-charging',
  'reset-before-charging',
  'hang-before-charging',
] as const);

const withOrWithoutCustomer: ReadonlySet<FaultKind> = new Set([
  'other-error',
  'empty-error',
  'http-status',
  'garbage',
  'not-http',
  'raw-answer',
] as const);

/** Whether `charged: false` means something for this kind: the till cannot tell, so both must be tried. */
export function canComeBeforeCustomer(kind: FaultKind): boolean {
  return withOrWithoutCustomer.has(kind);
}

/** Whether the fault keeps the customer from coming at all, so that nothing is charged. */
export function comesBeforeCustomer(fault: Fault): boolean {
  return neverWithCustomer.has(fault.kind) || (canComeBeforeCustomer(fault.kind) && fault.charged === false);
}
