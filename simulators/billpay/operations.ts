import type { RequestType } from './error-types.ts';

/** What a payment is for. */
export type Subject = 'account' | 'traffic-fine' | 'policy';

/** The members that name what is paid: in a request, and in its response. */
export const subjectFields: Readonly<Record<Subject, { readonly member: string; readonly field: string }>> = {
  account: { member: 'account', field: 'accountRef' },
  'traffic-fine': { member: 'trafficFine', field: 'noticeNumber' },
  policy: { member: 'policy', field: 'policyNumber' },
};

/** What an operation does in the flows of the description (BillPay 4). */
export type Leg = 'list' | 'lookup' | 'create' | 'confirmation' | 'reversal';

/** Which money it concerns: a payment's, a refund's, or none. */
export type Family = 'payment' | 'refund' | 'none';

export interface Operation {
  readonly id: OperationId;
  readonly method: 'GET' | 'POST';
  /** The path's segments after the base; `*` stands for an id. */
  readonly segments: readonly string[];
  readonly leg: Leg;
  readonly family: Family;
  readonly subject: Subject;
  readonly requestType: RequestType | undefined;
}

/** The twelve operations, and there are no others (BillPay 1.2). */
export const operationIds = [
  'listBillers',
  'requestAccountInfo',
  'requestTrafficFineInfo',
  'requestPolicyInfo',
  'createAccountPayment',
  'createTrafficFinePayment',
  'createPolicyPayment',
  'confirmPayment',
  'reversePayment',
  'createRefund',
  'confirmRefund',
  'reverseRefund',
] as const;

export type OperationId = (typeof operationIds)[number];

/** Where the service lives, under any host and port (BillPay 1.1). */
export const basePath = '/billpay/v4';

function operation(
  id: OperationId,
  path: string,
  leg: Leg,
  family: Family,
  requestType: RequestType | undefined,
  subject: Subject = 'account',
): Operation {
  return { id, method: leg === 'list' ? 'GET' : 'POST', segments: path.split('/'), leg, family, subject, requestType };
}

const operations: readonly Operation[] = [
  operation('listBillers', 'billers', 'list', 'none', undefined),
  operation('requestAccountInfo', 'accountLookups/*', 'lookup', 'none', 'ACCOUNT_LOOKUP_REQUEST'),
  operation(
    'requestTrafficFineInfo',
    'accountLookups/traffic/*',
    'lookup',
    'none',
    'TRAFFIC_FINE_LOOKUP_REQUEST',
    'traffic-fine',
  ),
  operation('requestPolicyInfo', 'accountLookups/policy/*', 'lookup', 'none', 'POLICY_LOOKUP_REQUEST', 'policy'),
  operation('createAccountPayment', 'payments/*', 'create', 'payment', 'PAYMENT_REQUEST'),
  operation(
    'createTrafficFinePayment',
    'payments/traffic/*',
    'create',
    'payment',
    'TRAFFIC_FINE_PAYMENT_REQUEST',
    'traffic-fine',
  ),
  operation('createPolicyPayment', 'payments/policy/*', 'create', 'payment', 'POLICY_PAYMENT_REQUEST', 'policy'),
  operation('confirmPayment', 'payments/*/confirmations/*', 'confirmation', 'payment', 'PAYMENT_CONFIRMATION'),
  operation('reversePayment', 'payments/*/reversals/*', 'reversal', 'payment', 'PAYMENT_REVERSAL'),
  operation('createRefund', 'refunds/*', 'create', 'refund', 'REFUND_REQUEST'),
  operation('confirmRefund', 'refunds/*/confirmations/*', 'confirmation', 'refund', 'REFUND_CONFIRMATION'),
  operation('reverseRefund', 'refunds/*/reversals/*', 'reversal', 'refund', 'REFUND_REVERSAL'),
];

/** An operation with the ids of its path: the request's, and the advice's where it is an advice. */
export interface Route {
  readonly operation: Operation;
  readonly pathId: string;
  readonly pathAdviceId: string;
}

/** Finds what a request asks for. @returns the route, the method that the path would take, or undefined where there is no such path */
export function findRoute(method: string, path: string): Route | { readonly allow: string } | undefined {
  const segments = path
    .slice(basePath.length)
    .split('/')
    .filter((segment, index, all) => segment !== '' || (index > 0 && index < all.length - 1));
  const atPath = operations.find((one) => fits(one.segments, segments));
  if (!atPath || !path.startsWith(`${basePath}/`)) return undefined;
  if (atPath.method !== method) return { allow: atPath.method };
  const [pathId = '', pathAdviceId = ''] = segments.filter((_, index) => atPath.segments[index] === '*').map(decode);
  return { operation: atPath, pathId, pathAdviceId };
}

function fits(wanted: readonly string[], given: readonly string[]): boolean {
  return wanted.length === given.length && wanted.every((segment, index) => segment === '*' || segment === given[index]);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
