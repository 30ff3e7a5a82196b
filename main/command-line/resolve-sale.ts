import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import type { Settings } from '../settings/settings.ts';
import type { Till } from '../till.ts';
import type { Answer } from './answer.ts';
import { exitCodes } from './exit-codes.ts';
import type { Command } from './parse-command.ts';
import { saleIdOf } from './read-sales.ts';
import { refuse } from './refuse.ts';
import { saleAsJson } from './sale-as-json.ts';
import { saleAsLines } from './sale-as-text.ts';

/** A person's verdict on an unknown outcome, from the command line. */
export async function resolveSale(
  { till, settings, texts }: { readonly till: Till; readonly settings: Settings; readonly texts: Texts },
  { sale: name, verdict, evidence, reason }: Extract<Command, { kind: 'resolve' }>,
): Promise<Answer> {
  const saleId = saleIdOf(texts, settings, name);
  if (!saleId.ok) return saleId.failure;
  const request = { saleId: saleId.value, verdict, evidence, reason };
  const resolved = (await till.dispatch('sale/resolve', request)) as Result<Sale, Failure>;
  if (!resolved.ok) return refuse(texts, resolved.failure, settings.currency);
  return { exitCode: exitCodes.done, json: saleAsJson(resolved.value), lines: saleAsLines(texts, resolved.value) };
}
