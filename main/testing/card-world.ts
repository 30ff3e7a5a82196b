import type { HttpAnswer, HttpRequest } from '../http/transport.ts';
import type { Clock } from '../ports/clock.ts';
import type { Charge } from './compare-books.ts';
import type { Random } from './random.ts';

/** The world beyond the wire, in memory and by seed: one terminal, its customers, and the ledger of what was really charged. */
export interface CardWorld {
  /** What the card service does with a request (BDS 2 and 3). A payment takes as long as its customer does. */
  serve(request: HttpRequest): Promise<HttpAnswer>;
  charges(): readonly Charge[];
  /** Requests to take a card that arrived, by the attempt that they name. */
  requests(): ReadonlyMap<string, number>;
  isFree(): boolean;
}

/** How often each of them comes. Where a customer is not asked, nothing is charged. */
const visits = {
  approve: 60,
  decline: 10,
  'user-cancel': 4,
  'too-slow': 2,
  fault: 2,
  'issuer-error': 2,
  'bad-request': 1,
  unauthorized: 1,
  unavailable: 1,
} as const;

const errorsOfCustomers: Readonly<Record<string, readonly [code: string, detail?: string]>> = {
  decline: ['Decline', 'Declined by the issuer.'],
  'user-cancel': ['UserCancel'],
  'too-slow': ['DeviceFunctionError', 'Timeout while waiting for user action.'],
  fault: ['DeviceFunctionError', 'The card could not be read.'],
  'issuer-error': ['ErrorCallingIssuer', 'The issuer could not be reached.'],
};

export function createCardWorld(clock: Clock, random: Random): CardWorld {
  const charges: Charge[] = [];
  const requests = new Map<string, number>();
  let isFree = true;

  async function takeCard(body: string): Promise<HttpAnswer> {
    const { Amount, Reference, Payor } = JSON.parse(body) as {
      readonly Amount: string;
      readonly Reference: string;
      readonly Payor: { readonly BusinessName?: string };
    };
    // A sale of bills names no payor, and has a reference of its own.
    const attempt = Payor.BusinessName ?? Reference;
    requests.set(attempt, (requests.get(attempt) ?? 0) + 1);
    if (!isFree) return answer(500, unavailable);
    const visit = random.weighted(visits);
    if (visit === 'bad-request') return answer(400, badRequest);
    if (visit === 'unauthorized') return answer(401, '');
    if (visit === 'unavailable') return answer(500, unavailable);

    // From here on a customer is there, and what becomes of the connection changes nothing (BDS 3).
    isFree = false;
    const thinkMs = random.chance(0.3) ? 0 : random.whole(1, 3_000);
    if (thinkMs > 0) await new Promise<void>((resolve) => void clock.after(thinkMs, resolve));
    isFree = true;
    const error = errorsOfCustomers[visit];
    if (error) {
      const [ErrorCode, ErrorCodeDetails] = error;
      return answer(200, JSON.stringify({ ErrorCode, Successful: false, ErrorCodeDetails }));
    }
    const transactionId = 690_489 + charges.length;
    charges.push({
      attempt,
      reference: Reference,
      amountMinor: Number(Amount.replace('.', '')),
      transactionId: String(transactionId),
    });
    return answer(200, approvalOf(transactionId, Amount, Reference));
  }

  return {
    serve: (request) =>
      request.method === 'POST' ? takeCard(request.body ?? '') : Promise.resolve(answer(200, isFree ? available : inUse)),
    charges: () => charges,
    requests: () => requests,
    isFree: () => isFree,
  };
}

const available = '{"Description":"Available","StatusCode":1}';
const inUse = '{"Description":"NoConnectedDevice","StatusCode":2}';
const unavailable =
  '{"ResponseStatus":{"ErrorCode":"DeviceError","Errors":[{"ErrorCode":"unavailable","Message":"Card Terminal is not available"}]}}';
const badRequest =
  '{"ResponseStatus":{"ErrorCode":"BadRequest","Message":"invalid_argument","Errors":[{"ErrorCode":"invalid","FieldName":"Reference","Message":"Reference is invalid."}]}}';

function answer(status: number, body: string): HttpAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body };
}

/** Written by hand, because an amount on the wire is a JSON number with the currency's digits. */
function approvalOf(transactionId: number, amount: string, reference: string): string {
  return [
    `{"ErrorCode":"NoError","Successful":true,"TransactionId":${transactionId},"TransactionDateTime":"2026-11-21T09:38:48.1234567Z",`,
    `"Amount":${amount},"FeeAmount":0,"Bills":[{"BillType":"Bill Payment","ID1":${JSON.stringify(reference)},"Amount":${amount}}],`,
    `"ReadDetails":{"PaymentMethod":"VisaCredit","AccountLastFour":"6527","CardHolderName":"VISA TEST CARD","EntryMethod":3},`,
    `"Authorizations":[{"Amount":${amount},"AuthCode":"A${transactionId}","Type":1,"BatchId":"444608"}]}`,
  ].join('');
}
