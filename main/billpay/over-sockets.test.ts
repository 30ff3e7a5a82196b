import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  startBillpaySimulator,
  testCertificateFile,
  type BillpaySimulator,
  type BillpaySimulatorOptions,
  type Fault,
} from '../../simulators/billpay/start-billpay-simulator.ts';
import type { BillKind } from '../../shared/bill.ts';
import type { Advice, AdviceId } from '../advices/advice.ts';
import { createAxiosTransport } from '../http/axios-transport.ts';
import { systemClock } from '../ports/clock.ts';
import type { BillService, PaymentOutcome, RefundOutcome } from './bill-service.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { createBillpayClient, type BillpayClientSettings } from './client.ts';
import { makeReferences } from '../electrum/references.ts';
import { createRecordingLogger, type RecordingLogger } from '../testing/recording-logger.ts';
import type { TransactionReferences } from '../electrum/messages.ts';
import { exampleIdentity, pula, saleId, valueIn, water } from './testing/samples.ts';

interface Shop {
  readonly client: BillService;
  /** By which its patience ends: when the test says so, and not because the machine is busy. */
  readonly clock: ManualClock;
  readonly simulator: BillpaySimulator;
  readonly logger: RecordingLogger;
  references(): TransactionReferences;
}

/** A till's client and the service, each end of a real connection. */
async function openShop(
  options: BillpaySimulatorOptions = {},
  settings: Partial<BillpayClientSettings> = {},
  certificateAuthority?: string,
): Promise<Shop> {
  const simulator = await startBillpaySimulator({ currency: '072', ...options });
  const clock = createManualClock();
  const transport = createAxiosTransport({ clock, ...(certificateAuthority === undefined ? {} : { certificateAuthority }) });
  const logger = createRecordingLogger();
  onTestFinished(async () => {
    transport.close();
    await simulator.close();
  });
  const { url, user, password } = simulator;
  const client = createBillpayClient(
    { url, user, password, identity: exampleIdentity(), currency: pula, ...settings },
    { transport, clock: systemClock, logger },
  );
  let counter = 0;
  const references = (): TransactionReferences => {
    counter += 1;
    return makeReferences({ requestId: randomUUID(), terminalId: 'TILL0007', counter, atMs: Date.now(), basketRef: 'SALE-1' });
  };
  return { client, clock, simulator, logger, references };
}

/** What comes of an exchange whose answer is not there when the patience ends. The service has it by then. */
async function losePatience<Outcome>(
  { clock, simulator }: Shop,
  target: Parameters<BillpaySimulator['control']['untilReceived']>[0],
  ask: () => Promise<Outcome>,
): Promise<Outcome> {
  const before = simulator.control.receivedCount(target);
  const asked = ask();
  await simulator.control.untilReceived(target, before + 1);
  await clock.advance(60_000);
  return asked;
}

const account = { kind: 'account', reference: 'BW0417733021', amountMinor: 48_650, biller: water } as const;
const newAdvice = (): { readonly adviceId: AdviceId; readonly saleId: typeof saleId } => ({
  adviceId: randomUUID() as AdviceId,
  saleId,
});

async function pay(
  { client, references }: Shop,
  payment: Parameters<BillService['preparePayment']>[0] = account,
): Promise<PaymentOutcome> {
  return client.requestPayment(valueIn(client.preparePayment(payment, references())));
}

function confirmationOf({ client }: Shop, outcome: PaymentOutcome): Advice {
  if (outcome.kind !== 'approved') throw new Error(JSON.stringify(outcome));
  const { basis, approvedAmountMinor } = outcome;
  const tenders = [
    { tenderType: 'CASH', amountMinor: 150 },
    { tenderType: 'DEBIT_CARD', amountMinor: approvedAmountMinor - 150, reference: 'AUTH 660194' },
  ] as const;
  return valueIn(client.makePaymentConfirmation({ ...newAdvice(), basis, tenders, approvedAmountMinor }));
}

