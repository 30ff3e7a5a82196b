import { z } from 'zod';
import { isCurrency, type Currency } from '../../shared/currency.ts';
import type { AdviceId, SaleId } from '../../shared/ids.ts';
import { applicationTypes, inputFields, payorFields, processingMethods, reasonCodes } from '../../shared/sale.ts';

/** What several kinds of facts are made of. */

const saleId = z.custom<SaleId>((value) => typeof value === 'string');
export const adviceId = z.custom<AdviceId>((value) => typeof value === 'string');
export const currency = z.custom<Currency>((value) => typeof value === 'string' && isCurrency(value));
export const minor = z.number().int().nonnegative();

export const institution = z.object({ id: z.string(), name: z.string() });

export const reason = z.object({
  code: z.enum(reasonCodes),
  detail: z.string().exactOptional(),
  field: z.enum(inputFields).exactOptional(),
});

/** What is to be paid, as it was asked for. */
export const request = z.object({
  amountMinor: minor,
  currency,
  reference: z.string(),
  payor: z.object(Object.fromEntries(payorFields.map((field) => [field, z.string().exactOptional()]))),
  billType: z.string(),
  processingMethod: z.enum(processingMethods),
  applicationType: z.enum(applicationTypes),
});

/** Why a bill is charged again although an earlier attempt at it is unresolved. */
export const override = z.object({ reason: z.string(), earlier: z.array(saleId) }).exactOptional();

/** What the participants call a transaction among each other; members that nobody knows are kept. */
export const thirdPartyIdentifiers = z.array(
  z.looseObject({ institutionId: z.string(), transactionIdentifier: z.string().exactOptional() }),
);

export const reversalReason = z.enum(['TIMEOUT', 'RESPONSE_NOT_FINAL', 'CANCELLED']);

/** What a service wants printed. */
export const slip = z.object({
  lines: z.array(
    z.object({
      text: z.string(),
      widthScale: z.number(),
      heightScale: z.number(),
      isRule: z.boolean(),
      isCut: z.boolean(),
      barcode: z.object({ data: z.string(), encoding: z.string().exactOptional() }).exactOptional(),
    }),
  ),
  widthCharacters: z.number().exactOptional(),
  issuerReference: z.string().exactOptional(),
  phoneNumber: z.string().exactOptional(),
});
