import { isCurrency, type Currency } from '../../../shared/currency.ts';
import type { SaleId } from '../../../shared/ids.ts';
import type { Result } from '../../../shared/result.ts';
import type { AdviceId } from '../../advices/advice.ts';
import { encodePayment } from '../encode-request.ts';
import type { Identity } from '../../settings/identity.ts';
import type { MessageContext } from '../../electrum/messages.ts';
import type { BillPayment, PreparedRequest } from '../messages.ts';

/** The shop of the example flows (billpay 7). */
export function exampleIdentity(changes: Partial<Identity> = {}): Identity {
  return {
    institution: { id: '600123', name: 'Kgale Hill Stores' },
    terminalId: 'TILL0007',
    merchant: {
      id: 'KGALE0000012345',
      type: '5411',
      name: 'Kgale Hill Grocer',
      city: 'Gaborone',
      region: 'SE',
      country: 'BW',
    },
    ...changes,
  };
}

export const pula = currency('BWP');
export const water = { id: '700031', name: 'Notwane Water Utility' };
export const saleId = 'a5a5a5a5-0000-4000-8000-000000000001' as SaleId;

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

export const paymentContext: MessageContext = {
  references: {
    requestId: '232eb861-70c2-4c30-adcd-ca6c0107f03a',
    transactionIdentifier: 'T0007-20260317-000212',
    rrn: '607608000212',
    stan: '000212',
    basketRef: 'SALE-88412',
    operatorId: 'cashier-19',
  },
  time: '2026-03-17T08:42:11.007Z',
};

/** The payment of 7.1, ready to be sent. */
export function preparedPayment(changes: Partial<BillPayment> = {}): PreparedRequest {
  const payment: BillPayment = {
    kind: 'account',
    reference: 'BW0417733021',
    amountMinor: 48650,
    currency: pula,
    biller: water,
    ...changes,
  };
  return valueIn(encodePayment(exampleIdentity(), payment, paymentContext));
}
