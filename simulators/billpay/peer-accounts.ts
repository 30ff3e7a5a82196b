import { createRandom } from '../common/random.ts';

/** An account of the test server's one pool: the same reference serves as account, notice number and policy number (BillPay 8.6). */
export interface PeerAccount {
  readonly accountRef: string;
  readonly customer: {
    readonly firstName: string;
    readonly lastName: string;
    readonly idNumber: string;
    readonly contactNumber: string;
    readonly address: string;
  };
  readonly balanceMinor: number;
  /** `ZAR`, which breaks the rule that currencies are numeric. */
  readonly currency: string;
}

/** Two references whose shapes are known to be there, beside 45 of 14 digits that begin with 3472. */
const oddReferences = ['12/34567/890/123456', '2100000047'] as const;

const firstNames = ['Amogelang', 'Boitumelo', 'Dineo', 'Kagiso', 'Lerato', 'Mpho', 'Naledi', 'Sipho', 'Thabo', 'Zanele'] as const;
const lastNames = [
  'Dlamini',
  'Khumalo',
  'Mabaso',
  'Mokoena',
  'Naidoo',
  'Nkosi',
  'Pretorius',
  'Sithole',
  'Van Wyk',
  'Zulu',
] as const;
const streets = ['Acacia Road', 'Church Street', 'Jacaranda Avenue', 'Long Street', 'Main Road'] as const;

/** The 47 accounts that the server loads at its start: invented, and the same at every start. */
export function peerAccounts(): readonly PeerAccount[] {
  const random = createRandom(47);
  const digits = (count: number): string => Array.from({ length: count }, () => Math.floor(random.fraction() * 10)).join('');
  const pick = (values: readonly string[]): string => values[Math.floor(random.fraction() * values.length)] ?? '';
  return Array.from({ length: 47 }, (_, index) => ({
    accountRef: oddReferences[index] ?? `3472${digits(8)}${String(index).padStart(2, '0')}`,
    customer: {
      firstName: pick(firstNames),
      lastName: pick(lastNames),
      idNumber: digits(13),
      contactNumber: `0${digits(9)}`,
      address: `${1 + Math.floor(random.fraction() * 200)} ${pick(streets)}`,
    },
    balanceMinor: 10_000 + Math.floor(random.fraction() * 89_000),
    currency: 'ZAR',
  }));
}
