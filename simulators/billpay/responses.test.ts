import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorMessages, errorTypes } from './error-types.ts';
import { demonstrationBillers, startBillpaySimulator, type BillpaySimulator } from './start-billpay-simulator.ts';
import {
  advice,
  basicAuth,
  call,
  confirmation,
  issuerReferenceOf,
  money,
  newId,
  post,
  refund,
  reversal,
  transaction,
  type Json,
  type Seen,
} from './testing-client.ts';

// What the service says, row by row: BillPay 3.1 and 3.4 for answers to requests, 3.5 for those to advices, 3.8 for errors.

let simulator: BillpaySimulator;
beforeEach(async () => {
  // Whoever is paid gives back as well: a refund of each kind can be had.
  simulator = await startBillpaySimulator({
    billers: demonstrationBillers.map((biller) => ({ ...biller, offersRefund: true })),
  });
});
afterEach(() => simulator.close());

const subjects = [
  { path: '', field: 'accountRef', reference: 'BW0417733021', member: 'account', minor: 48_650 },
  { path: 'traffic/', field: 'noticeNumber', reference: 'TN-2026-0093317', member: 'trafficFine', minor: 30_000 },
  { path: 'policy/', field: 'policyNumber', reference: 'PL-77-100234', member: 'policy', minor: 18_990 },
] as const;
type Subject = (typeof subjects)[number];

/** Everything that a request may say of itself, so that all of it can come back. */
const everything = {
  settlementEntity: { id: '600900', name: 'Segoditshane Clearing' },
  tranType: 'GENERAL_PAYMENT',
  srcAccType: 'CHEQUE',
  destAccType: 'SAVINGS',
} as const;

async function answerTo(path: string, request: Json): Promise<Json> {
  const seen = await post(simulator, `${path}${String(request['id'])}`, request);
  expect(seen.status).toBe(path.startsWith('/accountLookups') ? 200 : 201);
  return seen.json ?? {};
}

function lookUp({ path, field, reference }: Subject): Promise<Json> {
  return answerTo(`/accountLookups/${path}`, transaction(newId(), { ...everything, [field]: reference }));
}

function payFor({ path, field, reference, minor }: Subject): Promise<Json> {
  const amounts = { requestAmount: money(minor) };
  const tenders = [{ tenderType: 'CASH', amount: money(minor) }];
  return answerTo(`/payments/${path}`, transaction(newId(), { ...everything, [field]: reference, amounts, tenders }));
}

async function refundOf(subject: Subject): Promise<Json> {
  const paid = await payFor(subject);
  const adviceId = newId();
  await post(simulator, `/payments/${String(paid['id'])}/confirmations/${adviceId}`, confirmation(adviceId, paid));
  return answerTo('/refunds/', refund(newId(), issuerReferenceOf(paid), everything));
}

const answers = subjects.flatMap((subject) => [
  { name: `a look-up of ${subject.member}`, subject, kind: 'look-up', ask: () => lookUp(subject) } as const,
  { name: `a payment of ${subject.member}`, subject, kind: 'payment', ask: () => payFor(subject) } as const,
  { name: `a refund of ${subject.member}`, subject, kind: 'refund', ask: () => refundOf(subject) } as const,
]);

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
const length = (least: number, most: number): RegExp => new RegExp(`^.{${least},${most}}$`, 'u');

function expectAmount(value: unknown): void {
  const { amount, currency, ledgerIndicator, ...rest } = value as Json;
  expect(Number.isSafeInteger(amount)).toBe(true);
  expect(currency).toBe('840');
  expect([undefined, 'DEBIT', 'CREDIT']).toContain(ledgerIndicator);
  expect(rest).toEqual({});
}

