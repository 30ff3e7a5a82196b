import { describe, expect, it } from 'vitest';
import { answerToAdvice } from './classify.ts';
import { decodeCodeAnswer, decodePayAnswer, outcomeOfFailure } from './decode-answer.ts';
import { encodeConfirmation, encodeReversal } from './encode-advice.ts';
import { encodeCreateCode, encodePay } from './encode-request.ts';
import { checkFields } from './field-rules.ts';
import { exampleFlows } from './testing/example-flows.ts';
import {
  adviceId,
  answer,
  blueHeron,
  exampleCode,
  exampleIdentity,
  exampleSender,
  guid,
  payContext,
  preparedPay,
  rand,
  saleId,
  valueIn,
} from './testing/samples.ts';

const { requestId: _, ...references } = payContext.references;

describe('the example of 8.1: paid and confirmed', () => {
  const code = valueIn(
    encodeCreateCode(
      exampleSender(),
      { amountMinor: 28450, references, expiresAt: '2026-02-11T14:05:07.412Z' },
      { requestId: '8373f0f7-001f-49c6-a43f-0c5369bef3fc', time: '2026-02-11T14:03:07.412Z' },
    ),
  );
  const pay = preparedPay();
  const approved = decodePayAnswer(answer(201, exampleFlows.payAnswer), pay, rand);

  it('asks for a code', () => {
    expect(JSON.parse(code.body)).toEqual(JSON.parse(exampleFlows.codeRequest));
  });

  it('finds the code sound, and keeps the identifiers of its answer', () => {
    expect(decodeCodeAnswer(answer(201, exampleFlows.codeAnswer), code, guid)).toEqual({
      kind: 'created',
      code: exampleCode,
      discrepancies: [],
    });
  });

  it('sends the payment', () => {
    expect(JSON.parse(pay.body)).toEqual(JSON.parse(exampleFlows.payRequest));
    expect(pay.basis).toEqual({
      requestId: '12773eab-f48d-4d29-a22d-08abbdaa2797',
      tranId: exampleCode.tranId,
      thirdPartyIdentifiers: exampleCode.thirdPartyIdentifiers,
      stan: '000918',
      rrn: '604214000918',
    });
  });

  it('keeps of the approval what the slip and the advice need', () => {
    expect(approved).toEqual({
      kind: 'approved',
      approvedAmountMinor: 28450,
      partner: blueHeron,
      slip: {
        lines: [
          { text: 'PAID WITH BLUE HERON WALLET', widthScale: 1, heightScale: 1, isRule: false, isCut: false },
          { text: '', widthScale: 1, heightScale: 1, isRule: true, isCut: false },
        ],
        widthCharacters: 40,
        issuerReference: 'BHW7Q2M9K41C',
      },
      basis: {
        ...pay.basis,
        thirdPartyIdentifiers: [
          ...exampleCode.thirdPartyIdentifiers,
          { institutionId: '88021', transactionIdentifier: 'BHW-7Q2M9K41C' },
        ],
        partner: blueHeron,
      },
      discrepancies: [],
    });
  });

  it('confirms it, and the 202 ends it', () => {
    if (approved.kind !== 'approved') throw new Error(approved.kind);
    const confirmation = valueIn(
      encodeConfirmation(
        {
          basis: approved.basis,
          adviceId: adviceId('6bf9e09f-3f8d-401b-8272-5b5f62f4666e'),
          saleId,
          time: '2026-02-11T14:03:34.007Z',
        },
        { approvedAmountMinor: approved.approvedAmountMinor, currency: rand },
      ),
    );
    expect(JSON.parse(confirmation.body)).toEqual(JSON.parse(exampleFlows.confirmation));
    expect(confirmation).toMatchObject({
      service: 'qr',
      kind: 'confirmation',
      path: 'payments/confirmations',
      requestId: '12773eab-f48d-4d29-a22d-08abbdaa2797',
      queuedAt: '2026-02-11T14:03:34.007Z',
    });
    const attempt = { kind: 'confirmation', sentBefore: false } as const;
    expect(answerToAdvice(attempt, answer(202, exampleFlows.confirmation))).toEqual({ kind: 'delivered' });
  });
});