function reversalOf({ client }: Shop, outcome: PaymentOutcome | RefundOutcome): Advice {
  if (outcome.kind === 'declined' || outcome.kind === 'never-sent') throw new Error('nothing to reverse');
  const reversalReason = outcome.kind === 'approved' ? 'CANCELLED' : outcome.reversalReason;
  return valueIn(client.makeReversal({ ...newAdvice(), basis: outcome.basis, reversalReason }));
}

describe('over TLS, as the interface wants it', () => {
  it('lists billers and takes a payment, trusting the service’s own authority', async () => {
    const shop = await openShop({ tls: true }, {}, readFileSync(testCertificateFile, 'utf8'));
    const list = await shop.client.listBillers();
    if (list.kind !== 'listed') throw new Error(list.kind);
    expect(list.billers.find(({ institution }) => institution.id === water.id)).toEqual({
      institution: water,
      categories: [{ id: 'WATER', name: 'Water and sanitation' }],
      isAllowed: true,
    });
    expect(list.billers.some(({ isAllowed }) => !isAllowed)).toBe(true);
    const outcome = await pay(shop);
    expect(await shop.client.sendAdvice(confirmationOf(shop, outcome), false)).toEqual({ kind: 'delivered' });
    expect(shop.simulator.ledger().payments[0]).toMatchObject({ state: 'confirmed', finalMinor: 48_650 });
  });

  it('sends nothing to a service that it cannot trust, and that is a decline', async () => {
    const shop = await openShop({ tls: true });
    expect(await pay(shop)).toEqual({ kind: 'never-sent', reason: { code: 'service-unreachable' } });
    expect(shop.simulator.requests()).toEqual([]);
  });
});

