import { parseArgs, type ParseArgsConfig } from 'node:util';
import { billKinds, type BillKind } from '../../shared/bill.ts';
import { isSaleId, type SaleId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { payorFields, type PayorField } from '../../shared/sale.ts';
import type { SaleInput } from '../../shared/sale-input.ts';

/** What was asked on the command line, word for word where a person typed it: the checkout checks the texts, as it does for a window. */
export type Command =
  | { readonly kind: 'sale'; readonly json: boolean; readonly input: SaleInput; readonly overrideReason?: string }
  | { readonly kind: 'history'; readonly json: boolean; readonly limit: number }
  | { readonly kind: 'show'; readonly json: boolean; readonly sale: SaleName }
  | {
      readonly kind: 'resolve';
      readonly json: boolean;
      readonly sale: SaleName;
      readonly verdict: 'charged' | 'not-charged';
      readonly evidence: string;
      readonly reason: string;
    }
  | { readonly kind: 'look-up'; readonly json: boolean; readonly bill: BillName }
  | {
      readonly kind: 'pay-bill';
      readonly json: boolean;
      readonly bill: BillName;
      readonly amount: string;
      readonly tender: Tender;
      /** Whether it is asked first what may be paid. */
      readonly isLookedUp: boolean;
      readonly overrideReason?: string;
    }
  | {
      readonly kind: 'pay-by-code';
      readonly json: boolean;
      readonly input: SaleInput;
      /** Whether the command ends with the payment, or as soon as a customer may scan. */
      readonly isWaitedFor: boolean;
      readonly overrideReason?: string;
    }
  | { readonly kind: 'decode-code'; readonly json: boolean; readonly payload: string }
  | { readonly kind: 'list-advices'; readonly json: boolean }
  | { readonly kind: 'drain-advices'; readonly json: boolean; readonly timeoutMs: number }
  | { readonly kind: 'retry-advice'; readonly json: boolean; readonly adviceId: string }
  | { readonly kind: 'verify'; readonly json: boolean }
  | { readonly kind: 'doctor'; readonly json: boolean }
  | { readonly kind: 'help' };

/** A sale by its id, or by the number that is printed on the slip. */
export type SaleName = { readonly saleId: SaleId } | { readonly number: number };

/** A bill as it is typed: its biller by id or by name, where the service has a list. */
export interface BillName {
  readonly kind: BillKind;
  readonly biller?: string;
  readonly reference: string;
}

/** How a bill is paid. Cash without an amount is exact; a split hands over a part, and the card pays the rest. */
export type Tender =
  | { readonly kind: 'card' }
  | { readonly kind: 'cash'; readonly handed?: string }
  | { readonly kind: 'split'; readonly cash: string };

/** What is wrong with one argument, in words. */
export interface ArgumentProblem {
  readonly field: string;
  readonly message: string;
}

/** `postalCode` is `--postal-code` on the command line. */
export function optionOf(field: string): string {
  return `--${field.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const payOptions = { amount: text, tender: text, handed: text, cash: text, override: text, 'no-look-up': flag } as const;

const optionsOf = {
  sale: {
    amount: text,
    reference: text,
    'bill-type': text,
    'processing-method': text,
    'application-type': text,
    override: text,
    ...Object.fromEntries(payorFields.map((field) => [optionOf(field).slice(2), text])),
  },
  history: { limit: text },
  show: {},
  'bill look-up': { kind: text, biller: text, account: text },
  'bill pay': { biller: text, account: text, ...payOptions },
  'bill fine': { biller: text, notice: text, ...payOptions },
  'bill policy': { biller: text, policy: text, ...payOptions },
  'qr pay': { amount: text, reference: text, override: text, 'no-wait': flag },
  'qr decode': {},
  'advices list': {},
  'advices drain': { 'timeout-s': text },
  'advices retry': {},
  resolve: { charged: flag, 'not-charged': flag, evidence: text, reason: text },
  verify: {},
  doctor: {},
} satisfies Record<string, ParseArgsConfig['options']>;

type Name = keyof typeof optionsOf;
type Parsed = Result<Command, readonly ArgumentProblem[]>;

/** Reads the arguments. Every problem names its argument. */
export function parseCommand(words: readonly string[]): Parsed {
  const [name = 'help', ...rest] = groupsJoined(words);
  if (name === 'help' || name === '--help' || name === '-h') return ok({ kind: 'help' });
  if (!Object.hasOwn(optionsOf, name)) {
    return problem('command', `"${name.slice(0, 40)}" is not a command; there are ${Object.keys(optionsOf).join(', ')} and help`);
  }
  const options: ParseArgsConfig['options'] = { ...optionsOf[name as Name], json: flag, help: flag };
  let parsed;
  try {
    parsed = parseArgs({ args: valuesJoined(rest, options), options, allowPositionals: true, strict: true });
  } catch (error) {
    return problem('arguments', firstSentence(error));
  }
  const { positionals } = parsed;
  const values = parsed.values as Readonly<Record<string, string | boolean | undefined>>;
  if (values['help']) return ok({ kind: 'help' });
  const wanted = ['show', 'resolve', 'advices retry', 'qr decode'].includes(name) ? 1 : 0;
  if (positionals.length > wanted)
    return problem('arguments', `"${String(positionals[wanted]).slice(0, 40)}" is one word too many`);
  return commandOf(name as Name, values, positionals[0], values['json'] === true);
}

/**
 * `--amount -5` is an amount that is wrong, and the checkout has words for that; parseArgs would call it an ambiguous option.
 */
function valuesJoined(words: readonly string[], options: NonNullable<ParseArgsConfig['options']>): string[] {
  const joined: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const value = words[index + 1];
    const isText = word.startsWith('--') && options[word.slice(2)]?.type === 'string';
    if (isText && value !== undefined && !value.startsWith('--')) {
      joined.push(`${word}=${value}`);
      index += 1;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

/** `bill pay` and its like are one name in two words. */
const groups: ReadonlySet<string | undefined> = new Set(['bill', 'qr', 'advices']);

function groupsJoined(words: readonly string[]): readonly string[] {
  const [first, second, ...rest] = words;
  return groups.has(first) && second !== undefined && !second.startsWith('-') ? [`${first} ${second}`, ...rest] : words;
}

function commandOf(
  name: Name,
  values: Readonly<Record<string, string | boolean | undefined>>,
  positional: string | undefined,
  json: boolean,
): Parsed {
  const textOf = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  switch (name) {
    case 'sale': {
      const payor: { [field in PayorField]?: string } = {};
      for (const field of payorFields) {
        const value = textOf(optionOf(field).slice(2));
        if (value !== undefined) payor[field] = value;
      }
      const overrideReason = textOf('override');
      if (overrideReason?.trim() === '') return problem('override', 'needs a reason');
      return ok({
        kind: 'sale',
        json,
        input: {
          amount: textOf('amount') ?? '',
          reference: textOf('reference') ?? '',
          payor,
          billType: textOf('bill-type'),
          processingMethod: textOf('processing-method'),
          applicationType: textOf('application-type'),
        },
        ...(overrideReason === undefined ? {} : { overrideReason }),
      });
    }
    case 'history': {
      const limit = textOf('limit') ?? '20';
      if (!/^\d{1,3}$/u.test(limit) || Number(limit) < 1 || Number(limit) > 100)
        return problem('limit', 'is not a whole number from 1 to 100');
      return ok({ kind: 'history', json, limit: Number(limit) });
    }
    case 'show':
    case 'resolve': {
      const sale = saleNameOf(positional);
      const problems: ArgumentProblem[] = [];
      if (!sale) problems.push({ field: 'sale', message: 'is missing: give a sale’s id, or the number on its slip' });
      if (name === 'show') return sale ? ok({ kind: 'show', json, sale }) : fail(problems);
      if (values['charged'] === values['not-charged'])
        problems.push({ field: 'charged', message: 'say either --charged or --not-charged' });
      if (!sale || problems.length > 0) return fail(problems);
      const verdict = values['charged'] === true ? 'charged' : 'not-charged';
      return ok({ kind: 'resolve', json, sale, verdict, evidence: textOf('evidence') ?? '', reason: textOf('reason') ?? '' });
    }
    case 'bill look-up': {
      const kind = textOf('kind') ?? 'account';
      if (!isBillKind(kind)) return problem('kind', `is none of ${billKinds.join(', ')}`);
      return ok({ kind: 'look-up', json, bill: billNameOf(kind, textOf('biller'), textOf('account')) });
    }
    case 'bill pay':
      return payCommand(billNameOf('account', textOf('biller'), textOf('account')), values, textOf, json);
    case 'bill fine':
      return payCommand(billNameOf('traffic-fine', textOf('biller'), textOf('notice')), values, textOf, json);
    case 'bill policy':
      return payCommand(billNameOf('policy', textOf('biller'), textOf('policy')), values, textOf, json);
    case 'qr pay': {
      const overrideReason = textOf('override');
      if (overrideReason?.trim() === '') return problem('override', 'needs a reason');
      return ok({
        kind: 'pay-by-code',
        json,
        input: { amount: textOf('amount') ?? '', reference: textOf('reference') ?? '' },
        isWaitedFor: values['no-wait'] !== true,
        ...(overrideReason === undefined ? {} : { overrideReason }),
      });
    }
    case 'qr decode':
      return positional === undefined
        ? problem('arguments', 'the payload is missing: qr decode PAYLOAD')
        : ok({ kind: 'decode-code', json, payload: positional });
    case 'advices list':
      return ok({ kind: 'list-advices', json });
    case 'advices drain': {
      const seconds = textOf('timeout-s') ?? '60';
      if (!/^\d{1,3}$/u.test(seconds) || Number(seconds) > 600)
        return problem('timeout-s', 'is not a whole number from 0 to 600');
      return ok({ kind: 'drain-advices', json, timeoutMs: Number(seconds) * 1_000 });
    }
    case 'advices retry':
      return positional === undefined
        ? problem('advice', 'is missing: give its id, as advices list shows it')
        : ok({ kind: 'retry-advice', json, adviceId: positional });
    case 'verify':
      return ok({ kind: 'verify', json });
    case 'doctor':
      return ok({ kind: 'doctor', json });
  }
}

function isBillKind(kind: string): kind is BillKind {
  return (billKinds as readonly string[]).includes(kind);
}

function billNameOf(kind: BillKind, biller: string | undefined, reference: string | undefined): BillName {
  return { kind, reference: reference ?? '', ...(biller === undefined ? {} : { biller }) };
}

function payCommand(
  bill: BillName,
  values: Readonly<Record<string, string | boolean | undefined>>,
  textOf: (option: string) => string | undefined,
  json: boolean,
): Parsed {
  const tender = tenderOf(textOf);
  if (!tender.ok) return fail([tender.failure]);
  const overrideReason = textOf('override');
  return ok({
    kind: 'pay-bill',
    json,
    bill,
    amount: textOf('amount') ?? '',
    tender: tender.value,
    isLookedUp: values['no-look-up'] !== true,
    ...(overrideReason === undefined ? {} : { overrideReason }),
  });
}

function tenderOf(textOf: (option: string) => string | undefined): Result<Tender, ArgumentProblem> {
  const handed = textOf('handed');
  const cash = textOf('cash');
  switch (textOf('tender')) {
    case 'card':
      return ok({ kind: 'card' });
    case 'cash':
      return ok({ kind: 'cash', ...(handed === undefined ? {} : { handed }) });
    case 'split':
      return cash === undefined
        ? fail({ field: 'cash', message: 'is missing: how much of it in cash' })
        : ok({ kind: 'split', cash });
    default:
      return fail({ field: 'tender', message: 'say cash, card or split' });
  }
}

function saleNameOf(word: string | undefined): SaleName | undefined {
  if (word === undefined) return undefined;
  if (isSaleId(word.toLowerCase())) return { saleId: word.toLowerCase() as SaleId };
  return /^\d{1,15}$/u.test(word) ? { number: Number(word) } : undefined;
}

function problem(field: string, message: string): Parsed {
  return fail([{ field, message }]);
}

function firstSentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split(/\. |\n/u)[0] ?? '';
}