describe('the example of 8.2: the answer lost, a timeout, and its reversal', () => {
  const identity = exampleIdentity({ terminalId: 'HL03T022' });
  const minimal = { transactionIdentifier: 'HL03-20260211-001207-1' };
  const code = valueIn(
    encodeCreateCode(
      exampleSender({ identity }),
      { amountMinor: 6190, references: minimal },
      { requestId: '98c5d519-cfa8-4612-8cbc-435b77468fbe', time: '2026-02-11T16:41:50.090Z' },
    ),
  );

  it('finds a minimal code sound', () => {
    expect(decodeCodeAnswer(answer(201, exampleFlows.minimalCodeAnswer), code, guid)).toMatchObject({
      kind: 'created',
      code: { tranId: '845c920fd77e0d3aea1559f06dbe4d6c', thirdPartyIdentifiers: [] },
    });
  });

  const pay = valueIn(
    encodePay(
      exampleSender({ identity }),
      { tranId: '845c920fd77e0d3aea1559f06dbe4d6c', thirdPartyIdentifiers: [] },
      { amountMinor: 6190 },
      {
        references: { ...minimal, requestId: '359e5b7b-b7eb-474d-8ce7-fdad806f1ca8' },
        time: '2026-02-11T16:41:50.344Z',
      },
    ),
  );

  it('pays on it, with our own entry where the code had none', () => {
    // What the till adds of its own accord to the minimum.
    expect(JSON.parse(pay.body)).toEqual({
      ...(JSON.parse(exampleFlows.minimalPayRequest) as object),
      tranType: 'GOODS_AND_SERVICES',
    });
  });

  it('reverses it when no answer comes, and repeats that until it is final', () => {
    const outcome = outcomeOfFailure({ kind: 'timed-out', mayHaveTakenEffect: true, detail: 'STILL_LISTENING' }, pay);
    if (outcome.kind !== 'unanswered') throw new Error(outcome.kind);
    expect(outcome).toMatchObject({ reversalReason: 'TIMEOUT', reason: { code: 'no-answer' } });
    const reversal = valueIn(
      encodeReversal(
        {
          basis: outcome.basis,
          adviceId: adviceId('523af63c-d0f5-4aba-b15f-37b529b0a063'),
          saleId,
          time: '2026-02-11T16:42:50.351Z',
        },
        outcome.reversalReason,
      ),
    );
    expect(JSON.parse(reversal.body)).toEqual(JSON.parse(exampleFlows.reversal));
    expect(reversal.path).toBe('payments/reversals');

    expect(answerToAdvice({ kind: 'reversal', sentBefore: false }, answer(504, exampleFlows.upstreamUnavailable))).toEqual({
      kind: 'not-final',
      detail: 'HTTP 504 UPSTREAM_UNAVAILABLE: Upstream did not answer in time',
    });
    const again = { kind: 'reversal', sentBefore: true } as const;
    expect(answerToAdvice(again, answer(202, exampleFlows.reversal)).kind).toBe('delivered');
    expect(answerToAdvice(again, answer(404))).toEqual({ kind: 'delivered', detail: 'HTTP 404', foundNothing: true });
    expect(answerToAdvice(again, answer(400, { errorType: 'DUPLICATE_RECORD' })).kind).toBe('delivered');
  });
});

describe('the errors of 8.3', () => {
  it('decline a payment that nobody scanned', () => {
    expect(decodePayAnswer(answer(400, exampleFlows.noScan), preparedPay(), rand)).toEqual({
      kind: 'declined',
      reason: { code: 'no-scan-received', detail: 'QR code was not scanned in time' },
      mayTryNewId: false,
    });
  });

  it('are the end of an advice that the service has already', () => {
    expect(answerToAdvice({ kind: 'reversal', sentBefore: false }, answer(400, exampleFlows.alreadySettled)).kind).toBe(
      'delivered',
    );
  });
});

describe('every request of the example flows', () => {
  it.each([
    ['CreateQrCodeRequest', exampleFlows.codeRequest],
    ['CreateQrCodeRequest', exampleFlows.minimalCodeRequest],
    ['PaymentRequest', exampleFlows.payRequest],
    ['PaymentRequest', exampleFlows.minimalPayRequest],
    ['PaymentConfirmation', exampleFlows.confirmation],
    ['PaymentReversal', exampleFlows.reversal],
  ] as const)('keeps the rules of %s, and survives being read and written', (name, body) => {
    const message: unknown = JSON.parse(body);
    expect(checkFields(name, message)).toEqual([]);
    expect(JSON.parse(JSON.stringify(message))).toEqual(message);
  });
});
