import { randomUUID } from 'node:crypto';
import { invariant } from '../shared/result.ts';
import type { Currency } from '../shared/currency.ts';
import type { AdviceId, BillId, SaleId } from '../shared/ids.ts';
import type { Advice } from '../main/advices/advice.ts';
import { createBillpayClient } from '../main/billpay/client.ts';
import type { BillService } from '../main/billpay/bill-service.ts';
import type { PreparedRequest } from '../main/billpay/messages.ts';
import { makeReferences } from '../main/electrum/references.ts';
import { adviceOfBill } from '../main/checkout/advice-of-bill.ts';
import { projectSale } from '../main/checkout/transition.ts';
import { createAxiosTransport } from '../main/http/axios-transport.ts';
import type { Fact, JournalRecord } from '../main/journal/record.ts';
import { systemClock } from '../main/ports/clock.ts';
import { silentLogger } from '../main/ports/logger.ts';
import { readIdentity } from '../main/settings/identity.ts';
import type { Sale } from '../shared/sale.ts';

/** A bill that was paid in cash, as far as it goes before the service has heard of it. */
export interface SampleBill {
  readonly saleId: SaleId;
  readonly billId: BillId;
  readonly request: PreparedRequest;
  readonly facts: readonly [requested: Fact, approved: Fact, cashTaken: Fact];
  readonly advice: Advice;
  readonly queued: Fact;
}

const currency = 'USD' as Currency;
/** Takes any amount, any number of times. */
export const prepaidMeter = { reference: 'KP20000001', biller: { id: '700045', name: 'Kgale Power' } };
const terminalId = 'TILL0001';
const service = messages();

/**
 * What the till writes down and sends for it, made by the till's own code.
 * @param atMs when it was written down: the confirmation says so
 */
export function sampleBill(number: number, atMs: number): SampleBill {
  const [saleId, billId] = [randomUUID() as SaleId, randomUUID() as BillId];
  const [confirmationId, reversalId] = [randomUUID() as AdviceId, randomUUID() as AdviceId];
  const amountMinor = 1_000 + (number % 900) * 100;
  const references = makeReferences({ requestId: billId, terminalId, counter: number + 1, atMs });
  const prepared = service.preparePayment({ kind: 'account', ...prepaidMeter, amountMinor }, references);
  invariant(prepared.ok, 'the sample keeps the field rules');
  const { basis } = prepared.value;
  const plainBasis = { ...basis, thirdPartyIdentifiers: [...basis.thirdPartyIdentifiers] };
  const facts: SampleBill['facts'] = [
    {
      kind: 'bill-requested',
      billId,
      confirmationId,
      reversalId,
      billKind: 'account',
      ...prepaidMeter,
      amountMinor,
      currency,
      basis: plainBasis,
    },
    { kind: 'bill-approved', billId, approvedMinor: amountMinor, basis: plainBasis },
    { kind: 'cash-taken', amountMinor, handedMinor: amountMinor },
  ];
  const at = new Date(atMs).toISOString();
  const records = facts.map((fact, index): JournalRecord => ({ sequence: index + 1, at, saleId, saleNumber: 1, fact }));
  const sale = records.reduce<Sale | undefined>(projectSale, undefined);
  invariant(sale, 'facts make a sale');
  const made = adviceOfBill(service, sale, records, billId, 'confirmation');
  invariant(made.ok, 'what was paid is confirmed');
  return {
    saleId,
    billId,
    request: prepared.value,
    facts,
    advice: made.value,
    queued: { kind: 'advice-queued', requestId: billId, adviceId: made.value.adviceId, advice: 'confirmation' },
  };
}

/** Makes messages, and never sends one. */
function messages(): BillService {
  const identity = readIdentity({}, 'demonstration');
  invariant(identity.ok, 'the demonstration has an identity');
  const settings = { url: 'http://127.0.0.1:9', user: '', password: '', identity: identity.value, currency };
  return createBillpayClient(settings, { transport: createAxiosTransport(), clock: systemClock, logger: silentLogger });
}
