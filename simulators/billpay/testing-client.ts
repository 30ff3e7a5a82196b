import { randomUUID } from 'node:crypto';
import { basicAuth, call, type CallOptions, type Json, type Seen } from '../common/testing-client.ts';
import type { BillpaySimulator } from './start-billpay-simulator.ts';

export { basicAuth, call, postControl, type Json, type Seen } from '../common/testing-client.ts';

/** Sends a body to a path after the base. A text is sent as it is. */
export function post(simulator: BillpaySimulator, path: string, body: unknown, options: CallOptions = {}): Promise<Seen> {
  return call(`${simulator.url}${path}`, {
    method: 'POST',
    headers: { ...basicAuth(simulator), 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...options,
  });
}

export function get(simulator: BillpaySimulator, path: string, options: CallOptions = {}): Promise<Seen> {
  return call(`${simulator.url}${path}`, { headers: basicAuth(simulator), ...options });
}

export const newId = (): string => randomUUID();

/** The common part of a request, from the description's examples. */
export function transaction(id: string, changes: Json = {}): Json {
  return {
    id,
    time: '2026-03-17T08:42:11.007Z',
    originator: {
      institution: { id: '600123', name: 'Kgale Hill Stores' },
      terminalId: 'TILL0007',
      merchant: {
        merchantType: '5411',
        merchantId: 'KGALE0000012345',
        merchantName: { name: 'Kgale Hill Grocer', city: 'Gaborone', region: 'SE', country: 'BW' },
      },
      operatorId: 'cashier-19',
      channelId: 'POS',
    },
    client: { id: '600123', name: 'Kgale Hill Stores' },
    thirdPartyIdentifiers: [{ institutionId: '600123', transactionIdentifier: 'T0007-20260317-000212' }],
    rrn: '607608000212',
    stan: '000212',
    basketRef: 'SALE-88412',
    ...changes,
  };
}

export function money(amount: unknown, currency = '840'): Json {
  return { amount, currency };
}

export function payment(id: string, changes: Json = {}, amount: unknown = 48_650): Json {
  return transaction(id, {
    accountRef: 'BW0417733021',
    amounts: { requestAmount: money(amount) },
    tenders: [],
    paymentMethods: [],
    ...changes,
  });
}

export function refund(id: string, issuerReference: unknown, changes: Json = {}): Json {
  return transaction(id, { issuerReference, refundReason: 'Wrong account paid', ...changes });
}

/** A confirmation of a payment, as a till makes it of the response. */
export function confirmation(id: string, response: Json, changes: Json = {}): Json {
  const amount = approvedOf(response);
  return {
    ...advice(id, response['id'] as string, response['thirdPartyIdentifiers']),
    tenders: [{ accountType: 'DEFAULT', tenderType: 'CASH', amount }],
    ...changes,
  };
}

export function reversal(id: string, request: Json, reversalReason = 'TIMEOUT', changes: Json = {}): Json {
  return { ...advice(id, request['id'] as string, request['thirdPartyIdentifiers']), reversalReason, ...changes };
}

export function advice(id: string, requestId: string, thirdPartyIdentifiers: unknown, changes: Json = {}): Json {
  return {
    id,
    requestId,
    time: '2026-03-17T08:43:20.555Z',
    thirdPartyIdentifiers,
    rrn: '607608000212',
    stan: '000212',
    ...changes,
  };
}

function approvedOf(response: Json): unknown {
  return (response['amounts'] as Json | undefined)?.['approvedAmount'] ?? money(0);
}

export function issuerReferenceOf(response: Json): string {
  return (response['slipData'] as Json)['issuerReference'] as string;
}

/** Requests a payment and expects nothing of the answer. */
export async function pay(simulator: BillpaySimulator, changes: Json = {}, amount: unknown = 48_650): Promise<Paid> {
  const request = payment(newId(), changes, amount);
  const seen = await post(simulator, `/payments/${request['id'] as string}`, request);
  return { id: request['id'] as string, request, response: seen.json ?? {}, seen };
}

export interface Paid {
  readonly id: string;
  readonly request: Json;
  readonly response: Json;
  readonly seen: Seen;
}

export function confirm(
  simulator: BillpaySimulator,
  { id, response }: Paid,
  adviceId = newId(),
  changes: Json = {},
): Promise<Seen> {
  return post(simulator, `/payments/${id}/confirmations/${adviceId}`, confirmation(adviceId, response, changes));
}

export function reverse(
  simulator: BillpaySimulator,
  { id, request }: Paid,
  adviceId = newId(),
  reason = 'TIMEOUT',
  changes: Json = {},
): Promise<Seen> {
  return post(simulator, `/payments/${id}/reversals/${adviceId}`, reversal(adviceId, request, reason, changes));
}