describe.each(answers)('the answer to $name', ({ subject, kind, ask }) => {
  it('has of every transaction what the request said, and when it was made (3.1)', async () => {
    const said = await ask();
    const asked = transaction(String(said['id']), everything);
    for (const field of ['originator', 'client', 'rrn', 'stan', 'basketRef', ...Object.keys(everything)])
      expect(said[field], field).toEqual(asked[field]);
    expect(said['time']).toMatch(moment);
    expect(Math.abs(Date.parse(String(said['time'])) - Date.now())).toBeLessThan(600_000);
    expect(said['receiver']).toEqual({ id: expect.stringMatching(/^\d{6}$/u), name: expect.stringMatching(length(1, 40)) });
  });

  it('has an entry of every party, ours first and unchanged (3.2)', async () => {
    const said = await ask();
    const identifiers = said['thirdPartyIdentifiers'] as readonly Json[];
    const { id: biller } = said['receiver'] as Json;
    expect(identifiers.map(({ institutionId }) => institutionId)).toEqual(['600123', '600900', biller]);
    expect(identifiers[0]).toEqual({ institutionId: '600123', transactionIdentifier: 'T0007-20260317-000212' });
    for (const { transactionIdentifier } of identifiers) expect(transactionIdentifier).toMatch(length(1, 40));
  });

  it('names what it is about under its own name, and nothing else (3.4)', async () => {
    const said = await ask();
    const members = subjects.map(({ member }) => member).filter((member) => Object.hasOwn(said, member));
    expect(members).toEqual([subject.member]);
    const { [subject.field]: reference, dueDate, ...rest } = said[subject.member] as Json;
    expect(reference).toBe(subject.reference);
    if (dueDate !== undefined) expect(dueDate).toMatch(/^\d{4}-\d\d-\d\d$/u);
    expect(rest).toEqual({});
  });

  it('has amounts, each whole and with its currency (3.4, 3.2)', async () => {
    const amounts = (await ask())['amounts'] as Json;
    const wanted = {
      'look-up': ['balanceAmount'],
      payment: ['requestAmount', 'approvedAmount', 'balanceAmount'],
      refund: ['approvedAmount', 'balanceAmount'],
    }[kind];
    expect(Object.keys(amounts)).toEqual(expect.arrayContaining(wanted));
    for (const amount of Object.values(amounts)) expectAmount(amount);
  });

  it('has slip data that can be printed, with a payment’s name on it where there is one (3.2)', async () => {
    const { messageLines, slipWidth, issuerReference, phoneNumber, ...rest } = (await ask())['slipData'] as Json;
    expect(rest).toEqual({});
    expect(slipWidth).toBe(40);
    expect(phoneNumber).toMatch(length(1, 40));
    for (const line of messageLines as readonly Json[]) {
      const { text, fontWidthScaleFactor = 1, fontHeightScaleFactor = 1, line: rule = false, cut = false, barcode } = line;
      expect(text).toBeTypeOf('string');
      expect([fontWidthScaleFactor, fontHeightScaleFactor].every(Number.isFinite)).toBe(true);
      expect([rule, cut].every((flag) => typeof flag === 'boolean')).toBe(true);
      if (barcode !== undefined) expect(barcode).toEqual({ data: expect.stringMatching(/^\d+$/u), encoding: 'ITF' });
    }
    // That of a look-up is information, not a receipt (4.1).
    if (kind === 'look-up') expect(issuerReference).toBeUndefined();
    else expect(issuerReference).toMatch(/^[A-Z0-9]{1,40}$/u);
  });

  it('says whether more or less may be paid, and who the customer is where that is known (3.4)', async () => {
    const said = await ask();
    for (const flag of ['partPaymentAllowed', 'overPaymentAllowed']) expect(said[flag]).toBeTypeOf('boolean');
    const longest = { firstName: 40, lastName: 40, address: 80, idNumber: 13, contactNumber: 40 };
    for (const [field, value] of Object.entries((said['customer'] as Json | undefined) ?? {}))
      expect(value).toMatch(length(0, longest[field as keyof typeof longest]));
  });

  it('repeats tenders and payment methods only where it is of the one kind that has them (3.4)', async () => {
    const said = await ask();
    if (kind === 'payment' && subject.member === 'account') {
      expect(said['tenders']).toEqual([{ tenderType: 'CASH', amount: money(subject.minor) }]);
      expect(said['paymentMethods']).toEqual([]);
    } else for (const field of ['tenders', 'paymentMethods']) expect(said).not.toHaveProperty(field);
  });
});

describe('the answer to an advice (3.5)', () => {
  const [account] = subjects;

  async function tell(family: 'payments' | 'refunds', leg: 'confirmations' | 'reversals', changes: Json): Promise<Seen> {
    const said = await (family === 'payments' ? payFor(account) : refundOf(account));
    const requestId = String(said['id']);
    const adviceId = newId();
    const bodies = {
      reversals: reversal(adviceId, said, 'CANCELLED', changes),
      confirmations:
        family === 'refunds'
          ? advice(adviceId, requestId, said['thirdPartyIdentifiers'], changes)
          : confirmation(adviceId, said, changes),
    };
    const seen = await post(simulator, `/${family}/${requestId}/${leg}/${adviceId}`, bodies[leg]);
    const { id, requestId: about, thirdPartyIdentifiers, rrn, stan } = bodies[leg];
    expect(seen).toMatchObject({ status: 202, json: { id, requestId: about, thirdPartyIdentifiers, rrn, stan } });
    return seen;
  }

  const cases = (['payments', 'refunds'] as const).flatMap((family) =>
    (['confirmations', 'reversals'] as const).map((leg) => [family, leg] as const),
  );

  it.each(cases)('has the fields of the advice, and its own time: %s, %s', async (family, leg) => {
    const { json = {} } = await tell(family, leg, {});
    expect(json['time']).toMatch(moment);
    expect(Object.keys(json).toSorted()).toEqual(['id', 'requestId', 'rrn', 'stan', 'thirdPartyIdentifiers', 'time']);
  });

  it.each(cases)('has the final amount where the advice has one: %s, %s', async (family, leg) => {
    const amounts = { approvedAmount: money(leg === 'reversals' ? 0 : account.minor) };
    expect((await tell(family, leg, { amounts })).json?.['amounts']).toEqual(amounts);
  });
});

