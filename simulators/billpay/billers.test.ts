import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorStatuses, errorTypes } from './error-types.ts';
import { demonstrationBillers, startBillpaySimulator, type BillpaySimulator } from './start-billpay-simulator.ts';
import {
  confirm,
  issuerReferenceOf,
  money,
  newId,
  pay,
  post,
  refund,
  reverse,
  transaction,
  type Json,
  type Seen,
} from './testing-client.ts';

let simulator: BillpaySimulator;
beforeEach(async () => {
  simulator = await startBillpaySimulator();
});
afterEach(() => simulator.close());

function lookUp(reference: Json, kind = ''): Promise<Seen> {
  const id = newId();
  return post(simulator, `/accountLookups/${kind}${id}`, transaction(id, reference));
}

function payFor(path: string, reference: Json, amounts: Json): Promise<Seen> {
  const id = newId();
  return post(simulator, `/payments/${path}${id}`, transaction(id, { ...reference, amounts }));
}

const payable = (minor: unknown, currency?: string): Json => ({ requestAmount: money(minor, currency) });
const water = { accountRef: 'BW0417733021' };

describe('a payment is declined', () => {
  it.each([
    ['an unknown account', '', { accountRef: 'NOBODY-1' }, payable(100), 400, 'UNKNOWN_CUSTOMER_ACCOUNT'],
    ['an unknown fine', 'traffic/', { noticeNumber: 'NOBODY-1' }, payable(100), 400, 'UNKNOWN_CUSTOMER_ACCOUNT'],
    ['an unknown policy', 'policy/', { policyNumber: 'NOBODY-1' }, payable(100), 400, 'UNKNOWN_CUSTOMER_ACCOUNT'],
    ['a fine as an account', '', { accountRef: 'TN-2026-0093317' }, payable(30_000), 400, 'TRANSACTION_NOT_SUPPORTED'],
    ['an account as a policy', 'policy/', { policyNumber: 'BW0417733021' }, payable(5_000), 400, 'TRANSACTION_NOT_SUPPORTED'],
    ['another receiver', '', { ...water, receiver: { id: '700045', name: 'Kgale Power' } }, payable(5_000), 400, 'ROUTING_ERROR'],
    [
      'a category of another biller',
      '',
      { ...water, selectedCategory: { id: 'TV', name: 'TV' } },
      payable(5_000),
      400,
      'INVALID_PRODUCT',
    ],
    ['a biller that is blocked', '', { accountRef: 'PE00088123' }, payable(100), 400, 'RECEIVER_BLACKLISTED'],
    ['no amount', '', water, {}, 400, 'INVALID_AMOUNT'],
    ['nothing', '', water, payable(0), 400, 'INVALID_AMOUNT'],
    ['less than nothing', '', water, payable(-5_000), 400, 'INVALID_AMOUNT'],
    ['another currency', '', water, payable(5_000, '072'), 400, 'INVALID_AMOUNT'],
    ['below the least', '', water, payable(4_999), 400, 'BELOW_MINIMUM_ALLOWED_AMOUNT'],
    ['above the most', '', { accountRef: 'BW0417733047' }, payable(100_001), 400, 'ABOVE_MAXIMUM_ALLOWED_AMOUNT'],
    ['more than is due', '', water, payable(48_651), 400, 'ABOVE_MAXIMUM_ALLOWED_AMOUNT'],
    ['a part of a fine', 'traffic/', { noticeNumber: 'TN-2026-0093317' }, payable(29_999), 400, 'BELOW_MINIMUM_ALLOWED_AMOUNT'],
    [
      'too much for a fine',
      'traffic/',
      { noticeNumber: 'TN-2026-0093317' },
      payable(30_001),
      400,
      'ABOVE_MAXIMUM_ALLOWED_AMOUNT',
    ],
    ['a part of a premium', 'policy/', { policyNumber: 'PL-77-100234' }, payable(18_989), 400, 'BELOW_MINIMUM_ALLOWED_AMOUNT'],
    ['nothing due', '', { accountRef: 'BW0417733039' }, payable(5_000), 400, 'ACCOUNT_ALREADY_SETTLED'],
    ['a biller that is down', '', { accountRef: 'CC-DOWN-503' }, payable(100), 503, 'UPSTREAM_UNAVAILABLE'],
    ['a biller that does not answer', '', { accountRef: 'CC-LOST-504' }, payable(100), 504, 'UPSTREAM_UNAVAILABLE'],
    ['a wrong check digit', '', { accountRef: 'CC-LUHN-400' }, payable(100), 400, 'LUHN_CHECK_FAILED'],
    ['a shop that may not', '', { accountRef: 'CC-SHOP-400' }, payable(100), 400, 'INVALID_MERCHANT'],
  ] as const)('for %s', async (_why, path, reference, amounts, status, errorType) => {
    const seen = await payFor(path, reference, amounts);
    expect(seen).toMatchObject({ status, json: { errorType } });
    expect(seen.json?.['errorMessage']).toMatch(/^.{0,20}$/u);
    expect(simulator.ledger().payments).toMatchObject([{ state: 'declined', errorType, finalMinor: 0, status }]);
  });

  it.each(errorTypes)('for %s where a script wants it so', async (errorType) => {
    simulator.control.next({ on: 'create', fault: { kind: 'decline', errorType } });
    expect((await pay(simulator)).seen).toMatchObject({
      status: errorStatuses[errorType],
      json: { errorType, requestType: 'PAYMENT_REQUEST' },
    });
    expect(simulator.ledger().payments).toMatchObject([{ state: 'declined', errorType }]);
  });

  it('for a negative amount anywhere in it', async () => {
    const tenders = [{ tenderType: 'CASH', amount: money(-1) }];
    expect((await pay(simulator, { tenders })).seen).toMatchObject({ json: { errorType: 'INVALID_AMOUNT' } });
    const amounts = { ...payable(5_000), additionalAmounts: { tip: money(-1) } };
    expect(await payFor('', water, amounts)).toMatchObject({ json: { errorType: 'INVALID_AMOUNT' } });
  });
});

