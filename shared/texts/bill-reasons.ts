import type { BillReasonCode } from '../bill.ts';

/** Why a request about a bill came to nothing, in words that a cashier could say aloud; what is not known is said, and what to do next. */
export const billReason = {
  'duplicate-record': 'The service has this request already. Nothing was taken. Try again.',
  'format-error': 'The service did not accept what was entered. Nothing was taken. Check the reference and the amount.',
  'function-not-supported': 'The service does not offer this for this biller.',
  'general-error': 'The service refused without a known reason. Nothing was taken.',
  'invalid-amount': 'The biller does not accept this amount. Nothing was taken. Try another amount.',
  'below-minimum-allowed-amount': 'The amount is below the biller’s minimum. Nothing was taken. Try a larger amount.',
  'above-maximum-allowed-amount': 'The amount is above the biller’s maximum. Nothing was taken. Try a smaller amount.',
  'routing-error': 'The service knows no biller for this reference. Nothing was taken. Check the reference and the biller.',
  'transaction-not-supported': 'This kind of payment is not offered for this account. Nothing was taken.',
  'unable-to-locate-record': 'The service does not know the earlier payment. Nothing was taken. Check the reference on the slip.',
  'unknown-customer-account': 'Nobody knows this reference. Nothing was taken. Check it against the bill.',
  'upstream-unavailable': 'The biller cannot be reached. Nothing was taken. Try again in a few minutes.',
  'account-already-settled': 'There is nothing left to pay on this bill. Nothing was taken.',
  'invalid-product': 'The biller does not know this kind of bill. Nothing was taken.',
  'invalid-merchant': 'The service does not accept bill payments from this shop. Nothing was taken. Call IT.',
  'receiver-blacklisted': 'The service has blocked this biller. Nothing was taken.',
  'luhn-check-failed': 'The reference has a wrong digit. Nothing was taken. Check it against the bill.',
  'blocked-using-settlement-entity': 'Payments for this biller are blocked for this shop. Nothing was taken. Call IT.',
  'wrong-credentials': 'The bill payment service did not accept the till’s user name or password. Nothing was taken. Call IT.',
  'service-unavailable':
    'The bill payment service takes no payments at the moment. Nothing was taken. Try again in a few minutes.',
  'request-refused': 'The bill payment service refused the request. Nothing was taken.',
  'service-unreachable': 'The bill payment service cannot be reached. Nothing was sent. Check the network, then try again.',
  'no-answer': 'The bill payment service did not answer. The bill is not paid: take no money for it.',
  'answer-not-final': 'The bill payment service gave no final answer. The bill is not paid: take no money for it.',
  'answer-unusable': 'The bill payment service’s answer cannot be used. The bill is not paid: take no money for it.',
} as const satisfies Record<BillReasonCode, string>;
