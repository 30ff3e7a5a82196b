import { isCurrency, type Currency } from '../../../shared/currency.ts';
import type { SaleId } from '../../../shared/ids.ts';
import type { Result } from '../../../shared/result.ts';
import type { AdviceId } from '../../advices/advice.ts';
import type { MessageContext } from '../../electrum/messages.ts';
import type { HttpAnswer } from '../../http/transport.ts';
import type { Identity } from '../../settings/identity.ts';
import { encodePay, type Sender } from '../encode-request.ts';
import type { PreparedPay, QrCode } from '../messages.ts';

/** The shop of the example flows (qr 8). */
export function exampleIdentity(changes: Partial<Identity> = {}): Identity {
  return {
    institution: { id: '40118', name: 'Harbour Lane Stores' },
    terminalId: 'HL03T017',
    merchant: {
      id: 'HLS000000007731',
      type: '5411',
      name: 'HARBOUR LANE QUAYSIDE',
      city: 'CAPE TOWN',
      region: 'WC',
      country: 'ZA',
    },
    ...changes,
  };
}

export const rand = currency('ZAR');
export const guid = 'dev.sim.qr';
export const saleId = 'a5a5a5a5-0000-4000-8000-000000000001' as SaleId;
export const blueHeron = { id: '88021', name: 'Blue Heron Wallet' };

export function currency(code: string): Currency {
  if (!isCurrency(code)) throw new Error(`no currency: ${code}`);
  return code;
}

export function adviceId(id: string): AdviceId {
  return id as AdviceId;
}

export function valueIn<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.failure)}`);
  return result.value;
}

export function exampleSender(changes: Partial<Sender> = {}): Sender {
  return { identity: exampleIdentity(), user: '40118', currency: rand, ...changes };
}

/** The code of 8.1. */
export const exampleCode: QrCode = {
  tranId: '84b62eba1d2d9c017e08cd853c9f0037',
  payload: '00020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  thirdPartyIdentifiers: [
    { institutionId: '40118', transactionIdentifier: 'HL03-20260211-000918-1' },
    { institutionId: '70001', transactionIdentifier: 'SIM-Q-000184' },
  ],
};

/** The names of the payment of 8.1, and the moment of its making. */
export const payContext: MessageContext = {
  references: {
    requestId: '12773eab-f48d-4d29-a22d-08abbdaa2797',
    transactionIdentifier: 'HL03-20260211-000918-1',
    stan: '000918',
    rrn: '604214000918',
    basketRef: 'HL03-20260211-000918',
    operatorId: 'CASHIER-0042',
  },
  time: '2026-02-11T14:03:07.702Z',
};

/** The payment of 8.1, ready to be sent. */
export function preparedPay(): PreparedPay {
  return valueIn(encodePay(exampleSender(), exampleCode, { amountMinor: 28450 }, payContext));
}

export function answer(status: number, body: unknown = ''): HttpAnswer {
  return { status, contentType: 'application/json', body: typeof body === 'string' ? body : JSON.stringify(body) };
}