describe('a payment is approved', () => {
  it.each([
    ['a part of a water bill', '', water, 5_000],
    ['all of it', '', water, 48_650],
    ['a fine', 'traffic/', { noticeNumber: 'TN-2026-0093317' }, 30_000],
    ['more than a premium', 'policy/', { policyNumber: 'PL-77-100234' }, 20_000],
    ['a meter that owes nothing', '', { accountRef: 'KP20000001' }, 1],
    ['an account with slashes', '', { accountRef: '04/11873/002/019446' }, 120_000],
    ['a bill without a look-up', '', { accountRef: '2677155019' }, 33_900],
  ] as const)('for %s', async (_what, path, reference, minor) => {
    expect(await payFor(path, reference, payable(minor))).toMatchObject({
      status: 201,
      json: { amounts: { requestAmount: money(minor), approvedAmount: money(minor) } },
    });
  });

  it('for less than was asked for, by the account or by a script', async () => {
    const half = await pay(simulator, { accountRef: 'CC-HALF-001' }, 9_001);
    expect(half.response).toMatchObject({ amounts: { requestAmount: money(9_001), approvedAmount: money(4_500) } });
    await confirm(simulator, half);
    simulator.control.next({ on: 'payment', fault: { kind: 'approve-less', approvedMinor: 10_000 } });
    const less = await pay(simulator);
    expect(less.response).toMatchObject({ amounts: { approvedAmount: money(10_000), balanceAmount: money(38_650) } });
    await confirm(simulator, less);
    expect(simulator.ledger().payments).toMatchObject([
      { requestedMinor: 9_001, approvedMinor: 4_500, finalMinor: 4_500 },
      { requestedMinor: 48_650, approvedMinor: 10_000, finalMinor: 10_000 },
    ]);
    expect(simulator.ledger().conflicts).toEqual([]);
  });

  it('with an issuer reference that no other payment has', async () => {
    const references = new Set<string>();
    for (let count = 0; count < 200; count += 1) {
      references.add(issuerReferenceOf((await pay(simulator, { accountRef: 'KP20000001' }, 100)).response));
    }
    expect(references.size).toBe(200);
    for (const reference of references) expect(reference).toMatch(/^KP[A-Z0-9]{10}$/u);
  });
});