/** Every operation with a body, and how its errors call it. */
const requestTypes = [
  ['accountLookups/ID', 'ACCOUNT_LOOKUP_REQUEST'],
  ['accountLookups/traffic/ID', 'TRAFFIC_FINE_LOOKUP_REQUEST'],
  ['accountLookups/policy/ID', 'POLICY_LOOKUP_REQUEST'],
  ['payments/ID', 'PAYMENT_REQUEST'],
  ['payments/traffic/ID', 'TRAFFIC_FINE_PAYMENT_REQUEST'],
  ['payments/policy/ID', 'POLICY_PAYMENT_REQUEST'],
  ['payments/ID/confirmations/ADVICE', 'PAYMENT_CONFIRMATION'],
  ['payments/ID/reversals/ADVICE', 'PAYMENT_REVERSAL'],
  ['refunds/ID', 'REFUND_REQUEST'],
  ['refunds/ID/confirmations/ADVICE', 'REFUND_CONFIRMATION'],
  ['refunds/ID/reversals/ADVICE', 'REFUND_REVERSAL'],
] as const;

describe('an error (3.8)', () => {
  async function refused(path: string): Promise<{ readonly seen: Seen; readonly id: string; readonly requestId: string }> {
    const requestId = newId();
    const adviceId = newId();
    const isAdvice = path.endsWith('ADVICE');
    const id = isAdvice ? adviceId : requestId;
    const body = { id, ...(isAdvice ? { requestId } : {}) };
    return { seen: await post(simulator, `/${path.replace('ID', requestId).replace('ADVICE', adviceId)}`, body), id, requestId };
  }

  it.each(requestTypes)(
    'of %s is about a %s, and names it by its id, an advice with the request’s too',
    async (path, requestType) => {
      const { seen, id, requestId } = await refused(path);
      expect(seen).toMatchObject({ status: 400, json: { errorType: 'FORMAT_ERROR', requestType, id } });
      expect(seen.json?.['originalId']).toBe(path.endsWith('ADVICE') ? requestId : undefined);
      // A text, an object or a list: here it is the list of what is wrong.
      expect(seen.json?.['detailMessage']).toBeInstanceOf(Array);
    },
  );

  it.each(requestTypes)('of %s may be any that the description knows, in twenty characters', async (path, requestType) => {
    for (const errorType of errorTypes) {
      simulator.control.next({ fault: { kind: 'status', status: 400, errorType } });
      const { seen } = await refused(path);
      expect(seen.json).toMatchObject({ errorType, errorMessage: errorMessages[errorType], requestType });
    }
  });

  it('has words for each type, none longer than twenty characters', () => {
    for (const errorType of errorTypes) expect(errorMessages[errorType]).toMatch(length(1, 20));
  });
});

/** The error statuses that the description has for each operation (1.2), every one of which may have no body. */
const documented = [
  ['GET', 'billers/', [400, 500, 501, 503, 504]],
  ['POST', 'accountLookups/ID', [400, 500, 501, 503, 504]],
  ['POST', 'accountLookups/traffic/ID', [400, 500, 501, 503, 504]],
  ['POST', 'accountLookups/policy/ID', [400, 500, 501, 503, 504]],
  ['POST', 'payments/ID', [400, 500, 503, 504]],
  ['POST', 'payments/traffic/ID', [400, 500, 503, 504]],
  ['POST', 'payments/policy/ID', [400, 500, 503, 504]],
  ['POST', 'payments/ID/confirmations/ADVICE', [400, 500, 503, 504]],
  ['POST', 'payments/ID/reversals/ADVICE', [400, 500, 503, 504]],
  ['POST', 'refunds/ID', [400, 500, 501, 503, 504]],
  ['POST', 'refunds/ID/confirmations/ADVICE', [400, 500, 503, 504]],
  ['POST', 'refunds/ID/reversals/ADVICE', [400, 500, 503, 504]],
] as const;

describe('every operation', () => {
  it.each(documented)(
    'can fail as the description has it, with an error in words or with nothing: %s %s',
    async (method, path, statuses) => {
      for (const status of statuses) {
        for (const body of ['error-detail', 'empty'] as const) {
          simulator.control.next({ fault: { kind: 'status', status, body } });
          const url = `${simulator.url}/${path.replace('ID', newId()).replace('ADVICE', newId())}`;
          const seen = await call(url, { method, headers: { ...basicAuth(simulator), 'Content-Type': 'application/json' } });
          expect(seen.status).toBe(status);
          // The biller list has no request that an error could be about.
          if (body === 'empty' || method === 'GET') expect(seen.text).toBe('');
          else expect(seen.json).toMatchObject({ errorType: expect.any(String) as string });
        }
      }
    },
  );
});
