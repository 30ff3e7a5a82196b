import { readDecimal, type CurrencyDigits, type DecimalProblem } from './decimal.ts';
import { NumberText } from '../common/json-text.ts';

/** The person who pays, as sent and as echoed back (BDS 3, `Individual`). Fields that were not sent are absent. */
export type Payor = Readonly<Record<string, string>>;

/** A request that the service accepts (BDS 3), with the defaults filled in. */
export interface TransactionRequest {
  readonly amountMinor: bigint;
  readonly reference: string;
  readonly payor: Payor;
  readonly billType: string;
  readonly processingMethod: string;
  readonly applicationType: string;
}

/** One field that the service refuses. `fieldName` is absent where the body as a whole is at fault. */
export interface FieldError {
  readonly fieldName?: string;
  readonly message: string;
}

/** Names and longest lengths of an Individual's fields, in the order in which the service writes them. */
export const individualFields = {
  BusinessName: 100,
  FirstName: 50,
  MiddleName: 50,
  LastName: 50,
  EmailAddress: 70,
  PhoneNumber: 10,
  Address: 100,
  City: 50,
  State: 50,
  Country: 2,
  PostalCode: 20,
} as const;

const processingMethods = ['Credit', 'Debit'] as const;
const applicationTypes = ['Cashier', 'ExternalPos', 'ExternalPosMoto'] as const;

/** Checks every field of a request and names all that are wrong, not the first one only. */
export function readTransaction(body: unknown, digits: CurrencyDigits): TransactionRequest | readonly FieldError[] {
  if (!isRecord(body)) return [{ message: 'The request body must be a JSON object.' }];
  const errors: FieldError[] = [];
  const refuse = (fieldName: string, message: string): void => void errors.push({ fieldName, message });

  const amountMinor = readAmount(fieldOf(body, 'Amount'), digits, refuse);
  const reference = readRequiredText(fieldOf(body, 'Reference'), 'Reference', refuse);
  const payor = readPayor(fieldOf(body, 'Payor'), refuse);
  const billType = readOptionalText(fieldOf(body, 'BillType'), 'BillType', refuse) ?? 'Bill Payment';
  const processingMethod = readOneOf(fieldOf(body, 'ProcessingMethod'), 'ProcessingMethod', processingMethods, refuse);
  const applicationType = readOneOf(fieldOf(body, 'ApplicationType'), 'ApplicationType', applicationTypes, refuse);

  if (errors.length > 0) return errors;
  return { amountMinor, reference, payor, billType, processingMethod, applicationType };
}

/** The reference of a body, however wrong the rest of it is: the ledger keeps it for every attempt. */
export function referenceOf(body: unknown): string {
  const reference = isRecord(body) ? fieldOf(body, 'Reference') : undefined;
  return typeof reference === 'string' ? reference : '';
}

type Refuse = (fieldName: string, message: string) => void;

const amountProblems: Readonly<Record<DecimalProblem, string>> = {
  'not-a-number': 'Amount must be a positive number.',
  'not-positive': 'Amount must be greater than zero.',
  'too-many-digits': 'Amount has more decimal places than the currency.',
};

function readAmount(value: unknown, digits: CurrencyDigits, refuse: Refuse): bigint {
  const text = value instanceof NumberText ? value.text : value;
  const amount = typeof text === 'string' ? readDecimal(text, digits) : undefined;
  if (typeof amount === 'bigint') return amount;
  if (value === undefined) refuse('Amount', 'Amount is required.');
  else refuse('Amount', amountProblems[amount ?? 'not-a-number']);
  return 0n;
}

function readRequiredText(value: unknown, name: string, refuse: Refuse): string {
  if (value === undefined) refuse(name, `${name} is required.`);
  return readOptionalText(value, name, refuse) ?? '';
}

function readOptionalText(value: unknown, name: string, refuse: Refuse): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') refuse(name, `${name} must be a string.`);
  else if (value.trim() === '') refuse(name, `${name} must not be empty.`);
  else return value;
  return undefined;
}

/** The first of the values is the default. */
function readOneOf(value: unknown, name: string, values: readonly [string, ...string[]], refuse: Refuse): string {
  if (value === undefined) return values[0];
  const known = values.find((one) => one === value);
  if (known !== undefined) return known;
  const quoted = values.map((one) => `'${one}'`);
  const last = quoted.pop() ?? '';
  // The sentence of the service's own example: "… 'Cashier', 'ExternalPos', or 'ExternalPosMoto'."
  refuse(name, `${name} should either be ${quoted.join(', ')}${quoted.length > 1 ? ',' : ''} or ${last}.`);
  return values[0];
}

function readPayor(value: unknown, refuse: Refuse): Payor {
  if (value === undefined) refuse('Payor', 'Payor is required.');
  else if (!isRecord(value)) refuse('Payor', 'Payor must be an object.');
  else return readIndividual(value, refuse);
  return {};
}

function readIndividual(individual: Readonly<Record<string, unknown>>, refuse: Refuse): Payor {
  const payor: Record<string, string> = {};
  for (const [name, maximumLength] of Object.entries(individualFields)) {
    const value = fieldOf(individual, name);
    if (value === undefined) continue;
    const path = `Payor.${name}`;
    if (typeof value !== 'string') refuse(path, `${name} must be a string.`);
    else if (value.length > maximumLength) refuse(path, `${name} must not be longer than ${maximumLength} characters.`);
    else if (name === 'EmailAddress' && !/^[^\s@]+@[^\s@]+$/u.test(value)) refuse(path, 'EmailAddress is not an email address.');
    else if (name === 'Country' && !/^[A-Za-z]{2}$/u.test(value)) refuse(path, 'Country must be a country code of two letters.');
    else payor[name] = value;
  }
  return payor;
}

/** A field that is null says as little as one that is absent. Names are exact, and only the object's own count. */
function fieldOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? (record[name] ?? undefined) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}