describe('what is due', () => {
  const dueOf = async (): Promise<unknown> => ((await lookUp(water)).json?.['amounts'] as Json | undefined)?.['balanceAmount'];

  it('is less by what is reserved, and again the same after a reversal', async () => {
    const paid = await pay(simulator, {}, 10_000);
    expect(await dueOf()).toMatchObject({ amount: 38_650, ledgerIndicator: 'DEBIT' });
    await reverse(simulator, paid);
    expect(await dueOf()).toMatchObject({ amount: 48_650 });
  });

  it('is less by what was confirmed, and more by what was refunded', async () => {
    const paid = await pay(simulator, {}, 40_000);
    await confirm(simulator, paid);
    expect(await dueOf()).toMatchObject({ amount: 8_650 });
    const id = newId();
    const answer = await post(simulator, `/refunds/${id}`, refund(id, issuerReferenceOf(paid.response)));
    expect(await dueOf()).toMatchObject({ amount: 8_650 });
    await confirmRefund(id, answer);
    expect(await dueOf()).toMatchObject({ amount: 48_650 });
  });

  it('is what a part was not confirmed of', async () => {
    const paid = await pay(simulator, {}, 40_000);
    const tenders = [{ tenderType: 'CASH', amount: money(15_000) }];
    await confirm(simulator, paid, newId(), { amounts: { approvedAmount: money(15_000) }, tenders });
    expect(await dueOf()).toMatchObject({ amount: 33_650 });
    expect(simulator.ledger()).toMatchObject({ payments: [{ state: 'confirmed', finalMinor: 15_000 }], conflicts: [] });
  });

  it('cannot be confirmed beyond what was approved', async () => {
    const paid = await pay(simulator, {}, 40_000);
    const seen = await confirm(simulator, paid, newId(), { amounts: { approvedAmount: money(40_001) } });
    expect(seen).toMatchObject({ status: 400, json: { errorType: 'INVALID_AMOUNT' } });
    expect(simulator.ledger().payments).toMatchObject([{ state: 'reserved' }]);
  });

  it('is a credit after too much was paid', async () => {
    await confirm(simulator, await pay(simulator, { accountRef: 'KP20000001' }, 700));
    expect((await lookUp({ accountRef: 'KP20000001' })).json).toMatchObject({
      amounts: { balanceAmount: { amount: -700, ledgerIndicator: 'CREDIT' } },
    });
  });
});

async function confirmRefund(id: string, answer: Seen): Promise<Seen> {
  const adviceId = newId();
  const body = {
    id: adviceId,
    requestId: id,
    time: new Date().toISOString(),
    thirdPartyIdentifiers: answer.json?.['thirdPartyIdentifiers'],
  };
  return post(simulator, `/refunds/${id}/confirmations/${adviceId}`, body);
}

describe('a look-up', () => {
  it('is not offered by every biller', async () => {
    const seen = await lookUp({ accountRef: '2677155019' });
    expect(seen).toMatchObject({
      status: 501,
      json: { errorType: 'FUNCTION_NOT_SUPPORTED', requestType: 'ACCOUNT_LOOKUP_REQUEST' },
    });
  });

  it.each([
    ['', { accountRef: 'NOBODY-1' }, 'ACCOUNT_LOOKUP_REQUEST'],
    ['traffic/', { noticeNumber: 'NOBODY-1' }, 'TRAFFIC_FINE_LOOKUP_REQUEST'],
    ['policy/', { policyNumber: 'NOBODY-1' }, 'POLICY_LOOKUP_REQUEST'],
  ] as const)('of nobody is a 400: %s', async (kind, reference, requestType) => {
    expect(await lookUp(reference, kind)).toMatchObject({
      status: 400,
      json: { errorType: 'UNKNOWN_CUSTOMER_ACCOUNT', requestType },
    });
  });

  it('uses up its id', async () => {
    const id = newId();
    const body = transaction(id, water);
    expect(await post(simulator, `/accountLookups/${id}`, body)).toMatchObject({ status: 200 });
    expect(await post(simulator, `/accountLookups/${id}`, body)).toMatchObject({
      status: 400,
      json: { errorType: 'DUPLICATE_RECORD' },
    });
    expect(await post(simulator, `/payments/${id}`, { ...body, amounts: payable(5_000) })).toMatchObject({
      json: { errorType: 'DUPLICATE_RECORD' },
    });
  });
});

