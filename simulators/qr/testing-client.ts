import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basicAuth, call, type CallOptions, type Json, type Seen } from '../common/testing-client.ts';
import type { SchemaName } from './models.ts';
import type { Decision, QrSimulator } from './start-qr-simulator.ts';

export { basicAuth, call, postControl, type Json, type Seen } from '../common/testing-client.ts';

/** One body of the description's own examples (QR 8). */
export interface Example {
  readonly section: string;
  readonly schema: SchemaName;
  readonly body: Json;
}

export const examples = JSON.parse(readFileSync(new URL('testing/examples.json', import.meta.url), 'utf8')) as readonly Example[];

/** The body of this kind in that section. */
export function exampleOf(section: string, schema: SchemaName): Json {
  const found = examples.find((one) => one.section === section && one.schema === schema);
  if (!found) throw new Error(`${section} has no ${schema}`);
  return found.body;
}

export const newId = (): string => randomUUID();

/** Sends a body to a path after the base. A text is sent as it is. */
export function post(simulator: QrSimulator, path: string, body: unknown, options: CallOptions = {}): Promise<Seen> {
  return call(`${simulator.url}${path}`, {
    method: 'POST',
    headers: { ...basicAuth(simulator), 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...options,
  });
}

const client = { id: '600123', name: 'Kgale Hill Stores' };

const ownIdentifier = { institutionId: '600123', transactionIdentifier: 'T0007-20260317-000212-1' };

/** The common part of a till's requests. */
export function request(id: string, changes: Json = {}): Json {
  return {
    id,
    time: '2026-03-17T08:42:11.007Z',
    originator: {
      institution: client,
      terminalId: 'TILL0007',
      merchant: {
        merchantType: '5411',
        merchantId: 'KGALE0000012345',
        merchantName: { name: 'Kgale Hill Grocer', city: 'Gaborone', region: 'SE', country: 'BW' },
      },
      operatorId: 'cashier-19',
    },
    client,
    thirdPartyIdentifiers: [ownIdentifier],
    rrn: '607608000212',
    stan: '000212',
    ...changes,
  };
}

export function money(amount: unknown, currency = '710'): Json {
  return { amount, currency };
}

export function codeRequest(changes: Json = {}, amount: unknown = 28_450): Json {
  return request(newId(), { amounts: { requestAmount: money(amount) }, qrProperties: { value: money(amount) }, ...changes });
}

/** A code that was made. */
export interface MadeCode {
  readonly tranId: string;
  readonly request: Json;
  readonly response: Json;
}

export async function makeCode(simulator: QrSimulator, changes: Json = {}, amount: unknown = 28_450): Promise<MadeCode> {
  const body = codeRequest(changes, amount);
  const seen = await post(simulator, '/qrCodes', body);
  return { tranId: String(seen.json?.['tranId']), request: body, response: seen.json ?? {} };
}

/** A payment, as a till makes it of the code's response. */
export function paymentRequest({ tranId, response }: MadeCode, changes: Json = {}, amount: unknown = 28_450): Json {
  return request(newId(), {
    thirdPartyIdentifiers: response['thirdPartyIdentifiers'] ?? [],
    amounts: { requestAmount: money(amount) },
    basketRef: 'SALE-88412',
    tranType: 'GOODS_AND_SERVICES',
    tranId,
    ...changes,
  });
}

/** A payment that was sent, and its answer, which comes when it comes. */
export interface SentPayment {
  readonly id: string;
  readonly code: MadeCode;
  readonly request: Json;
  readonly seen: Promise<Seen>;
}

export function sendPayment(
  simulator: QrSimulator,
  code: MadeCode,
  changes: Json = {},
  amount: unknown = 28_450,
  options: CallOptions = {},
): SentPayment {
  const body = paymentRequest(code, changes, amount);
  return { id: String(body['id']), code, request: body, seen: post(simulator, '/payments', body, options) };
}

/** A payment whose end has come. */
export interface Paid {
  readonly id: string;
  readonly tranId: string;
  readonly request: Json;
  readonly response: Json;
  readonly seen: Seen;
}

/** Asks for a code, pays it and waits for the answer, whatever it is. Somebody has to scan. */
export async function pay(simulator: QrSimulator, amount: unknown = 28_450, codeChanges: Json = {}): Promise<Paid> {
  const code = await makeCode(simulator, codeChanges, amount);
  const sent = sendPayment(simulator, code, {}, amount);
  const seen = await sent.seen;
  return { id: sent.id, tranId: code.tranId, request: sent.request, response: seen.json ?? {}, seen };
}

/** The same with a customer who pays at once, or whose partner decides so. */
export function payAtOnce(simulator: QrSimulator, decision?: Decision, amount: unknown = 28_450): Promise<Paid> {
  simulator.control.next({ customer: { scan: 'auto', ...(decision ? { decision } : {}) } });
  return pay(simulator, amount);
}

/** What an advice needs of its payment. */
export type Advised = Pick<Paid, 'id' | 'request' | 'response'>;

export function confirmation({ id, request: paid, response }: Advised, changes: Json = {}): Json {
  return {
    id: newId(),
    requestId: id,
    time: '2026-03-17T08:43:20.555Z',
    thirdPartyIdentifiers: response['thirdPartyIdentifiers'] ?? paid['thirdPartyIdentifiers'],
    stan: '000212',
    rrn: '607608000212',
    ...(response['partner'] === undefined ? {} : { partner: response['partner'] }),
    tranId: paid['tranId'],
    ...changes,
  };
}

export function reversal(paid: Advised, reversalReason = 'TIMEOUT', changes: Json = {}): Json {
  return { ...confirmation({ ...paid, response: {} }), reversalReason, ...changes };
}

export function confirm(simulator: QrSimulator, paid: Advised, changes: Json = {}): Promise<Seen> {
  return post(simulator, '/payments/confirmations', confirmation(paid, changes));
}

export function reverse(simulator: QrSimulator, paid: Advised, reason = 'TIMEOUT', changes: Json = {}): Promise<Seen> {
  return post(simulator, '/payments/reversals', reversal(paid, reason, changes));
}

export const wallet = { id: '88021', name: 'Blue Heron Wallet' };

export function scanNotice(tranId: string, changes: Json = {}): Json {
  return {
    id: newId(),
    time: '2026-03-17T08:42:25.930Z',
    partner: wallet,
    thirdPartyIdentifiers: [{ institutionId: wallet.id, transactionIdentifier: 'BHW-7Q2M9K41C' }],
    tranId,
    partnerPaymentToken: 'tok-5f0c27d1',
    ...changes,
  };
}

/** Scans over the wire, as a partner does. */
export function scan(simulator: QrSimulator, tranId: string, changes: Json = {}, user = wallet.id): Promise<Seen> {
  return post(simulator, '/scans', scanNotice(tranId, changes), {
    headers: { ...basicAuth({ user, password: simulator.partnerPassword }), 'Content-Type': 'application/json' },
  });
}
