import type { Biller } from '../../simulators/billpay/start-billpay-simulator.ts';

/** More than a till can be asked for between two kills. */
const billsPerLife = 60;

/** A biller that takes any amount, with an account for every bill that could ever be paid here: a reference names one attempt. */
export function billerFor(lives: number): Biller {
  return {
    institution: { id: '700045', name: 'Kgale Power' },
    categories: [],
    isAllowed: true,
    offersLookup: true,
    offersRefund: true,
    partPaymentAllowed: true,
    overPaymentAllowed: true,
    prefix: 'KP',
    phoneNumber: '0800 600 450',
    accounts: Array.from({ length: lives * billsPerLife }, (_, index) => ({
      subject: 'account',
      reference: accountOf(index + 1),
      balanceMinor: 0,
    })),
  };
}

/** The account of the n-th bill. */
export function accountOf(number: number): string {
  return `KP ${String(number).padStart(7, '0')}`;
}
