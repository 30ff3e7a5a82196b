import type { ErrorType } from './error-types.ts';

/**
 * When a customer scans.
 *
 * - `manual`: not by himself. Somebody scans for him: a person at the control interface, or a partner over the wire.
 * - `auto`: `afterMs` after the payment began to wait.
 * - `twice`: the same, and once more at once, which is declined.
 * - `before-pay`: just before the payment arrives. The scan is declined, and the payment waits in vain (QR 4.2).
 * - `after-window`: when the payment has stopped waiting.
 */
export const scanKinds = ['manual', 'auto', 'twice', 'before-pay', 'after-window'] as const;

export type ScanKind = (typeof scanKinds)[number];

/** What the partner does once the code was scanned. Silent: it keeps the money back and never says so. */
export const decisionKinds = ['approve', 'approve-less', 'approve-more', 'decline', 'silent'] as const;

export type DecisionKind = (typeof decisionKinds)[number];

export interface Decision {
  readonly kind: DecisionKind;
  /** For `approve-less` and `approve-more`. Absent: half of what was asked for; 100 minor units more. */
  readonly approvedMinor?: number;
  /** For `decline`. Absent: DECLINED_BY_PARTNER. */
  readonly errorType?: ErrorType;
  /** How long the partner and its customer take. Absent: not at all. */
  readonly delayMs?: number;
}

/** Who stands before the code. */
export interface Customer {
  readonly scan: ScanKind;
  /** For `auto` and `twice`. Absent: 0. */
  readonly afterMs?: number;
  /** Whose application it is. Absent: the first partner's. */
  readonly partnerId?: string;
  /** Absent: the partner approves. */
  readonly decision?: Decision;
}

/** Customers by what they do. */
export const customersByName = {
  pays: { scan: 'auto' },
  declines: { scan: 'auto', decision: { kind: 'decline' } },
  'has-no-money': { scan: 'auto', decision: { kind: 'decline', errorType: 'INSUFFICIENT_FUNDS' } },
  'pays-half': { scan: 'auto', decision: { kind: 'approve-less' } },
  'pays-more': { scan: 'auto', decision: { kind: 'approve-more' } },
  'never-scans': { scan: 'manual' },
  'scans-twice': { scan: 'twice' },
  'scans-too-early': { scan: 'before-pay' },
  'scans-too-late': { scan: 'after-window' },
  'gets-no-answer': { scan: 'auto', decision: { kind: 'silent' } },
} as const satisfies Readonly<Record<string, Customer>>;

export type CustomerName = keyof typeof customersByName;

export const customerNames = Object.keys(customersByName) as readonly CustomerName[];

/** What the partner approves of what was asked for. Undefined where it approves nothing. */
export function approvedOf({ kind, approvedMinor }: Decision, requestedMinor: number): number | undefined {
  switch (kind) {
    case 'approve':
      return requestedMinor;
    case 'approve-less':
      return Math.min(requestedMinor, approvedMinor ?? Math.ceil(requestedMinor / 2));
    case 'approve-more':
      return Math.max(requestedMinor, approvedMinor ?? requestedMinor + 100);
    case 'decline':
    case 'silent':
      return undefined;
  }
}
