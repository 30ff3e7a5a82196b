import type { Biller, BillCategory, BillCustomer } from '../../shared/bill.ts';
import { flag, institutionOf, objectAt, wordsOf, type Fields } from '../electrum/read-answer.ts';
import { list, record, valueOf } from '../http/exact-json.ts';

/**
 * What the bill payment service alone says (billpay 3.2 and 3.4); what its family says is in `main/electrum`.
 * Tenders and payment methods of an answer are not even looked at: they may hold card numbers.
 */

/** `partPaymentAllowed`, `overPaymentAllowed` and `allowed` are true where they are absent (billpay 9.21). */
export function flagOf(from: Fields, name: string): boolean {
  return valueOf(from, name, flag) ?? true;
}

/** A biller without an id can be neither named nor chosen; it is left out, and the list goes on. */
export function billerOf(entry: unknown): Biller | undefined {
  const fields = record.safeParse(entry).data ?? {};
  const institution = institutionOf(fields, 'billerInstitution');
  if (institution === undefined) return undefined;
  const categories = (valueOf(fields, 'categories', list) ?? []).flatMap((category) => categoryOf(category) ?? []);
  return { institution, categories, isAllowed: flagOf(fields, 'allowed') };
}

function categoryOf(entry: unknown): BillCategory | undefined {
  const fields = record.safeParse(entry).data ?? {};
  const id = wordsOf(fields, 'id');
  return id === undefined ? undefined : { id, name: wordsOf(fields, 'name') ?? id };
}

export function customerOf(from: Fields): BillCustomer | undefined {
  const fields = objectAt(from, 'customer');
  const customer = Object.fromEntries(
    (['firstName', 'lastName', 'address', 'idNumber', 'contactNumber'] as const).flatMap((name) => {
      const words = wordsOf(fields, name);
      return words === undefined ? [] : [[name, words]];
    }),
  );
  return Object.keys(customer).length === 0 ? undefined : customer;
}
