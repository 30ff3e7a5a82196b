import { describe, expect, it, onTestFinished } from 'vitest';
import { startBillpaySimulator, type BillpaySimulator } from '../../simulators/billpay/start-billpay-simulator.ts';
import type { MessageContext } from '../electrum/messages.ts';
import { createAxiosTransport } from '../http/axios-transport.ts';
import { answerToAdvice } from './classify.ts';
import { decodeLookUpAnswer, decodePaymentAnswer, decodeRefundAnswer } from './decode-answer.ts';
import { encodePaymentConfirmation, encodeRefundConfirmation, encodeReversal } from './encode-advice.ts';
import { encodeLookUp, encodePayment, encodeRefund } from './encode-request.ts';
import { exampleFlows } from './testing/example-flows.ts';
import { adviceId, exampleIdentity, paymentContext, pula, saleId, valueIn, water } from './testing/samples.ts';

function answer(status: number, body: string): { status: number; contentType: string; body: string } {
  return { status, contentType: 'application/json', body };
}

describe('the example of 7.1: look-up, payment, confirmation', () => {
  const settlementEntity = { id: '600900', name: 'Segoditshane Clearing' };
  const identity = exampleIdentity({ channelId: 'POS', settlementEntity });
  const lookUpContext: MessageContext = {
    references: {
      requestId: 'b311fd39-a3f0-4d77-a518-77f004bfd3a9',
      transactionIdentifier: 'T0007-20260317-000211',
      rrn: '607608000211',
      stan: '000211',
      basketRef: 'SALE-88412',
      operatorId: 'cashier-19',
    },
    time: '2026-03-17T08:41:05.123Z',
  };
  const lookUp = valueIn(encodeLookUp(identity, { kind: 'account', reference: 'BW0417733021' }, lookUpContext));
  const payment = valueIn(
    encodePayment(
      identity,
      {
        kind: 'account',
        reference: 'BW0417733021',
        amountMinor: 48650,
        currency: pula,
        biller: water,
        category: { id: 'WATER', name: 'Water and sanitation' },
        tranType: 'GENERAL_PAYMENT',
        tenders: [],
      },
      paymentContext,
    ),
  );
  const approved = decodePaymentAnswer(answer(201, exampleFlows.paymentAnswer), payment, pula);

  it('asks for the account', () => {
    expect(lookUp.path).toBe('accountLookups/b311fd39-a3f0-4d77-a518-77f004bfd3a9');
    expect(JSON.parse(lookUp.body)).toEqual(JSON.parse(exampleFlows.lookupRequest));
  });

  it('understands what the account owes, and to whom', () => {
    expect(decodeLookUpAnswer(answer(200, exampleFlows.lookupAnswer), lookUp, pula)).toEqual({
      kind: 'found',
      bill: {
        kind: 'account',
        reference: 'BW0417733021',
        dueDate: '2026-03-31',
        customer: { firstName: 'Lesego', lastName: 'Moremi', address: 'Plot 5518 Mogoditshane' },
        balance: { amountMinor: 48650, currency: 'BWP', indicator: 'DEBIT' },
        least: { amountMinor: 5000, currency: 'BWP' },
        most: { amountMinor: 100000, currency: 'BWP' },
        mayPayLess: true,
        mayPayMore: false,
        receiver: water,
        slip: {
          lines: [{ text: 'Notwane Water: balance enquiry', widthScale: 1, heightScale: 1, isRule: false, isCut: false }],
          widthCharacters: 40,
          phoneNumber: '0800 600 123',
        },
      },
    });
  });

  it('requests the payment', () => {
    expect(payment.path).toBe('payments/232eb861-70c2-4c30-adcd-ca6c0107f03a');
    expect(JSON.parse(payment.body)).toEqual(JSON.parse(exampleFlows.paymentRequest));
  });

  it('keeps of the approval what the slip and the advice need', () => {
    expect(approved).toEqual({
      kind: 'approved',
      approvedAmountMinor: 48650,
      feeMinor: 250,
      balance: { amountMinor: 0, currency: 'BWP' },
      slip: {
        lines: [
          { text: 'NOTWANE WATER', widthScale: 2, heightScale: 2, isRule: false, isCut: false },
          { text: '', widthScale: 1, heightScale: 1, isRule: true, isCut: false },
          { text: 'Thank you for your payment', widthScale: 1, heightScale: 1, isRule: false, isCut: false },
          {
            text: '',
            widthScale: 1,
            heightScale: 1,
            isRule: false,
            isCut: false,
            barcode: { data: '00417733021486', encoding: 'ITF' },
          },
          { text: '', widthScale: 1, heightScale: 1, isRule: false, isCut: true },
        ],
        widthCharacters: 40,
        issuerReference: 'NWU7F3K90218',
        phoneNumber: '0800 600 123',
      },
      basis: {
        leg: 'payment',
        requestId: '232eb861-70c2-4c30-adcd-ca6c0107f03a',
        thirdPartyIdentifiers: [
          { institutionId: '600123', transactionIdentifier: 'T0007-20260317-000212' },
          { institutionId: '600900', transactionIdentifier: 'SC1184402' },
          { institutionId: '700031', transactionIdentifier: 'NWU-P-9920114' },
        ],
        rrn: '607608000212',
        stan: '000212',
      },
      discrepancies: [],
    });
  });

  it('confirms with the tenders that paid, and with the identifiers of the answer', () => {
    if (approved.kind !== 'approved') throw new Error(approved.kind);
    const advice = valueIn(
      encodePaymentConfirmation(
        {
          basis: approved.basis,
          adviceId: adviceId('feaefae8-2890-4a8b-b7ad-149094c50388'),
          saleId,
          time: '2026-03-17T08:43:20.555Z',
        },
        {
          approvedAmountMinor: approved.approvedAmountMinor,
          currency: pula,
          tenders: [
            { tenderType: 'CASH', amountMinor: 18650 },
            {
              tenderType: 'DEBIT_CARD',
              accountType: 'CHEQUE',
              amountMinor: 30000,
              cardNumber: '457612******3390',
              reference: 'AUTH 660194',
            },
          ],
        },
      ),
    );
    expect(advice).toMatchObject({
      adviceId: 'feaefae8-2890-4a8b-b7ad-149094c50388',
      service: 'billpay',
      kind: 'confirmation',
      requestId: '232eb861-70c2-4c30-adcd-ca6c0107f03a',
      saleId,
      path: 'payments/232eb861-70c2-4c30-adcd-ca6c0107f03a/confirmations/feaefae8-2890-4a8b-b7ad-149094c50388',
      queuedAt: '2026-03-17T08:43:20.555Z',
    });
    expect(JSON.parse(advice.body)).toEqual(JSON.parse(exampleFlows.confirmation));
    const attempt = { adviceId: advice.adviceId, kind: advice.kind, sentBefore: false };
    expect(answerToAdvice(attempt, answer(202, exampleFlows.confirmationAnswer))).toEqual({ kind: 'delivered' });
  });
});

