import { errorOf, paymentMethods, type Customer } from './customers.ts';
import { readDecimal, toDecimalText, toJsonNumber, type CurrencyDigits } from './decimal.ts';
import { NumberText, type JsonValue } from '../common/json-text.ts';
import type { LedgerFact } from './ledger.ts';
import type { FieldError, TransactionRequest } from './transaction.ts';

/** A JSON object with its fields in the order in which they are written. */
export type AnswerBody = Readonly<Record<string, JsonValue>>;

const statusDescriptions: Readonly<Record<number, string>> = {
  0: 'Unknown',
  1: 'Available',
  2: 'NoConnectedDevice',
  3: 'NotAvailable',
};

/** `GET status` (BDS 2). A code that is not listed gets a description of its own: the till must live with it. */
export function statusAnswer(code: number): AnswerBody {
  return { Description: statusDescriptions[code] ?? `State${code}`, StatusCode: integer(code) };
}

export function unauthorizedAnswer(): AnswerBody {
  const sentence = 'Invalid UserName or Password';
  return { ResponseStatus: { ErrorCode: sentence, Message: sentence } };
}

export function badRequestAnswer(errors: readonly FieldError[]): AnswerBody {
  return {
    ResponseStatus: {
      ErrorCode: 'BadRequest',
      Message: 'invalid_argument',
      Errors: errors.map(({ fieldName, message }) => ({ ErrorCode: 'invalid', FieldName: fieldName, Message: message })),
    },
  };
}

export function unavailableAnswer(): AnswerBody {
  return {
    ResponseStatus: {
      ErrorCode: 'DeviceError',
      Errors: [{ ErrorCode: 'unavailable', Message: 'Card Terminal is not available' }],
    },
  };
}

/** An error that says nothing about whether the card was charged. */
export function otherErrorAnswer(): AnswerBody {
  return { ResponseStatus: { ErrorCode: 'InternalError', Message: 'The request could not be completed.' } };
}

/** What the customer did, twice: as the ledger keeps it, and as the service answers. */
export interface Outcome {
  readonly fact: LedgerFact;
  readonly answer: AnswerBody;
}

/**
 * What comes of a customer who has finished at the terminal (BDS 3, transaction response). Fields that do not apply are absent.
 * @param nextTransactionId is asked only where Bolletta was reached
 */
export function outcomeOf(
  request: TransactionRequest,
  customer: Customer,
  digits: CurrencyDigits,
  nextTransactionId: () => number,
): Outcome {
  const error = errorOf(customer);
  const requestedAmount = toDecimalText(request.amountMinor, digits);
  if (!error) return approvalOf(request, customer, digits, nextTransactionId());

  // An issuer can only decline a card that was read and sent to it; in every other case the terminal or the service ended it before.
  const isDecline = customer.kind === 'decline';
  const transactionId = isDecline ? nextTransactionId() : undefined;
  const amount = new NumberText(toJsonNumber(request.amountMinor, digits));
  return {
    fact: {
      kind: 'not-charged',
      reference: request.reference,
      requestedAmount,
      why: customer.kind,
      ...(transactionId === undefined ? {} : { transactionId }),
    },
    answer: {
      ErrorCode: error.errorCode,
      Successful: false,
      ErrorCodeDetails: error.errorCodeDetails,
      IssuerResponseCode: isDecline ? integer(customer.issuerResponseCode ?? 5) : undefined,
      TransactionId: transactionId === undefined ? undefined : integer(transactionId),
      TransactionDateTime: transactionId === undefined ? undefined : dateTimeOf(transactionId),
      Amount: amount,
      FeeAmount: integer(0),
      Bills: [{ BillType: request.billType, ID1: request.reference, Amount: amount }],
      Payor: request.payor,
      ReadDetails: isDecline
        ? readDetailsOf(cardOf(request, customer, transactionId ?? 0), customer, amount, integer(0))
        : undefined,
    },
  };
}