describe('a refund', () => {
  const refundOf = async (reference: string): Promise<Seen> => {
    const id = newId();
    return post(simulator, `/refunds/${id}`, refund(id, reference));
  };

  it.each([
    ['a payment that nobody made', () => Promise.resolve('NOBODY1'), 400, 'UNABLE_TO_LOCATE_RECORD'],
    ['one that is not confirmed', async () => issuerReferenceOf((await pay(simulator)).response), 400, 'UNABLE_TO_LOCATE_RECORD'],
    ['one that was reversed', () => paidAnd(reverse, 'BW0417733021'), 400, 'UNABLE_TO_LOCATE_RECORD'],
    ['a biller that refunds nothing', () => paidAnd(confirm, '2677155019'), 501, 'FUNCTION_NOT_SUPPORTED'],
    ['a reference of 40 characters', () => paidAnd(confirm, 'STV9004412', 7_995), 400, 'FORMAT_ERROR'],
  ] as const)('is refused for %s', async (_what, make, status, errorType) => {
    expect(await refundOf(await make())).toMatchObject({ status, json: { errorType, requestType: 'REFUND_REQUEST' } });
    expect(simulator.ledger().refunds).toMatchObject([{ state: 'declined', errorType }]);
  });

  it('is had once', async () => {
    const reference = await paidAnd(confirm, 'BW0417733021');
    const first = await refundOf(reference);
    expect(first).toMatchObject({ status: 201 });
    const settled = { status: 400, json: { errorType: 'ACCOUNT_ALREADY_SETTLED' } };
    expect(await refundOf(reference)).toMatchObject(settled);
    await confirmRefund(first.json?.['id'] as string, first);
    expect(await refundOf(reference)).toMatchObject(settled);
  });

  it('of a fine where its biller offers it comes with the kind that was refunded', async () => {
    const billers = demonstrationBillers.map((biller) => ({ ...biller, offersRefund: true }));
    const other = await startBillpaySimulator({ billers });
    const id = newId();
    const request = transaction(id, { noticeNumber: 'TN-2026-0093317', amounts: payable(30_000) });
    const seen = await post(other, `/payments/traffic/${id}`, request);
    await confirm(other, { id, request, response: seen.json ?? {}, seen });
    const refundId = newId();
    expect(await post(other, `/refunds/${refundId}`, refund(refundId, issuerReferenceOf(seen.json ?? {})))).toMatchObject({
      status: 201,
      json: { trafficFine: { noticeNumber: 'TN-2026-0093317' } },
    });
    await other.close();
  });

  async function paidAnd(give: typeof confirm | typeof reverse, accountRef: string, minor = 5_000): Promise<string> {
    const paid = await pay(simulator, { accountRef }, minor);
    await give(simulator, paid);
    return issuerReferenceOf(paid.response);
  }
});

it('are all in the table of the README', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  for (const { institution, accounts } of demonstrationBillers) {
    expect(readme).toContain(`${institution.id} ${institution.name}`);
    for (const { reference, balanceMinor } of accounts) {
      const line = readme.split('\n').find((one) => one.includes(`\`${reference}\``));
      expect(line, reference).toContain(` ${(balanceMinor / 100).toFixed(2)} |`);
    }
  }
});
