import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Institution } from '../../shared/institution.ts';

/** Who sends: the same in every message of this till, as agreed with the service's operator. */
export interface Identity {
  readonly institution: Institution;
  readonly terminalId: string;
  readonly merchant: {
    readonly id: string;
    readonly type: string;
    readonly name: string;
    readonly city: string;
    readonly region: string;
    readonly country: string;
  };
  readonly channelId?: string;
  /** With whom the merchant settles. */
  readonly settlementEntity?: Institution;
}

/**
 * Who the till is to the bill and the QR payment service. Every message carries it, so a value that breaks a field rule would break every message:
 * it is refused here, at the start, with a sentence that says how long it may be. Nothing is padded or cut behind anybody's back (billpay 9.15).
 */
export const identitySettingNames = {
  TILLSTONE_INSTITUTION_ID: 'bill and QR payments: the institution’s id as the operator issued it, 1 to 11 digits',
  TILLSTONE_INSTITUTION_NAME: 'bill and QR payments: the institution’s name, at most 40 characters',
  TILLSTONE_MERCHANT_ID: 'bill and QR payments: the merchant’s id, exactly 15 characters',
  TILLSTONE_MERCHANT_TYPE: 'bill and QR payments: the merchant category code, 4 digits',
  TILLSTONE_MERCHANT_NAME: 'bill and QR payments: the trading name, at most 23 characters',
  TILLSTONE_MERCHANT_CITY: 'bill and QR payments: the shop’s city, at most 13 characters',
  TILLSTONE_MERCHANT_REGION: 'bill and QR payments: the shop’s state or region, at most 2 characters',
  TILLSTONE_MERCHANT_COUNTRY: 'bill and QR payments: the shop’s country code, at most 2 characters',
  TILLSTONE_TERMINAL_ID: 'bill and QR payments: this till’s id, exactly 8 characters',
  TILLSTONE_CHANNEL_ID: 'bill and QR payments: the sales channel, at most 50 characters; may be left out',
  TILLSTONE_SETTLEMENT_ID: 'bill and QR payments: the id of whom the merchant settles with, 1 to 11 digits; may be left out',
  TILLSTONE_SETTLEMENT_NAME: 'bill and QR payments: the name of whom the merchant settles with, at most 40 characters',
} as const;

export type IdentitySettingName = keyof typeof identitySettingNames;

/** A setting that will not do, by its name. Never its value. */
export interface IdentityProblem {
  readonly name: IdentitySettingName;
  readonly problem: string;
}

// A control character in a name would stand in every message and on every slip.
const plain = z.string().regex(/^\P{Cc}*$/u, 'holds a control character');

function exactly(length: number): z.ZodType<string> {
  return plain.refine((value) => value.length === length, {
    error: ({ input }) => `is ${lengthOf(input)} characters long; the service wants exactly ${length}: pad or cut it here`,
  });
}

function atMost(length: number): z.ZodType<string> {
  return plain.refine((value) => value.length <= length, {
    error: ({ input }) => `is ${lengthOf(input)} characters long; the service takes at most ${length}: cut it here`,
  });
}

function lengthOf(input: unknown): number {
  return typeof input === 'string' ? input.length : 0;
}

const institutionId = z.string().regex(/^[0-9]{1,11}$/u, 'is not 1 to 11 digits');

/** By setting, each with its rule of billpay 3.2; qr 3.8 has the same. */
const identitySchema = z.object({
  TILLSTONE_INSTITUTION_ID: institutionId,
  TILLSTONE_INSTITUTION_NAME: atMost(40),
  TILLSTONE_MERCHANT_ID: exactly(15),
  TILLSTONE_MERCHANT_TYPE: z.string().regex(/^[0-9]{4}$/u, 'is not 4 digits'),
  TILLSTONE_MERCHANT_NAME: atMost(23),
  TILLSTONE_MERCHANT_CITY: atMost(13),
  TILLSTONE_MERCHANT_REGION: atMost(2),
  TILLSTONE_MERCHANT_COUNTRY: atMost(2),
  TILLSTONE_TERMINAL_ID: exactly(8),
  TILLSTONE_CHANNEL_ID: atMost(50).optional(),
  TILLSTONE_SETTLEMENT_ID: institutionId.optional(),
  TILLSTONE_SETTLEMENT_NAME: atMost(40).optional(),
});

