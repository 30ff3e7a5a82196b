/** The most that a refund request can name (billpay 3.3); a slip may show up to 40 (billpay 9.16). */
const longestRefundableReference = 20;

/** What a cashier typed off a slip, as the service wants it: upper-case letters and digits, nothing else (billpay 9.16). */
export function normaliseIssuerReference(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/gu, '');
}

/** False: the payment cannot be refunded through this interface, and the cashier is told before anything is sent. */
export function isRefundable(issuerReference: string): boolean {
  return issuerReference.length >= 1 && issuerReference.length <= longestRefundableReference;
}
