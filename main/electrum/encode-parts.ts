import { numberOfCurrency } from '../../shared/currency-numbers.ts';
import type { Currency } from '../../shared/currency.ts';
import type { Institution } from '../../shared/institution.ts';
import type { Identity } from '../settings/identity.ts';
import type { ThirdPartyIdentifier } from './messages.ts';

/** The parts that messages of the whole family are made of (billpay 3.1 and 3.2, qr 3.8). */

/** Where the transaction began: this till of this merchant. */
export function originatorOf({ institution, terminalId, merchant }: Identity): Readonly<Record<string, unknown>> {
  return {
    institution: { ...institution },
    terminalId,
    merchant: {
      merchantType: merchant.type,
      merchantId: merchant.id,
      merchantName: { name: merchant.name, city: merchant.city, region: merchant.region, country: merchant.country },
    },
  };
}

/** Each party adds its own entry: ours is the institution's id and the till's transaction number (billpay 3.2, qr 7). */
export function ownIdentifier(institutionId: string, transactionIdentifier: string): ThirdPartyIdentifier {
  return { institutionId, transactionIdentifier };
}

const longestInstitutionName = 40;

/** Another party's own name may be longer than a message has room for. Its id is what routes. */
export function namedBriefly({ id, name }: Institution): Institution {
  return { id, name: name.slice(0, longestInstitutionName).toWellFormed() };
}

/** Only where money moves. */
export function settlementOf({ settlementEntity }: Identity): Readonly<Record<string, unknown>> {
  return settlementEntity === undefined ? {} : { settlementEntity: { ...settlementEntity } };
}

export function ledgerAmount(amountMinor: number, currency: Currency): { readonly amount: number; readonly currency: string } {
  return { amount: amountMinor, currency: numberOfCurrency(currency) };
}

/** Absent members are left out, never null (billpay 1.1, qr 1). */
export function given(members: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined));
}
