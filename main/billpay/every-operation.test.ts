import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../http/transport.ts';
import { silentLogger } from '../ports/logger.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { createScriptedTransport, type Way } from '../testing/scripted-transport.ts';
import type { BillService } from './bill-service.ts';
import { createBillpayClient } from './client.ts';
import { adviceId, exampleIdentity, paymentContext, pula, saleId, valueIn } from './testing/samples.ts';

// The table of all operations (1.2) against the table of all answers (2): twelve rows, and what each may end in.

const { references } = paymentContext;
const { requestId } = references;
const parts = { adviceId: adviceId('feaefae8-2890-4a8b-b7ad-149094c50388'), saleId };
const amountMinor = 1_200;

type Kind = 'account' | 'traffic-fine' | 'policy';

interface Operation {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** After the base path. */
  readonly path: string;
  readonly column: 'request' | 'advice' | 'look-up' | 'list';
  /** One exchange, and in a word what it came to; of an unknown one also why it is reversed. */
  ask(client: BillService): Promise<string>;
}

const reference = 'NN-123456';

function lookUp(kind: Kind, name: string, path: string): Operation {
  const ask = async (client: BillService): Promise<string> => (await client.lookUp({ kind, reference }, references)).kind;
  return { name, method: 'POST', path: `${path}/${requestId}`, column: 'look-up', ask };
}

const basisOfPayment = (client: BillService, kind: Kind) =>
  valueIn(client.preparePayment({ kind, reference, amountMinor }, references));
const basisOfRefund = (client: BillService) =>
  valueIn(client.prepareRefund({ issuerReference: 'NWU7F3K90218', refundReason: 'Wrong' }, references));

function word(outcome: { readonly kind: string; readonly reversalReason?: string }): string {
  return outcome.reversalReason === undefined ? outcome.kind : `${outcome.kind}, ${outcome.reversalReason}`;
}

function payment(kind: Kind, name: string, path: string): Operation {
  const ask = async (client: BillService): Promise<string> => word(await client.requestPayment(basisOfPayment(client, kind)));
  return { name, method: 'POST', path: `${path}/${requestId}`, column: 'request', ask };
}

function advice(name: string, path: string, make: (client: BillService) => Parameters<BillService['sendAdvice']>[0]): Operation {
  const ask = async (client: BillService): Promise<string> => (await client.sendAdvice(make(client), false)).kind;
  return { name, method: 'POST', path: `${path}/${parts.adviceId}`, column: 'advice', ask };
}

const tenders = [{ tenderType: 'CASH', amountMinor }] as const;
const confirmed = (kind: Kind) => (client: BillService) => {
  const { basis } = basisOfPayment(client, kind);
  return valueIn(client.makePaymentConfirmation({ ...parts, basis, tenders, approvedAmountMinor: amountMinor }));
};
const reversed = (kind: Kind) => (client: BillService) =>
  valueIn(client.makeReversal({ ...parts, basis: basisOfPayment(client, kind).basis, reversalReason: 'TIMEOUT' }));

const operations: readonly Operation[] = [
  {
    name: 'listBillers',
    method: 'GET',
    path: 'billers/',
    column: 'list',
    ask: async (client) => (await client.listBillers()).kind,
  },
  lookUp('account', 'requestAccountInfo', 'accountLookups'),
  lookUp('traffic-fine', 'requestTrafficFineInfo', 'accountLookups/traffic'),
  lookUp('policy', 'requestPolicyInfo', 'accountLookups/policy'),
  payment('account', 'createAccountPayment', 'payments'),
  payment('traffic-fine', 'createTrafficFinePayment', 'payments/traffic'),
  payment('policy', 'createPolicyPayment', 'payments/policy'),
  // Fines and policies have no paths of their own here.
  ...(['account', 'traffic-fine', 'policy'] as const).flatMap((kind) => [
    advice(`confirmPayment (${kind})`, `payments/${requestId}/confirmations`, confirmed(kind)),
    advice(`reversePayment (${kind})`, `payments/${requestId}/reversals`, reversed(kind)),
  ]),
  {
    name: 'createRefund',
    method: 'POST',
    path: `refunds/${requestId}`,
    column: 'request',
    ask: async (client) => word(await client.requestRefund(basisOfRefund(client))),
  },
  advice('confirmRefund', `refunds/${requestId}/confirmations`, (client) =>
    valueIn(client.makeRefundConfirmation({ ...parts, basis: basisOfRefund(client).basis })),
  ),
  advice('reverseRefund', `refunds/${requestId}/reversals`, (client) =>
    valueIn(client.makeReversal({ ...parts, basis: basisOfRefund(client).basis, reversalReason: 'TIMEOUT' })),
  ),
];

