import { ScriptError } from '../common/read-fields.ts';

/** A party of the protocol as it names itself (QR 3.8). */
export interface Institution {
  readonly id: string;
  /** At most 40 characters. */
  readonly name: string;
}

/** What an installation agrees with its tills and partners (QR 9.4). Times are in milliseconds, and may be as short as a test wants. */
export interface QrSettings {
  /** How long a payment waits for the scan. Absent: 50,000. */
  readonly scanWindowMs: number;
  /** How long a payment may take in all. Absent: 58,000. */
  readonly overallLimitMs: number;
  /** How long a code can be paid, unless the till asks for less. Absent: 120,000. */
  readonly codeTtlMs: number;
  /** The GUID of the service's own template in a code. Absent: `dev.sim.qr`. */
  readonly guid: string;
  /** The service itself, in `thirdPartyIdentifiers`. Absent: 70001. */
  readonly institution: Institution;
  /** Who may scan. The first one scans where nobody is named. Absent: two invented wallets. */
  readonly partners: readonly Institution[];
  /** The status of NO_SCAN_RECEIVED (QR 9.2). Absent: 400. */
  readonly noScanStatus: 400 | 504;
  /** An ErrorDetail's id: 20 hexadecimal digits, or a UUID of 36 characters (QR 3.6). Absent: `hex`. */
  readonly errorIds: 'hex' | 'uuid';
  /** An advice that comes again is answered as it was, instead of DUPLICATE_RECORD (QR 9.3). Absent: false. */
  readonly replayAdvices: boolean;
  /** A reversal of an unknown payment keeps it from being accepted later (QR 9.3). Absent: false. */
  readonly rememberOrphans: boolean;
  /** An advice for an unknown payment is answered 400 instead of 404 (QR 9.3). Absent: false. */
  readonly notFoundAs400: boolean;
  /** `by-amount`: the cents of the amount say what the customer does. Absent: `manual`, somebody has to scan. */
  readonly customer: 'manual' | 'by-amount';
  /** How long a customer by amount takes to scan. Absent: 4,000. */
  readonly thinkMs: number;
}

export const defaultSettings: QrSettings = {
  scanWindowMs: 50_000,
  overallLimitMs: 58_000,
  codeTtlMs: 120_000,
  guid: 'dev.sim.qr',
  institution: { id: '70001', name: 'Simulated QR Service' },
  partners: [
    { id: '88021', name: 'Blue Heron Wallet' },
    { id: '88034', name: 'Karee Bank' },
  ],
  noScanStatus: 400,
  errorIds: 'hex',
  replayAdvices: false,
  rememberOrphans: false,
  notFoundAs400: false,
  customer: 'manual',
  thinkMs: 4000,
};

/** The settings as they are now. */
export interface SettingsHolder {
  current(): QrSettings;
  /** Changes what is named. Throws a ScriptError, and changes nothing, where the service could not work so. */
  change(changes: Partial<QrSettings>): void;
  /** As at the start. */
  reset(): void;
}

export function createSettings(initial: Partial<QrSettings>): SettingsHolder {
  const checked = (settings: QrSettings): QrSettings => {
    const wrong = whatIsWrong(settings);
    if (wrong !== undefined) throw new ScriptError(wrong);
    return settings;
  };
  const atStart = checked({ ...defaultSettings, ...initial });
  let settings = atStart;
  return {
    current: () => settings,
    change: (changes) => void (settings = checked({ ...settings, ...changes })),
    reset: () => void (settings = atStart),
  };
}

/** The longest GUID that leaves room for a tranId of 32 characters in a template of 99 (QR 5.2). */
const longestGuid = 99 - 4 - 32 - 4;

/** A longer timer than this ends at once in Node. */
const longestMs = 2 ** 31 - 1;

function whatIsWrong(settings: QrSettings): string | undefined {
  const { guid, partners, institution } = settings;
  for (const name of ['scanWindowMs', 'overallLimitMs', 'codeTtlMs', 'thinkMs'] as const) {
    const ms = settings[name];
    if (!(ms >= 0 && ms <= longestMs)) return `${name} must be from 0 to ${longestMs}`;
  }
  if (!/^[\x20-\x7E]+$/u.test(guid) || guid.length > longestGuid) {
    return `guid must be printable ASCII of 1 to ${longestGuid} characters`;
  }
  // Its id is a user of Basic authorization, where a colon ends the user's name (QR 1).
  if (partners.length === 0 || partners.some(({ id }) => !/^[^:]+$/u.test(id))) return 'partners must have ids without a colon';
  return [institution, ...partners].some(({ name }) => Array.from(name).length > 40)
    ? 'a name has 40 characters at most'
    : undefined;
}