describe('the example of 7.2: a traffic fine without a final answer', () => {
  const identity = exampleIdentity({
    terminalId: 'TILL0003',
    settlementEntity: { id: '600900', name: 'Segoditshane Clearing' },
  });
  const payment = valueIn(
    encodePayment(
      identity,
      {
        kind: 'traffic-fine',
        reference: 'TN-2026-0093317',
        amountMinor: 30000,
        currency: pula,
        biller: { id: '700088', name: 'City Traffic Office' },
        customer: { firstName: 'Kabo', lastName: 'Seretse', contactNumber: '+267 7155 0199' },
      },
      {
        references: {
          requestId: '17f6ddce-1fb7-471f-aca0-529bbd6427a9',
          transactionIdentifier: 'T0003-20260317-000077',
          rrn: '607609000077',
          stan: '000077',
        },
        time: '2026-03-17T09:15:00.250Z',
      },
    ),
  );
  const outcome = decodePaymentAnswer(answer(504, exampleFlows.fineAnswer), payment, pula);

  it('requests it on the path of fines', () => {
    expect(payment.path).toBe('payments/traffic/17f6ddce-1fb7-471f-aca0-529bbd6427a9');
    expect(JSON.parse(payment.body)).toEqual(JSON.parse(exampleFlows.fineRequest));
  });

  it('reads 504 as unknown, to be reversed as not final with the identifiers of the request', () => {
    expect(outcome).toEqual({
      kind: 'unknown',
      reversalReason: 'RESPONSE_NOT_FINAL',
      reason: { code: 'answer-not-final', detail: 'No upstream answer' },
      basis: payment.basis,
    });
  });

  it('reverses it on the path of payments, and takes the third answer for the end', () => {
    if (outcome.kind !== 'unknown') throw new Error(outcome.kind);
    const advice = valueIn(
      encodeReversal(
        {
          basis: outcome.basis,
          adviceId: adviceId('fa6cccc5-5243-4b4e-9b57-94491186a3c4'),
          saleId,
          time: '2026-03-17T09:15:48.310Z',
        },
        outcome.reversalReason,
      ),
    );
    expect(advice.path).toBe('payments/17f6ddce-1fb7-471f-aca0-529bbd6427a9/reversals/fa6cccc5-5243-4b4e-9b57-94491186a3c4');
    expect(JSON.parse(advice.body)).toEqual(JSON.parse(exampleFlows.fineReversal));
    const attempt = { adviceId: advice.adviceId, kind: advice.kind, sentBefore: true };
    expect(answerToAdvice(attempt, answer(500, '')).kind).toBe('not-final');
    expect(answerToAdvice(attempt, answer(202, exampleFlows.fineReversalAnswer))).toEqual({ kind: 'delivered' });
  });
});

