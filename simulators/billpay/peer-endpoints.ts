import { send, type ReadExchange } from '../common/http-answer.ts';
import { isObject, textOf, type JsonObject } from '../common/json-object.ts';
import { readJson, writeJson, type JsonValue } from '../common/json-text.ts';
import { amountOf } from './message.ts';
import { basePath, type OperationId } from './operations.ts';
import { accountRecord } from './peer-answers.ts';
import type { PeerAccount } from './peer-accounts.ts';
import type { PeerMemory } from './peer-memory.ts';

const lists: Readonly<Record<string, OperationId>> = {
  allAccountLookups: 'requestAccountInfo',
  allTrafficFineLookups: 'requestTrafficFineInfo',
  allPolicyLookups: 'requestPolicyInfo',
  allPaymentRequests: 'createAccountPayment',
  allTrafficFinePaymentRequests: 'createTrafficFinePayment',
  allPolicyPaymentRequests: 'createPolicyPayment',
  allRefundRequests: 'createRefund',
  allPaymentConfirmations: 'confirmPayment',
  allPaymentReversals: 'reversePayment',
  allRefundConfirmations: 'confirmRefund',
  allRefundReversals: 'reverseRefund',
};

/** The test server's page, and its helpers under `/billpay/v4/test/` (BillPay 8.1 and 8.7). */
export function createPeerEndpoints(memory: PeerMemory, forget: () => void): (exchange: ReadExchange) => Promise<boolean> {
  const tell = async (exchange: ReadExchange, status: number, body: JsonValue): Promise<true> => {
    await send(exchange, status, writeJson(body), 'application/json');
    return true;
  };

  return async (exchange) => {
    const { method, path } = exchange;
    if (method === 'GET' && (path === basePath || path === `${basePath}/`)) {
      const sentence = `Billpay test server is up and running. Last reset: ${memory.lastResetAt.toISOString()}\n`;
      await send(exchange, 200, sentence, 'text/plain');
      return true;
    }
    const prefix = `${basePath}/test/`;
    if (!path.startsWith(prefix)) return false;
    const name = path.slice(prefix.length);
    switch (`${method} ${name}`) {
      case 'GET allAccounts':
        return tell(exchange, 200, [...memory.accounts.values()].map(accountRecord));
      case 'GET reset':
        forget();
        await send(exchange, 200, '', 'text/plain');
        return true;
      case 'POST addAccount': {
        const account = accountOf(exchange.body);
        if (!account || memory.accounts.has(account.accountRef)) return tell(exchange, 400, noAccount);
        memory.accounts.set(account.accountRef, account);
        return tell(exchange, 202, accountRecord(account));
      }
      default: {
        const operation = method === 'GET' && Object.hasOwn(lists, name) ? lists[name] : undefined;
        if (operation === undefined) return false;
        const stored = [...memory.messages.values()].filter((one) => one.operation === operation && isWhole(one.body));
        return tell(
          exchange,
          200,
          stored.map(({ body }) => body),
        );
      }
    }
  };
}

const noAccount: JsonObject = {
  errorType: 'FORMAT_ERROR',
  errorMessage: 'The account has no reference, or there is one already.',
  requestType: 'ACCOUNT_LOOKUP_REQUEST',
  id: 'none',
};

/** An id that was marked as used by somebody else is no message. */
function isWhole(body: JsonObject): boolean {
  return Object.hasOwn(body, 'time');
}

/** Only the reference is needed; the rest has defaults. */
function accountOf(text: string): PeerAccount | undefined {
  const body = parse(text);
  const accountRef = textOf(body, 'accountRef');
  if (accountRef === undefined) return undefined;
  const balance = amountOf(body, 'balance');
  const read = (name: string, otherwise: string): string => textOf(body, 'customer', name) ?? otherwise;
  return {
    accountRef,
    customer: {
      firstName: read('firstName', 'First'),
      lastName: read('lastName', 'Last'),
      idNumber: read('idNumber', '0000000000000'),
      contactNumber: read('contactNumber', '0000000000'),
      address: read('address', 'Address'),
    },
    balanceMinor: balance?.minor ?? 10_000,
    currency: balance?.currency ?? 'XXX',
  };
}

function parse(text: string): JsonObject {
  try {
    const content = readJson(text);
    return isObject(content) ? content : {};
  } catch {
    return {};
  }
}