/** What each row of the table of answers means in each of its columns. */
const meanings: readonly { readonly answers: readonly (number | Way)[]; readonly means: Record<Operation['column'], string> }[] =
  [
    { answers: [200, 201, 202], means: { request: 'approved', advice: 'delivered', 'look-up': 'found', list: 'listed' } },
    {
      answers: [500, 504],
      means: { request: 'unknown, RESPONSE_NOT_FINAL', advice: 'not-final', 'look-up': 'no-answer', list: 'no-answer' },
    },
    {
      answers: [
        { kind: 'lost-before' },
        { kind: 'lost-during' },
        { kind: 'lost-after' },
        { kind: 'unreadable' },
        { kind: 'silent', arrives: true },
        { kind: 'silent', arrives: false },
      ],
      means: { request: 'unknown, TIMEOUT', advice: 'not-final', 'look-up': 'no-answer', list: 'no-answer' },
    },
    {
      answers: [400, 503, 401, 403, 405, 409, 415, 429, 502, 302],
      means: { request: 'declined', advice: 'refused', 'look-up': 'refused', list: 'refused' },
    },
    // The function is not offered; a release without a biller list has no such path (8.1).
    { answers: [501], means: { request: 'declined', advice: 'refused', 'look-up': 'not-offered', list: 'not-offered' } },
    { answers: [404], means: { request: 'declined', advice: 'refused', 'look-up': 'refused', list: 'not-offered' } },
    // Ours: where the description contradicts itself, and where provably nothing was sent.
    {
      answers: [203, 204, 206],
      means: { request: 'unknown, RESPONSE_NOT_FINAL', advice: 'delivered', 'look-up': 'no-answer', list: 'no-answer' },
    },
    {
      answers: [{ kind: 'closed' }],
      means: { request: 'never-sent', advice: 'not-final', 'look-up': 'no-answer', list: 'no-answer' },
    },
  ];

describe.each(operations)('$name', ({ method, path, column, ask }) => {
  const expected = meanings.flatMap(({ answers, means }) => answers.map((given) => [given, means[column]] as const));

  it.each(expected)('answered with %j is %s, after one exchange', async (given, meaning) => {
    const clock = createManualClock(Date.parse('2026-03-17T08:42:11.007Z'));
    const requests: HttpRequest[] = [];
    const transport = createScriptedTransport({
      clock,
      way(request) {
        requests.push(request);
        return typeof given === 'number' ? { kind: 'open' } : given;
      },
      serve: (request) =>
        Promise.resolve({
          status: typeof given === 'number' ? given : 200,
          contentType: 'application/json',
          body: method === 'GET' ? '[]' : sound(request.body),
        }),
    });
    const client = createBillpayClient(
      { url: 'https://bills.example', user: '600123', password: 'p', identity: exampleIdentity(), currency: pula },
      { transport, clock, logger: silentLogger },
    );

    const asked = ask(client);
    await clock.advance(60_000);

    expect(await asked).toBe(meaning);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method, url: `https://bills.example/billpay/v4/${path}`, timeoutMs: 60_000 });
    expect(requests[0]?.basicAuth).toEqual({ user: '600123', password: 'p' });
    if (method === 'GET') return;
    // The ids of the path are those of the body: the request's, and for an advice its own and the request's.
    const { id, requestId: about } = JSON.parse(requests[0]?.body ?? '') as { readonly id: string; readonly requestId?: string };
    expect([id, about]).toEqual(column === 'advice' ? [parts.adviceId, requestId] : [requestId, undefined]);
  });
});

it('are twelve, and all that the till knows', () => {
  expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(12);
});

/** An answer that has all that any of them needs. */
function sound(request = '{}'): string {
  const { id, thirdPartyIdentifiers } = JSON.parse(request) as { readonly id: string; readonly thirdPartyIdentifiers: unknown };
  return JSON.stringify({ id, thirdPartyIdentifiers, amounts: { approvedAmount: { amount: amountMinor, currency: '072' } } });
}
