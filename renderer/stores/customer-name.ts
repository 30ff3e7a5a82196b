import type { BillDetails } from '../../shared/bill.ts';

/** A name as it stands on screen until the customer has confirmed it: its first letter, and dots that do not tell its length. */
export function maskName(name: string): string {
  return name
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => `${Array.from(word)[0] ?? ''}•••••`)
    .join(' ');
}

/** `L••••• M•••••`, or the name once it was confirmed. Empty where the biller gave none. */
export function customerName(customer: BillDetails['customer'], isConfirmed: boolean): string {
  const name = [customer?.firstName, customer?.lastName].filter((part) => part !== undefined && part.trim() !== '').join(' ');
  return isConfirmed ? name : maskName(name);
}
