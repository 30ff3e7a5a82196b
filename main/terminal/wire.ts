import { z } from 'zod';
import { text, writtenWholeNumber } from '../http/exact-json.ts';

/**
 * What the card service says, as it says it (BDS 2 and 3), where it is more than `http/exact-json.ts` knows. Only `Successful` and `StatusCode` are demanded:
 * the rest is looked at one field at a time, so that no malformed detail can turn an approval into something else.
 */

/** The verdict (BDS 3): a boolean and nothing that resembles one. */
export const transactionAnswer = z.looseObject({ Successful: z.boolean() });

/** `GET status` (BDS 2). */
export const statusAnswer = z.looseObject({ StatusCode: writtenWholeNumber });

/** Payment methods by their numbers (BDS 3). */
const paymentMethods: ReadonlyMap<string, string> = new Map([
  ['0', 'Unassigned'],
  ['1', 'VisaCredit'],
  ['2', 'MastercardCredit'],
  ['3', 'DiscoverCredit'],
  ['4', 'AmericanExpressCredit'],
  ['11', 'VisaDebit'],
  ['12', 'MastercardDebit'],
  ['13', 'DiscoverDebit'],
  ['14', 'AmericanExpressDebit'],
]);

/** A payment method's name, whether it came as name or as number. One that is not listed stays as it came. */
export const paymentMethod = text.transform((came) => paymentMethods.get(came) ?? came);
