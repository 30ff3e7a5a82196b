import type { QrReasonCode } from '../qr.ts';

/**
 * Why a QR payment came to nothing, in words that a cashier could say aloud. Nothing is paid in any of these cases, whatever the customer's phone
 * shows: what was reserved is released.
 */
export const qrReason = {
  'duplicate-record': 'The service has this request already. Nothing is paid. Try again with a new code.',
  'format-error':
    'The QR payment service did not understand the till. Nothing is paid. Take another means of payment, and call IT.',
  'function-not-supported': 'The QR payment service does not offer this. Nothing is paid. Take another means of payment.',
  'general-error': 'The QR payment service refused without a known reason. Nothing is paid. Take another means of payment.',
  'invalid-amount': 'This amount cannot be paid by QR code. Nothing is paid. Take another means of payment.',
  'routing-error':
    'The QR payment service reaches nobody who takes this payment. Nothing is paid. Take another means of payment.',
  'transaction-not-supported': 'This payment is not allowed by QR code. Nothing is paid. Take another means of payment.',
  'unable-to-locate-record': 'The QR payment service does not know this payment. Nothing is paid. Try again with a new code.',
  'upstream-unavailable':
    'The customer’s wallet cannot be reached. Nothing is paid. Try again later, or take another means of payment.',
  'account-already-settled': 'This payment is settled already. Nothing more is paid. Ask a manager to look at it.',
  'invalid-merchant': 'The QR payment service does not accept payments for this shop. Nothing is paid. Call IT.',
  'do-not-honor': 'The payment was declined. Nothing is paid. Ask for another means of payment.',
  'declined-by-partner':
    'The customer’s wallet declined, or the customer said no. Nothing is paid. Ask for another means of payment.',
  'declined-by-acquirer': 'The payment was declined by the bank of the shop. Nothing is paid. Ask for another means of payment.',
  'declined-by-issuer': 'The payment was declined by the customer’s bank. Nothing is paid. Ask for another means of payment.',
  'insufficient-funds': 'There is not enough money in the customer’s wallet. Nothing is paid. Ask for another means of payment.',
  'invalid-card-number': 'The card in the customer’s wallet is not valid. Nothing is paid. Ask for another means of payment.',
  'card-expired': 'The card in the customer’s wallet has expired. Nothing is paid. Ask for another means of payment.',
  'invalid-account': 'The account in the customer’s wallet is not valid. Nothing is paid. Ask for another means of payment.',
  'invalid-tran-id': 'The code is no longer valid. Nothing is paid. Try again with a new code.',
  'partner-unknown':
    'The QR payment service does not know the customer’s wallet. Nothing is paid. Take another means of payment.',
  'no-scan-received': 'The code was not scanned in time. Nothing is paid. Try again with a new code.',
  'wrong-credentials': 'The QR payment service did not accept the till’s user name or password. Nothing is paid. Call IT.',
  'wrong-address': 'There is no QR payment service at the address that is set. Nothing is paid. Call IT.',
  'service-unavailable':
    'The QR payment service takes no payments at the moment. Nothing is paid. Take another means of payment.',
  'request-refused': 'The QR payment service refused the payment. Nothing is paid. Take another means of payment.',
  'service-unreachable': 'The QR payment service cannot be reached. Nothing was sent. Check the network, then try again.',
  'no-answer':
    'The QR payment service did not answer. This payment does not count: if the customer’s phone shows one, it is taken back. Try again with a new code.',
  'answer-not-final':
    'The QR payment service gave no final answer. This payment does not count: if the customer’s phone shows one, it is taken back. Try again with a new code.',
  'answer-unusable':
    'The QR payment service’s answer cannot be used. This payment does not count: if the customer’s phone shows one, it is taken back. Take another means of payment.',
  'other-amount':
    'The customer’s wallet approved another amount than the sale’s. This payment does not count: it is taken back. Try again with a new code.',
  'no-code': 'The QR payment service did not give a code. Nothing is paid. Try again, or take another means of payment.',
  'code-unusable':
    'The QR payment service gave a code that cannot be used. Nothing is paid. Take another means of payment, and call IT.',
} as const satisfies Record<QrReasonCode, string>;