describe('the example of 7.3: a refund, with an id collision first', () => {
  const identity = exampleIdentity({ terminalId: 'TILL0001' });
  const refundUnder = (requestId: string) =>
    valueIn(
      encodeRefund(
        identity,
        { issuerReference: 'NWU7F3K90218', refundReason: 'Wrong account paid', biller: water, tranType: 'RETURNS' },
        {
          references: {
            requestId,
            transactionIdentifier: 'T0001-20260318-000046',
            rrn: '607714000046',
            stan: '000046',
            operatorId: 'supervisor-2',
          },
          time: '2026-03-18T14:02:30.100Z',
        },
      ),
    );

  it('takes a duplicate for a collision of ids, and allows a new one', () => {
    const first = refundUnder('086e4fd1-b4be-456c-961c-8d488ce24fc0');
    expect(decodeRefundAnswer(answer(400, exampleFlows.duplicateAnswer), first, pula)).toEqual({
      kind: 'declined',
      reason: { code: 'duplicate-record', detail: 'Id already used' },
      mayTryNewId: true,
    });
  });

  const refund = refundUnder('34bd8509-a8db-4d58-836d-3a26b38ebde2');
  const approved = decodeRefundAnswer(answer(201, exampleFlows.refundAnswer), refund, pula);

  it('requests the refund by the reference on the slip', () => {
    expect(refund.path).toBe('refunds/34bd8509-a8db-4d58-836d-3a26b38ebde2');
    expect(JSON.parse(refund.body)).toEqual(JSON.parse(exampleFlows.refundRequest));
  });

  it('learns from the answer what is given back', () => {
    expect(approved).toMatchObject({
      kind: 'approved',
      approvedAmountMinor: 48650,
      balance: { amountMinor: 48650, currency: 'BWP', indicator: 'DEBIT' },
      slip: { issuerReference: 'NWUR00010457' },
      discrepancies: [],
    });
  });

  it('confirms it without tenders', () => {
    if (approved.kind !== 'approved') throw new Error(approved.kind);
    const advice = valueIn(
      encodeRefundConfirmation({
        basis: approved.basis,
        adviceId: adviceId('11983b2b-6f40-414b-98c1-428bd873f67a'),
        saleId,
        time: '2026-03-18T14:03:02.640Z',
      }),
    );
    expect(advice.path).toBe('refunds/34bd8509-a8db-4d58-836d-3a26b38ebde2/confirmations/11983b2b-6f40-414b-98c1-428bd873f67a');
    expect(JSON.parse(advice.body)).toEqual(JSON.parse(exampleFlows.refundConfirmation));
    const attempt = { adviceId: advice.adviceId, kind: advice.kind, sentBefore: false };
    expect(answerToAdvice(attempt, answer(202, exampleFlows.refundConfirmationAnswer))).toEqual({ kind: 'delivered' });
  });
});

