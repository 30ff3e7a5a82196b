import type { ErrorType } from './error-types.ts';
import type { Subject } from './operations.ts';

/** Whoever a bill's money is for, with the rules that it sets. */
export interface Biller {
  readonly institution: { readonly id: string; readonly name: string };
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  /** False: the service blocks every payment for it. */
  readonly isAllowed: boolean;
  /** False: look-ups are answered 501. */
  readonly offersLookup: boolean;
  /** False: refunds are answered 501. */
  readonly offersRefund: boolean;
  readonly partPaymentAllowed: boolean;
  readonly overPaymentAllowed: boolean;
  readonly minimumMinor?: number;
  readonly maximumMinor?: number;
  readonly feeMinor?: number;
  /** Begins every reference of this biller: issuer references and those of its own transactions. */
  readonly prefix: string;
  /** Absent: 12. One of more than 20 characters cannot be refunded through this interface. */
  readonly issuerReferenceLength?: number;
  readonly phoneNumber: string;
  readonly accounts: readonly Account[];
}

/** An account, a traffic fine or a policy. */
export interface Account {
  readonly subject: Subject;
  readonly reference: string;
  /** What is due at first. */
  readonly balanceMinor: number;
  /** yyyy-MM-dd */
  readonly dueDate?: string;
  readonly customer?: {
    readonly firstName?: string;
    readonly lastName?: string;
    readonly address?: string;
    readonly idNumber?: string;
    readonly contactNumber?: string;
  };
  /** What every payment is answered. */
  readonly refuses?: { readonly errorType: ErrorType; readonly status?: number };
  /** Approves only this part of what is asked for, in percent. */
  readonly approvesPercent?: number;
}

