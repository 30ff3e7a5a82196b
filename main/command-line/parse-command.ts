import { parseArgs, type ParseArgsConfig } from 'node:util';
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
  | { readonly kind: 'verify'; readonly json: boolean }
  | { readonly kind: 'doctor'; readonly json: boolean }
  | { readonly kind: 'help' };

/** A sale by its id, or by the number that is printed on the slip. */
export type SaleName = { readonly saleId: SaleId } | { readonly number: number };

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
  resolve: { charged: flag, 'not-charged': flag, evidence: text, reason: text },
  verify: {},
  doctor: {},
} satisfies Record<string, ParseArgsConfig['options']>;

type Name = keyof typeof optionsOf;
type Parsed = Result<Command, readonly ArgumentProblem[]>;

/** Reads the arguments. Every problem names its argument. */
export function parseCommand(words: readonly string[]): Parsed {
  const [name = 'help', ...rest] = words;
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
  const wanted = name === 'show' || name === 'resolve' ? 1 : 0;
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
    case 'verify':
      return ok({ kind: 'verify', json });
    case 'doctor':
      return ok({ kind: 'doctor', json });
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