describe('against the service as the interface describes it', () => {
  it.each([
    ['account', 'BW0417733021', 48_650],
    ['traffic-fine', 'TN-2026-0093317', 30_000],
    ['policy', 'PL-77-100234', 18_990],
  ] as const)('looks up, pays and confirms a %s', async (kind: BillKind, reference, amountMinor) => {
    const shop = await openShop();
    const found = await shop.client.lookUp({ kind, reference }, shop.references());
    expect(found).toMatchObject({ kind: 'found', bill: { kind, reference, balance: { amountMinor, currency: 'BWP' } } });

    const outcome = await pay(shop, { kind, reference, amountMinor });
    expect(outcome).toMatchObject({ kind: 'approved', approvedAmountMinor: amountMinor, discrepancies: [] });
    const confirmation = confirmationOf(shop, outcome);
    expect(await shop.client.sendAdvice(confirmation, false)).toEqual({ kind: 'delivered' });
    // Harmless by contract (5.3).
    expect(await shop.client.sendAdvice(confirmation, true)).toEqual({ kind: 'delivered' });

    const { payments, conflicts } = shop.simulator.ledger();
    expect(payments).toHaveLength(1);
    expect(payments[0]).toMatchObject({
      state: 'confirmed',
      finalMinor: amountMinor,
      confirmedBy: confirmation.adviceId,
      basketRef: 'SALE-1',
    });
    expect(conflicts).toEqual([]);
  });

  it('reverses what the customer gives up', async () => {
    const shop = await openShop();
    const reversal = reversalOf(shop, await pay(shop));
    expect(await shop.client.sendAdvice(reversal, false)).toEqual({ kind: 'delivered' });
    const { payments, conflicts } = shop.simulator.ledger();
    expect(payments[0]).toMatchObject({ state: 'reversed', reversalReason: 'CANCELLED', finalMinor: 0 });
    expect(conflicts).toEqual([]);
  });

  it('refunds by the reference on the slip, and confirms without tenders', async () => {
    const shop = await openShop();
    const paid = await pay(shop);
    await shop.client.sendAdvice(confirmationOf(shop, paid), false);
    const issuerReference = paid.kind === 'approved' ? (paid.slip?.issuerReference ?? '') : '';

    const prepared = valueIn(
      shop.client.prepareRefund({ issuerReference, refundReason: 'Wrong account paid' }, shop.references()),
    );
    const refund = await shop.client.requestRefund(prepared);
    if (refund.kind !== 'approved') throw new Error(JSON.stringify(refund));
    expect(refund.approvedAmountMinor).toBe(48_650);
    const advice = valueIn(shop.client.makeRefundConfirmation({ ...newAdvice(), basis: refund.basis }));
    expect(await shop.client.sendAdvice(advice, false)).toEqual({ kind: 'delivered' });

    const { refunds, conflicts } = shop.simulator.ledger();
    expect(refunds[0]).toMatchObject({ state: 'confirmed' });
    expect(conflicts).toEqual([]);
  });

  it.each([
    [
      'a look-up that is not offered',
      async (shop: Shop) => shop.client.lookUp({ kind: 'account', reference: '2677155019' }, shop.references()),
      { kind: 'not-offered' },
    ],
    [
      'an account that nobody knows',
      async (shop: Shop) => pay(shop, { ...account, reference: 'NOBODY-HERE' }),
      { kind: 'declined' },
    ],
    [
      'an amount above the biller’s limit',
      async (shop: Shop) => pay(shop, { ...account, amountMinor: 100_001 }),
      { kind: 'declined' },
    ],
    [
      'an amount below the biller’s limit',
      async (shop: Shop) => pay(shop, { ...account, amountMinor: 4_999 }),
      { kind: 'declined', reason: { code: 'below-minimum-allowed-amount' } },
    ],
    ['a biller that is blocked', async (shop: Shop) => pay(shop, { ...account, reference: 'PE00088123' }), { kind: 'declined' }],
  ] as const)('says so for %s', async (_what, ask, expected) => {
    const shop = await openShop();
    expect(await ask(shop)).toMatchObject(expected);
    expect(shop.simulator.ledger().conflicts).toEqual([]);
  });

  it('goes on without a biller list where it is not offered, which comes without a body (9.29)', async () => {
    const shop = await openShop();
    shop.simulator.control.next({ on: 'listBillers', fault: { kind: 'status', status: 501 } });
    expect(await shop.client.listBillers()).toEqual({ kind: 'not-offered' });
    expect(await shop.client.listBillers()).toMatchObject({ kind: 'listed' });
  });

  it('is asked again under a new id where a look-up had no final answer (4.1)', async () => {
    const shop = await openShop();
    const question = { kind: 'account', reference: account.reference } as const;
    for (const fault of [{ kind: 'status', status: 504, applied: true }, { kind: 'cut' }] as const) {
      shop.simulator.control.next({ on: 'lookup', fault });
      const first = shop.references();
      expect((await shop.client.lookUp(question, first)).kind).toBe('no-answer');
      // Under the same id it would be refused: the first one has used it up.
      expect(await shop.client.lookUp(question, first)).toMatchObject({ kind: 'refused', reason: { code: 'duplicate-record' } });
      expect((await shop.client.lookUp(question, shop.references())).kind).toBe('found');
    }
    expect(shop.simulator.ledger()).toEqual({ payments: [], refunds: [], advices: [], conflicts: [] });
  });

  it('is declined with the wrong password, and an advice with it waits for a person', async () => {
    const shop = await openShop();
    const outcome = await pay(shop);
    const { client } = await openShop({}, { url: shop.simulator.url, password: 'wrong' });
    const wrong: Shop = { ...shop, client };
    expect(await pay(wrong)).toMatchObject({ kind: 'declined', reason: { code: 'wrong-credentials' } });
    expect(await client.listBillers()).toMatchObject({ kind: 'refused', reason: { code: 'wrong-credentials' } });
    expect((await client.sendAdvice(confirmationOf(shop, outcome), false)).kind).toBe('refused');
  });

  it('is declined where nobody listens: nothing was sent', async () => {
    const shop = await openShop();
    shop.simulator.control.refuse({ dropConnections: true });
    expect(await pay(shop)).toEqual({ kind: 'never-sent', reason: { code: 'service-unreachable' } });
  });

  it('may try a new id where somebody else happens to have ours (4.6)', async () => {
    const shop = await openShop();
    const references = shop.references();
    shop.simulator.control.occupy(references.requestId);
    const first = await shop.client.requestPayment(valueIn(shop.client.preparePayment(account, references)));
    expect(first).toMatchObject({ kind: 'declined', reason: { code: 'duplicate-record' }, mayTryNewId: true });
    expect(await pay(shop)).toMatchObject({ kind: 'approved' });
  });

  it('parks a confirmation that the service knows nothing of after its restart (8.8)', async () => {
    const shop = await openShop();
    const confirmation = confirmationOf(shop, await pay(shop));
    shop.simulator.control.forget();
    expect(await shop.client.sendAdvice(confirmation, false)).toMatchObject({ kind: 'refused' });
  });

  it('takes what was approved where it is less than what was asked (8.8)', async () => {
    const shop = await openShop();
    shop.simulator.control.next({ on: 'payment', fault: { kind: 'approve-less', approvedMinor: 30_000 } });
    const outcome = await pay(shop);
    expect(outcome).toMatchObject({
      kind: 'approved',
      approvedAmountMinor: 30_000,
      discrepancies: [{ field: 'amounts.approvedAmount' }],
    });
    expect(await shop.client.sendAdvice(confirmationOf(shop, outcome), false)).toEqual({ kind: 'delivered' });
    expect(shop.simulator.ledger().payments[0]).toMatchObject({ state: 'confirmed', finalMinor: 30_000 });
  });
});