/** Billers and accounts of a town that does not exist. The README has them as a table. */
export const demonstrationBillers: readonly Biller[] = [
  {
    institution: { id: '700031', name: 'Notwane Water Utility' },
    categories: [{ id: 'WATER', name: 'Water and sanitation' }],
    isAllowed: true,
    offersLookup: true,
    offersRefund: true,
    partPaymentAllowed: true,
    overPaymentAllowed: false,
    minimumMinor: 5_000,
    maximumMinor: 100_000,
    feeMinor: 250,
    prefix: 'NWU',
    phoneNumber: '0800 600 123',
    accounts: [
      {
        subject: 'account',
        reference: 'BW0417733021',
        balanceMinor: 48_650,
        dueDate: '2026-03-31',
        customer: { firstName: 'Lesego', lastName: 'Moremi', address: 'Plot 5518 Mogoditshane' },
      },
      {
        subject: 'account',
        reference: 'BW0417733039',
        balanceMinor: 0,
        dueDate: '2026-03-31',
        customer: { firstName: 'Onalenna', lastName: 'Kgosi' },
      },
      { subject: 'account', reference: 'BW0417733047', balanceMinor: 240_000, dueDate: '2026-04-15' },
    ],
  },
  {
    institution: { id: '700045', name: 'Kgale Power' },
    categories: [
      { id: 'POWER', name: 'Electricity' },
      { id: 'STREET', name: 'Street lighting levy' },
    ],
    isAllowed: true,
    offersLookup: true,
    offersRefund: true,
    partPaymentAllowed: true,
    overPaymentAllowed: true,
    prefix: 'KP',
    phoneNumber: '0800 600 450',
    accounts: [
      {
        subject: 'account',
        reference: '04/11873/002/019446',
        balanceMinor: 120_000,
        dueDate: '2026-04-07',
        customer: {
          firstName: 'Kabo',
          lastName: 'Seretse',
          address: '14 Independence Avenue, Gaborone',
          idNumber: '8402115093082',
          contactNumber: '+267 7155 0199',
        },
      },
      { subject: 'account', reference: 'KP20000001', balanceMinor: 0, customer: { lastName: 'Prepaid meter' } },
    ],
  },
  {
    institution: { id: '700088', name: 'City Traffic Office' },
    categories: [{ id: 'FINES', name: 'Traffic fines' }],
    isAllowed: true,
    offersLookup: true,
    offersRefund: false,
    partPaymentAllowed: false,
    overPaymentAllowed: false,
    prefix: 'CTO',
    phoneNumber: '0800 600 880',
    accounts: [
      {
        subject: 'traffic-fine',
        reference: 'TN-2026-0093317',
        balanceMinor: 30_000,
        dueDate: '2026-04-30',
        customer: { firstName: 'Kabo', lastName: 'Seretse' },
      },
      { subject: 'traffic-fine', reference: 'TN-2025-0018846', balanceMinor: 125_050, dueDate: '2025-11-30' },
    ],
  },
  {
    institution: { id: '700102', name: 'Tswapong Life' },
    categories: [
      { id: 'LIFE', name: 'Life policies' },
      { id: 'FUNERAL', name: 'Funeral policies' },
    ],
    isAllowed: true,
    offersLookup: true,
    offersRefund: true,
    partPaymentAllowed: false,
    overPaymentAllowed: true,
    prefix: 'TL',
    phoneNumber: '0800 601 020',
    accounts: [
      {
        subject: 'policy',
        reference: 'PL-77-100234',
        balanceMinor: 18_990,
        dueDate: '2026-04-01',
        customer: { firstName: 'Neo', lastName: 'Tau', idNumber: '9011230047081' },
      },
    ],
  },
  {
    institution: { id: '700119', name: 'Letlhakane Telecom' },
    categories: [{ id: 'PHONE', name: 'Telephone and internet' }],
    isAllowed: true,
    offersLookup: false,
    offersRefund: false,
    partPaymentAllowed: true,
    overPaymentAllowed: true,
    minimumMinor: 1_000,
    maximumMinor: 500_000,
    prefix: 'LT',
    phoneNumber: '0800 601 190',
    accounts: [{ subject: 'account', reference: '2677155019', balanceMinor: 33_900 }],
  },
  {
    institution: { id: '700127', name: 'Phakalane Estates' },
    categories: [{ id: 'RENT', name: 'Rent and levies' }],
    isAllowed: false,
    offersLookup: true,
    offersRefund: true,
    partPaymentAllowed: true,
    overPaymentAllowed: true,
    prefix: 'PE',
    phoneNumber: '0800 601 270',
    accounts: [{ subject: 'account', reference: 'PE00088123', balanceMinor: 560_000 }],
  },
  {
    institution: { id: '700133', name: 'Serowe Television' },
    categories: [{ id: 'TV', name: 'Television' }],
    isAllowed: true,
    offersLookup: true,
    offersRefund: true,
    partPaymentAllowed: false,
    overPaymentAllowed: false,
    prefix: 'STV',
    issuerReferenceLength: 40,
    phoneNumber: '0800 601 330',
    accounts: [{ subject: 'account', reference: 'STV9004412', balanceMinor: 7_995, dueDate: '2026-03-28' }],
  },
  {
    institution: { id: '700146', name: 'Chobe Clinic' },
    categories: [],
    isAllowed: true,
    offersLookup: true,
    offersRefund: true,
    partPaymentAllowed: true,
    overPaymentAllowed: true,
    prefix: 'CC',
    phoneNumber: '0800 601 460',
    accounts: [
      { subject: 'account', reference: 'CC-HALF-001', balanceMinor: 20_000, approvesPercent: 50 },
      { subject: 'account', reference: 'CC-DOWN-503', balanceMinor: 20_000, refuses: { errorType: 'UPSTREAM_UNAVAILABLE' } },
      {
        subject: 'account',
        reference: 'CC-LOST-504',
        balanceMinor: 20_000,
        refuses: { errorType: 'UPSTREAM_UNAVAILABLE', status: 504 },
      },
      { subject: 'account', reference: 'CC-LUHN-400', balanceMinor: 20_000, refuses: { errorType: 'LUHN_CHECK_FAILED' } },
      { subject: 'account', reference: 'CC-SHOP-400', balanceMinor: 20_000, refuses: { errorType: 'INVALID_MERCHANT' } },
    ],
  },
];
