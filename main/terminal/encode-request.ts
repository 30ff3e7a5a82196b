import { toDecimal } from '../../shared/money.ts';
import { payorFields, type PayorField, type SaleRequest } from '../../shared/sale.ts';

/** The service's names (BDS 3, `Individual`). */
const namesOnTheWire: Readonly<Record<PayorField, string>> = {
  businessName: 'BusinessName',
  firstName: 'FirstName',
  middleName: 'MiddleName',
  lastName: 'LastName',
  emailAddress: 'EmailAddress',
  phoneNumber: 'PhoneNumber',
  address: 'Address',
  city: 'City',
  state: 'State',
  country: 'Country',
  postalCode: 'PostalCode',
};

/**
 * The body of `POST Transaction` (BDS 3). The amount is a text with the currency's digits: a JSON number may pass through binary rounding on the other side.
 * `Payor` is required and always there, if only as an empty object; what is not known of the payor is left out of it.
 */
export function encodeTransaction(request: SaleRequest): string {
  const payor: Record<string, string> = {};
  for (const field of payorFields) {
    const known = request.payor[field];
    if (known !== undefined && known !== '') payor[namesOnTheWire[field]] = known;
  }
  return JSON.stringify({
    Amount: toDecimal(request.amountMinor, request.currency),
    Reference: request.reference,
    Payor: payor,
    BillType: request.billType,
    ProcessingMethod: request.processingMethod,
    ApplicationType: request.applicationType,
  });
}
