import { holdsCardNumber } from './card-number.ts';
import type { Currency } from './currency.ts';
import { parseAmount, type AmountProblem } from './money.ts';
import { fail, ok, type Result } from './result.ts';
import { applicationTypes, payorFields, processingMethods, type Payor, type PayorField, type SaleRequest } from './sale.ts';

export type { InputField } from './sale.ts';

/** What a person typed, word for word. Checked in the window while it is typed, and again by the till before anything happens. */
export interface SaleInput {
  readonly amount: string;
  readonly reference: string;
  readonly payor?: { readonly [field in PayorField]?: string | undefined } | undefined;
  readonly billType?: string | undefined;
  readonly processingMethod?: string | undefined;
  readonly applicationType?: string | undefined;
}

export type FieldProblemCode =
  | `amount-${AmountProblem}`
  | 'required'
  | 'more-than-due'
  | 'too-long'
  | 'too-short'
  | 'control-characters'
  | 'not-an-email-address'
  | 'not-a-country-code'
  | 'not-a-phone-number'
  | 'not-offered'
  | 'card-number';

/** What is wrong, at its field. `limit` is what the sentence needs to be helpful: a length, or the values that are offered. */
export interface FieldProblem {
  readonly field: string;
  readonly code: FieldProblemCode;
  readonly limit?: string | number;
}

export interface SaleDefaults {
  readonly currency: Currency;
  readonly locale: string;
  readonly billType: string;
}

/** Longest texts by BDS 3, `Individual`; the reference's and the bill type's are ours: neither the protocol nor a slip has room for more. */
export const longest: Readonly<Record<PayorField | 'reference' | 'billType', number>> = {
  reference: 100,
  billType: 50,
  businessName: 100,
  firstName: 50,
  middleName: 50,
  lastName: 50,
  emailAddress: 70,
  phoneNumber: 10,
  address: 100,
  city: 50,
  state: 50,
  country: 2,
  postalCode: 20,
};

// One @, no blanks, a dot in the domain. Whether the mailbox exists is not a till's business.
const emailAddress = /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(?:\.[^\s@.]+)+$/u;

/**
 * Checks what was typed, every field of it, and gives the request that it means.
 * White space around a text is dropped; an empty optional field is as good as an absent one.
 * @returns the request, or a problem for each field that has one
 */
export function checkSaleInput(input: SaleInput, defaults: SaleDefaults): Result<SaleRequest, readonly FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const { currency, locale } = defaults;

  const amount = parseAmount(input.amount, currency, locale);
  if (!amount.ok) problems.push({ field: 'amount', code: `amount-${amount.failure}` });

  const reference = input.reference.trim();
  if (reference === '') problems.push({ field: 'reference', code: 'required' });
  else problems.push(...problemsOfText('reference', reference));

  const payor: { -readonly [field in PayorField]?: string } = {};
  for (const field of payorFields) {
    const text = input.payor?.[field]?.trim() ?? '';
    if (text === '') continue;
    payor[field] = field === 'country' ? text.toUpperCase() : text;
    problems.push(...problemsOfPayor(field, text));
  }

  const billType = input.billType?.trim() || defaults.billType;
  problems.push(...problemsOfText('billType', billType));
  const processingMethod = offered('processingMethod', input.processingMethod, processingMethods, problems);
  const applicationType = offered('applicationType', input.applicationType, applicationTypes, problems);

  if (!amount.ok || problems.length > 0) return fail(problems);
  return ok({
    amountMinor: amount.value,
    currency,
    reference,
    payor: payor satisfies Payor,
    billType,
    processingMethod,
    applicationType,
  });
}

function problemsOfPayor(field: PayorField, text: string): FieldProblem[] {
  if (field === 'country' && !/^[a-z]{2}$/iu.test(text)) return [{ field, code: 'not-a-country-code' }];
  if (field === 'phoneNumber' && text.length <= longest.phoneNumber && !/^\+?\d[\d ()-]*$/u.test(text)) {
    return [{ field, code: 'not-a-phone-number' }];
  }
  const problems = problemsOfText(field, text);
  if (problems.length > 0) return problems;
  if (field === 'emailAddress' && !emailAddress.test(text)) return [{ field, code: 'not-an-email-address' }];
  return [];
}

function problemsOfText(field: PayorField | 'reference' | 'billType', text: string): FieldProblem[] {
  const problem = textProblem(text, longest[field]);
  return problem ? [{ field, ...problem }] : [];
}

// Control characters, and the invisible marks that turn text round: neither belongs on a slip, and both can disguise what it says.
const controlCharacters = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;

export function holdsControlCharacters(text: string): boolean {
  return controlCharacters.test(text);
}

/** What is wrong with a text that is not empty: for every text that a person types and the till keeps. */
export function textProblem(text: string, limit: number): Pick<FieldProblem, 'code' | 'limit'> | undefined {
  if (text.length > limit) return { code: 'too-long', limit };
  if (holdsControlCharacters(text)) return { code: 'control-characters' };
  if (holdsCardNumber(text)) return { code: 'card-number' };
  return undefined;
}

function offered<Value extends string>(
  field: 'processingMethod' | 'applicationType',
  text: string | undefined,
  values: readonly [Value, ...Value[]],
  problems: FieldProblem[],
): Value {
  const wanted = text?.trim() ?? '';
  const found = wanted === '' ? values[0] : values.find((value) => value === wanted);
  if (found === undefined) problems.push({ field, code: 'not-offered', limit: values.join(', ') });
  return found ?? values[0];
}

/** What a supervisor types to say how an unknown outcome ended, or why the same bill is charged again. */
export const longestReason = 500;
export const longestEvidence = 200;

/** Two references that mean the same bill, whatever case or white space they were typed with. */
export function sameReference(one: string, other: string): boolean {
  return normalised(one) === normalised(other);
}

function normalised(reference: string): string {
  return reference.normalize('NFKC').trim().replace(/\s+/gu, ' ').toUpperCase();
}
