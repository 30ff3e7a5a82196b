import { parseExactJson, record, text } from '../http/exact-json.ts';

/** Which members' values may be read in a log; every other value is told by its kind and length. */
export interface MaskRules {
  /** Members whose values say who, what and how much, and nothing about a person. */
  readonly told: ReadonlySet<string>;
  /** Members that are personal or secret as a whole, whatever they hold. */
  readonly leftOut: ReadonlySet<string>;
}

/** Told of every service of the family: ids, codes and amounts. */
export const commonlyTold: readonly string[] = [
  'id',
  'requestId',
  'originalId',
  'time',
  'errorType',
  'amount',
  'currency',
  'ledgerIndicator',
  'institutionId',
  'transactionIdentifier',
  'tranType',
  'tenderType',
  'accountType',
  'reversalReason',
  'issuerReference',
  'rrn',
  'stan',
  'basketRef',
  'terminalId',
  'merchantId',
  'slipWidth',
  'partPaymentAllowed',
  'overPaymentAllowed',
];

/** Of every service of the family. `detailMessage` may hold a whole earlier message, or the value that was refused. */
export const commonlyLeftOut: readonly string[] = ['customer', 'pin', 'encryptedPin', 'paymentMethods', 'detailMessage'];

const deepest = 5;
const mostEntries = 20;
const longestTold = 80;

/**
 * A body as it may stand in a log: its shape, and the values of those members alone that are told.
 * Everything else, known or not, is told by its kind and length: a name, an id number, an address, a telephone number, a card number or a PIN
 * may stand in any member that we do not know. What is not JSON may be a message that was cut off in the middle of a name: only its length is told.
 * Never throws.
 */
export function maskBody(body: string, rules: MaskRules): unknown {
  if (body === '') return '[empty]';
  const parsed = parseExactJson(body);
  return parsed === undefined ? `[${body.length} characters, not JSON]` : mask(parsed, '', deepest, rules);
}

function mask(value: unknown, name: string, depthLeft: number, rules: MaskRules): unknown {
  if (rules.leftOut.has(name)) return '[left out]';
  if (value === null || typeof value === 'boolean') return value;
  const asText = text.safeParse(value);
  if (asText.success)
    return rules.told.has(name) && asText.data.length <= longestTold ? asText.data : `[${asText.data.length} characters]`;
  if (depthLeft === 0) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, mostEntries).map((entry: unknown) => mask(entry, name, depthLeft - 1, rules));
  const fields = record.safeParse(value);
  // What is left is a number that is not whole.
  if (!fields.success) return '[number]';
  return Object.fromEntries(
    Object.entries(fields.data)
      .slice(0, mostEntries)
      .map(([inner, came]) => [inner.slice(0, longestTold), mask(came, inner, depthLeft - 1, rules)]),
  );
}