function approvalOf(request: TransactionRequest, customer: Customer, digits: CurrencyDigits, transactionId: number): Outcome {
  const chargedMinor = request.amountMinor + BigInt(customer.offByMinor ?? 0);
  if (chargedMinor <= 0n) throw new Error(`offByMinor ${customer.offByMinor ?? 0} leaves nothing to charge`);
  const feeMinor = feeOf(customer, digits);
  const amount = new NumberText(toJsonNumber(chargedMinor, digits));
  const fee = new NumberText(toJsonNumber(feeMinor, digits));
  const card = cardOf(request, customer, transactionId);
  // Unlike the id, so that a till that mixes the two up is found out.
  const authCode = String((transactionId * 7919) % 1_000_000).padStart(6, '0');
  return {
    fact: {
      kind: 'charged',
      transactionId,
      reference: request.reference,
      amount: toDecimalText(chargedMinor, digits),
      requestedAmount: toDecimalText(request.amountMinor, digits),
      feeAmount: toDecimalText(feeMinor, digits),
      payor: request.payor,
      billType: request.billType,
      paymentMethod: card.paymentMethod,
      lastFour: card.lastFour,
      authCode,
    },
    answer: {
      ErrorCode: 'NoError',
      Successful: true,
      TransactionId: integer(transactionId),
      TransactionDateTime: dateTimeOf(transactionId),
      Amount: amount,
      FeeAmount: fee,
      Bills: [{ BillType: request.billType, ID1: customer.answeredReference ?? request.reference, Amount: amount }],
      Payor: request.payor,
      ReadDetails: readDetailsOf(card, customer, amount, fee),
      Authorizations: [
        {
          Amount: amount,
          AuthCode: authCode,
          Type: integer(1),
          BatchId: '444608',
          MaskedAccountNumber: card.lastFour,
          PaymentMethod: paymentMethodOf(card),
          GatewayReferenceId: String(1_031_000_000 + (transactionId % 1_000_000)),
        },
      ],
    },
  };
}

interface TestCard {
  readonly paymentMethod: string | number;
  readonly lastFour: string;
  readonly holder: string;
}

/** A test card's last four digits; there are no others anywhere, because the service never gives them. */
function cardOf(request: TransactionRequest, customer: Customer, transactionId: number): TestCard {
  const paymentMethod = customer.paymentMethod ?? (request.processingMethod === 'Debit' ? 'VisaDebit' : 'VisaCredit');
  const name =
    typeof paymentMethod === 'string'
      ? paymentMethod
      : Object.entries(paymentMethods).find(([, value]) => value === paymentMethod)?.[0];
  const brand = (name ?? 'Other').slice(0, 3).toUpperCase();
  return { paymentMethod, lastFour: String(1000 + (transactionId % 9000)), holder: `${brand} TEST CARD` };
}

function paymentMethodOf(card: TestCard): JsonValue {
  return typeof card.paymentMethod === 'number' ? integer(card.paymentMethod) : card.paymentMethod;
}

function readDetailsOf(card: TestCard, customer: Customer, amount: NumberText, fee: NumberText): AnswerBody {
  return {
    ReadId: crypto.randomUUID(),
    PaymentMethod: paymentMethodOf(card),
    Amount: amount,
    ConvenienceFee: fee,
    ExpirationMonth: integer(12),
    ExpirationYear: integer(new Date().getUTCFullYear() + 3),
    AccountLastFour: card.lastFour,
    CardHolderName: card.holder,
    EntryMethod: integer(customer.entryMethod ?? 3),
    IsEmvFallback: customer.isEmvFallback,
    PreviousEmvAlsoFallback: customer.previousEmvAlsoFallback,
  };
}

function feeOf(customer: Customer, digits: CurrencyDigits): bigint {
  const minor = customer.fee === undefined ? BigInt(customer.feeMinor ?? 0) : readDecimal(customer.fee, digits);
  // Of all that is not an amount, only a plain zero is a fee. The rest is a mistake in the script, which must not pass unnoticed.
  const isZero = minor === 'not-positive' && !/[-1-9]/u.test(customer.fee ?? '');
  if (typeof minor === 'string' && !isZero) throw new Error(`the fee ${customer.fee ?? ''} is not an amount: ${minor}`);
  return typeof minor === 'bigint' ? minor : 0n;
}

/** Now, with seven fractional digits as .NET writes them. The clock here gives three; the rest comes from the id. */
function dateTimeOf(transactionId: number): string {
  return new Date().toISOString().replace('Z', `${String(transactionId % 10_000).padStart(4, '0')}Z`);
}

function integer(value: number): NumberText {
  return new NumberText(String(value));
}