describe('a create that goes wrong (8.8)', () => {
  const eitherWay = (fault: Fault): Fault[] => [
    { ...fault, applied: true },
    { ...fault, applied: false },
  ];
  const unknown: readonly (readonly [Fault, string])[] = [
    ...eitherWay({ kind: 'hang' }).map((fault) => [fault, 'TIMEOUT'] as const),
    ...eitherWay({ kind: 'cut' }).map((fault) => [fault, 'TIMEOUT'] as const),
    ...eitherWay({ kind: 'reset' }).map((fault) => [fault, 'TIMEOUT'] as const),
    ...eitherWay({ kind: 'not-http' }).map((fault) => [fault, 'TIMEOUT'] as const),
    [{ kind: 'cut-body' }, 'TIMEOUT'],
    ...[500, 504].flatMap((status) =>
      (['error-detail', 'empty', 'html', 'proper'] as const).flatMap((body) =>
        eitherWay({ kind: 'status', status, body }).map((fault) => [fault, 'RESPONSE_NOT_FINAL'] as const),
      ),
    ),
    [{ kind: 'status', status: 204, body: 'empty', applied: true }, 'RESPONSE_NOT_FINAL'],
    ...eitherWay({ kind: 'empty' }).map((fault) => [fault, 'CANCELLED'] as const),
    ...eitherWay({ kind: 'garbage' }).map((fault) => [fault, 'CANCELLED'] as const),
    [{ kind: 'altered', changes: { id: randomUUID() } }, 'CANCELLED'],
    [{ kind: 'altered', changes: { amounts: null } }, 'CANCELLED'],
    [{ kind: 'altered', changes: { amounts: { approvedAmount: { currency: '710' } } } }, 'CANCELLED'],
  ];

  it.each(unknown)('is reversed after %j', async (fault, reason) => {
    const shop = await openShop();
    shop.simulator.control.next({ on: 'payment', fault });

    const outcome = fault.kind === 'hang' ? await losePatience(shop, 'payment', () => pay(shop)) : await pay(shop);

    expect(outcome).toMatchObject({ kind: reason === 'CANCELLED' ? 'unusable' : 'unknown', reversalReason: reason });
    expect(await shop.client.sendAdvice(reversalOf(shop, outcome), false)).toMatchObject({ kind: 'delivered' });
    const { payments, conflicts } = shop.simulator.ledger();
    expect(payments.filter(({ state }) => state === 'reserved' || state === 'confirmed')).toEqual([]);
    // A reversal of what never arrived is right: the till cannot tell.
    expect(conflicts.filter(({ isBreach }) => isBreach)).toEqual([]);
    expect(shop.simulator.control.receivedCount('payment')).toBe(1);
  });

  it.each(
    [400, 401, 403, 404, 429, 501, 502, 503].flatMap((status) =>
      (['error-detail', 'empty', 'html', 'odd', 'text'] as const).map((body) => [status, body] as const),
    ),
  )('is declined and not reversed after %d with %s', async (status, body) => {
    const shop = await openShop();
    shop.simulator.control.next({ on: 'payment', fault: { kind: 'status', status, body } });
    expect(await pay(shop)).toMatchObject({ kind: 'declined' });
  });

  it('is approved all the same with a body of the wrong type, and with a slow one', async () => {
    const shop = await openShop();
    shop.simulator.control.next({ on: 'payment', fault: { kind: 'wrong-content-type' } });
    expect(await pay(shop)).toMatchObject({ kind: 'approved' });
    shop.simulator.control.next({ on: 'payment', fault: { kind: 'slow-body', delayMs: 30 } });
    expect(await pay(shop, { kind: 'account', reference: '04/11873/002/019446', amountMinor: 48_650 })).toMatchObject({
      kind: 'approved',
    });
  });

  it('stays reversed when the 201 comes after the timeout: the log has it', async () => {
    const shop = await openShop();
    shop.simulator.control.next({ on: 'payment', fault: { kind: 'hold' } });
    const outcome = await losePatience(shop, 'payment', () => pay(shop));
    expect(outcome).toMatchObject({ kind: 'unknown', reversalReason: 'TIMEOUT' });
    const reversal = reversalOf(shop, outcome);
    expect(await shop.client.sendAdvice(reversal, false)).toEqual({ kind: 'delivered' });

    shop.simulator.control.release();
    await shop.simulator.control.untilIdle();
    await expect.poll(() => shop.logger.events()).toContain('bill-answered-too-late');

    expect(shop.simulator.ledger().payments[0]).toMatchObject({ state: 'reversed' });
  });
});