/** For practice against the bundled simulator. Live, whoever installs the till says who it is. */
const demonstration = {
  TILLSTONE_INSTITUTION_ID: '600123',
  TILLSTONE_INSTITUTION_NAME: 'Tillstone Demonstration',
  TILLSTONE_MERCHANT_ID: 'TILLSTONEDEMO01',
  TILLSTONE_MERCHANT_TYPE: '5411',
  TILLSTONE_MERCHANT_NAME: 'Tillstone Demo Shop',
  TILLSTONE_MERCHANT_CITY: 'Gaborone',
  TILLSTONE_MERCHANT_REGION: 'SE',
  TILLSTONE_MERCHANT_COUNTRY: 'BW',
  TILLSTONE_TERMINAL_ID: 'TILL0001',
  TILLSTONE_CHANNEL_ID: 'POS',
} as const satisfies Partial<Record<IdentitySettingName, string>>;

/**
 * Reads the identity from the environment's values. Pure.
 * @param mode in demonstration what is not set is made up; live everything has to be set, but for what may be left out
 * @returns the identity, or every problem by the setting's name
 */
export function readIdentity(
  environment: Readonly<Record<string, string | undefined>>,
  mode: 'demonstration' | 'live',
): Result<Identity, readonly IdentityProblem[]> {
  const problems: IdentityProblem[] = [];
  const values: Record<string, string> = mode === 'demonstration' ? { ...demonstration } : {};
  for (const name of Object.keys(identitySettingNames) as IdentitySettingName[]) {
    // Blanks inside and around count where a length is exact: `12345          ` may be how the operator pads.
    const value = environment[name];
    if (value === undefined) {
      if (!Object.hasOwn(values, name) && !mayBeLeftOut.has(name))
        problems.push({ name, problem: 'is missing: the bill and QR payment services want to know who asks' });
    } else if (value.trim() === '') problems.push({ name, problem: 'is empty; leave it out to use what is usual' });
    else values[name] = value;
  }

  const missing = new Set<string>(problems.map(({ name }) => name));
  const parsed = identitySchema.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) {
    const name = issue.path[0] as IdentitySettingName;
    if (!missing.has(name)) problems.push({ name, problem: issue.message });
    missing.add(name);
  }
  const { TILLSTONE_SETTLEMENT_ID: settlementId, TILLSTONE_SETTLEMENT_NAME: settlementName } = values;
  if ((settlementId === undefined) !== (settlementName === undefined)) {
    const name = settlementId === undefined ? 'TILLSTONE_SETTLEMENT_ID' : 'TILLSTONE_SETTLEMENT_NAME';
    if (!missing.has(name))
      problems.push({ name, problem: 'is missing: the settlement entity has an id and a name, or is left out' });
  }

  if (!parsed.success || problems.length > 0) return fail(problems);
  return ok(identityOf(parsed.data));
}

const mayBeLeftOut: ReadonlySet<IdentitySettingName> = new Set<IdentitySettingName>([
  'TILLSTONE_CHANNEL_ID',
  'TILLSTONE_SETTLEMENT_ID',
  'TILLSTONE_SETTLEMENT_NAME',
]);

function identityOf(values: z.output<typeof identitySchema>): Identity {
  const { TILLSTONE_CHANNEL_ID: channelId } = values;
  const { TILLSTONE_SETTLEMENT_ID: settlementId, TILLSTONE_SETTLEMENT_NAME: settlementName } = values;
  return {
    institution: { id: values.TILLSTONE_INSTITUTION_ID, name: values.TILLSTONE_INSTITUTION_NAME },
    terminalId: values.TILLSTONE_TERMINAL_ID,
    merchant: {
      id: values.TILLSTONE_MERCHANT_ID,
      type: values.TILLSTONE_MERCHANT_TYPE,
      name: values.TILLSTONE_MERCHANT_NAME,
      city: values.TILLSTONE_MERCHANT_CITY,
      region: values.TILLSTONE_MERCHANT_REGION,
      country: values.TILLSTONE_MERCHANT_COUNTRY,
    },
    ...(channelId === undefined ? {} : { channelId }),
    ...(settlementId === undefined || settlementName === undefined
      ? {}
      : { settlementEntity: { id: settlementId, name: settlementName } }),
  };
}