describe('the examples word for word, told to the service', () => {
  type Json = Readonly<Record<string, unknown>>;

  async function openService(): Promise<{ readonly simulator: BillpaySimulator; readonly say: typeof sayTo }> {
    const simulator = await startBillpaySimulator({ currency: '072' });
    const transport = createAxiosTransport();
    async function sayTo(path: string, body: string): Promise<{ readonly status: number; readonly body: string }> {
      const { url, user, password } = simulator;
      return valueIn(await transport.exchange({ method: 'POST', url: `${url}/${path}`, body, basicAuth: { user, password } }));
    }
    onTestFinished(async () => {
      transport.close();
      await simulator.close();
    });
    return { simulator, say: sayTo };
  }

  /** What is the service's own affair: when it answers, how others name the payment, and how it words its slip. */
  function withoutItsOwn(text: string): unknown {
    const { time: _time, slipData, ...rest } = JSON.parse(text) as Json;
    const { messageLines: _lines, issuerReference, ...slip } = (slipData ?? {}) as Json;
    const [ours, ...others] = rest['thirdPartyIdentifiers'] as readonly Json[];
    return {
      ...rest,
      slipData: { ...slip, ...(issuerReference === undefined ? {} : { issuerReference: expect.any(String) as string }) },
      thirdPartyIdentifiers: [
        ours,
        ...others.map((other) => ({ ...other, transactionIdentifier: expect.any(String) as string })),
      ],
    };
  }

  function pathOf(place: string, text: string, of = ''): string {
    const { id, requestId } = JSON.parse(text) as { readonly id: string; readonly requestId?: string };
    return of === '' ? `${place}/${id}` : `${place}/${requestId}/${of}/${id}`;
  }

  it('7.1 is looked up, paid and confirmed, and every answer has what the example’s has', async () => {
    const { simulator, say } = await openService();
    const { lookupRequest, lookupAnswer, paymentRequest, paymentAnswer, confirmation, confirmationAnswer } = exampleFlows;
    const found = await say(pathOf('accountLookups', lookupRequest), lookupRequest);
    expect(found.status).toBe(200);
    expect(JSON.parse(found.body)).toMatchObject(withoutItsOwn(lookupAnswer) as Json);
    const paid = await say(pathOf('payments', paymentRequest), paymentRequest);
    expect(paid.status).toBe(201);
    expect(JSON.parse(paid.body)).toMatchObject(withoutItsOwn(paymentAnswer) as Json);
    // The identifiers are the answer's, which here are not those of the example.
    const { thirdPartyIdentifiers } = JSON.parse(paid.body) as Json;
    const told = JSON.stringify({ ...(JSON.parse(confirmation) as Json), thirdPartyIdentifiers });
    const confirmed = await say(pathOf('payments', told, 'confirmations'), told);
    expect(confirmed.status).toBe(202);
    const { id, requestId } = JSON.parse(confirmationAnswer) as Json;
    expect(JSON.parse(confirmed.body)).toMatchObject({ id, requestId, thirdPartyIdentifiers });
    expect(simulator.ledger()).toMatchObject({ payments: [{ state: 'confirmed', finalMinor: 48_650 }], conflicts: [] });
  });

  it('7.2 has no final answer, and its reversal arrives with the third attempt', async () => {
    const { simulator, say } = await openService();
    const { fineRequest, fineAnswer, fineReversal, fineReversalAnswer } = exampleFlows;
    simulator.control.next({ on: 'payment', fault: { kind: 'status', status: 504, applied: true } });
    const paid = await say(pathOf('payments/traffic', fineRequest), fineRequest);
    expect([paid.status, JSON.parse(paid.body)]).toEqual([504, JSON.parse(fineAnswer)]);
    const path = pathOf('payments', fineReversal, 'reversals');
    simulator.control.next({ on: 'reversal', fault: { kind: 'cut', applied: false } });
    simulator.control.next({ on: 'reversal', fault: { kind: 'status', status: 500, body: 'empty' } });
    await expect(say(path, fineReversal)).rejects.toThrow('connection-lost');
    expect(await say(path, fineReversal)).toMatchObject({ status: 500, body: '' });
    const reversed = await say(path, fineReversal);
    expect(reversed.status).toBe(202);
    const { time: _time, ...rest } = JSON.parse(fineReversalAnswer) as Json;
    expect(JSON.parse(reversed.body)).toMatchObject(rest);
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'reversed', reversalReason: 'RESPONSE_NOT_FINAL' }],
      advices: [{ times: 3, effect: 'applied' }],
      conflicts: [],
    });
  });

  it('7.3 meets an id that is taken, and then refunds what 7.1 has paid', async () => {
    const { simulator, say } = await openService();
    const { paymentRequest, confirmation, duplicateAnswer, refundRequest, refundAnswer, refundConfirmation } = exampleFlows;
    const paid = JSON.parse((await say(pathOf('payments', paymentRequest), paymentRequest)).body) as Json;
    const { thirdPartyIdentifiers } = paid;
    const told = JSON.stringify({ ...(JSON.parse(confirmation) as Json), thirdPartyIdentifiers });
    await say(pathOf('payments', told, 'confirmations'), told);
    const { issuerReference } = paid['slipData'] as { readonly issuerReference: string };

    const asked = refundRequest.replace('NWU7F3K90218', issuerReference);
    const { id: taken } = JSON.parse(duplicateAnswer) as { readonly id: string };
    const { id } = JSON.parse(refundRequest) as { readonly id: string };
    simulator.control.occupy(taken);
    const collided = await say(`refunds/${taken}`, asked.replace(id, taken));
    expect([collided.status, JSON.parse(collided.body)]).toMatchObject([400, JSON.parse(duplicateAnswer)]);
    const refunded = await say(`refunds/${id}`, asked);
    expect(refunded.status).toBe(201);
    expect(JSON.parse(refunded.body)).toMatchObject(withoutItsOwn(refundAnswer) as Json);

    const { thirdPartyIdentifiers: carried } = JSON.parse(refunded.body) as Json;
    const given = JSON.stringify({ ...(JSON.parse(refundConfirmation) as Json), thirdPartyIdentifiers: carried });
    expect((await say(pathOf('refunds', given, 'confirmations'), given)).status).toBe(202);
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'confirmed' }],
      refunds: [{ state: 'confirmed', finalMinor: 48_650 }],
      conflicts: [],
    });
  });
});