describe('an advice that goes wrong (8.8)', () => {
  const passing: readonly Fault[] = [
    { kind: 'status', status: 500, body: 'empty' },
    { kind: 'status', status: 504, applied: true },
    { kind: 'hang' },
    { kind: 'cut' },
    { kind: 'reset', applied: false },
    { kind: 'not-http' },
    { kind: 'cut-body' },
  ];

  for (const kind of ['confirmation', 'reversal'] as const) {
    it.each(passing)(`as a ${kind} is repeated after %j, and arrives`, async (fault) => {
      const shop = await openShop();
      const outcome = await pay(shop);
      const advice = kind === 'confirmation' ? confirmationOf(shop, outcome) : reversalOf(shop, outcome);
      shop.simulator.control.next({ on: 'advice', fault, times: 2 });

      for (const sentBefore of [false, true]) {
        const send = (): ReturnType<BillService['sendAdvice']> => shop.client.sendAdvice(advice, sentBefore);
        const answer = fault.kind === 'hang' ? losePatience(shop, 'advice', send) : send();
        expect((await answer).kind).toBe('not-final');
      }
      expect((await shop.client.sendAdvice(advice, true)).kind).toBe('delivered');

      const { payments, advices, conflicts } = shop.simulator.ledger();
      expect(payments[0]?.state).toBe(kind === 'confirmation' ? 'confirmed' : 'reversed');
      expect(advices).toHaveLength(1);
      expect(advices[0]).toMatchObject({ id: advice.adviceId, times: 3 });
      expect(conflicts).toEqual([]);
    });

    it.each([401, 403, 404, 429, 502, 503])(
      `as a ${kind} is parked after %d, and the identical one may be sent by hand`,
      async (status) => {
        const shop = await openShop();
        const outcome = await pay(shop);
        const advice = kind === 'confirmation' ? confirmationOf(shop, outcome) : reversalOf(shop, outcome);
        shop.simulator.control.next({ on: 'advice', fault: { kind: 'status', status, body: 'html' } });
        expect(await shop.client.sendAdvice(advice, false)).toEqual({ kind: 'refused', detail: `HTTP ${status}` });
        expect(await shop.client.sendAdvice(advice, false)).toEqual({ kind: 'delivered' });
        expect(shop.simulator.ledger().conflicts).toEqual([]);
      },
    );
  }
});

describe('against the service as the operator’s test server is (8)', () => {
  const peer = { mode: 'peer' } as const;
  const reference = '12/34567/890/123456';

  it('has no biller list', async () => {
    const shop = await openShop(peer);
    expect(await shop.client.listBillers()).toEqual({ kind: 'not-offered' });
  });

  it.each(['account', 'traffic-fine', 'policy'] as const)(
    'looks up, pays and confirms the one pool’s reference as %s',
    async (kind) => {
      const shop = await openShop(peer);
      const found = await shop.client.lookUp({ kind, reference }, shop.references());
      expect(found).toMatchObject({
        kind: 'found',
        bill: { kind, reference, balance: { currency: 'ZAR' }, mayPayLess: true, mayPayMore: true },
      });
      const outcome = await pay(shop, { kind, reference, amountMinor: 12_000 });
      expect(outcome).toMatchObject({
        kind: 'approved',
        approvedAmountMinor: 12_000,
        discrepancies: [],
        balance: { currency: 'ZAR' },
      });
      if (outcome.kind !== 'approved') throw new Error(outcome.kind);
      expect(outcome.basis.thirdPartyIdentifiers).toHaveLength(3);
      expect(outcome.slip?.lines.some(({ isRule }) => isRule)).toBe(true);
      expect(outcome.slip?.lines.some(({ isCut }) => isCut)).toBe(true);
      expect(await shop.client.sendAdvice(confirmationOf(shop, outcome), false)).toEqual({ kind: 'delivered' });
      expect(shop.simulator.ledger().payments[0]).toMatchObject({ state: 'confirmed' });
    },
  );

  it.each(['confirmation', 'reversal'] as const)('takes the refusal of a repeated %s for its delivery (5.4)', async (kind) => {
    const shop = await openShop(peer);
    const outcome = await pay(shop, { kind: 'account', reference, amountMinor: 12_000 });
    const advice = kind === 'confirmation' ? confirmationOf(shop, outcome) : reversalOf(shop, outcome);
    // It arrives, and its answer is lost.
    shop.simulator.control.next({ on: 'advice', fault: { kind: 'cut', applied: true } });
    expect((await shop.client.sendAdvice(advice, false)).kind).toBe('not-final');
    expect((await shop.client.sendAdvice(advice, true)).kind).toBe('delivered');
    // Sent for the first time, and already settled: somebody else did something.
    expect((await shop.client.sendAdvice(advice, false)).kind).toBe('refused');
  });

  it.each(['confirmation', 'reversal'] as const)('parks a %s where the opposite is shown to have happened', async (kind) => {
    const shop = await openShop(peer);
    const outcome = await pay(shop, { kind: 'account', reference, amountMinor: 12_000 });
    const [first, second] =
      kind === 'confirmation'
        ? [reversalOf(shop, outcome), confirmationOf(shop, outcome)]
        : [confirmationOf(shop, outcome), reversalOf(shop, outcome)];
    expect((await shop.client.sendAdvice(first, false)).kind).toBe('delivered');
    expect((await shop.client.sendAdvice(second, true)).kind).toBe('refused');
  });

  it('refunds without an amount and without slip data in the answer', async () => {
    const shop = await openShop(peer);
    const paid = await pay(shop, { kind: 'account', reference, amountMinor: 12_000 });
    await shop.client.sendAdvice(confirmationOf(shop, paid), false);
    const issuerReference = paid.kind === 'approved' ? (paid.slip?.issuerReference ?? '') : '';
    const prepared = valueIn(shop.client.prepareRefund({ issuerReference, refundReason: 'Wrong account' }, shop.references()));
    const refund = await shop.client.requestRefund(prepared);
    if (refund.kind !== 'approved') throw new Error(JSON.stringify(refund));
    expect(refund).not.toHaveProperty('slip');
    const advice = valueIn(shop.client.makeRefundConfirmation({ ...newAdvice(), basis: refund.basis }));
    expect(await shop.client.sendAdvice(advice, false)).toEqual({ kind: 'delivered' });
  });

  it('declines what nobody knows, with words that are longer than the interface allows', async () => {
    const shop = await openShop(peer);
    const outcome = await pay(shop, { kind: 'account', reference: 'NOBODY-HERE', amountMinor: 12_000 });
    expect(outcome).toMatchObject({ kind: 'declined', reason: { code: 'unknown-customer-account' } });
  });
});
