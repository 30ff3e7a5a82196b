import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { SaleInput } from '../../shared/sale-input.ts';
import { parseAmount } from '../../shared/money.ts';
import { describeFailure, describeProblem } from '../../shared/texts/describe.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import type { Answer } from './answer.ts';
import { exitCodeOfFailure } from './exit-codes.ts';
import { optionOf } from './parse-command.ts';

/**
 * A failure as an answer: its sentence, and for bad input a line for each field, by the name that it has on the command line.
 * @param optionNames fields whose option has another name
 */
export function refuse(
  texts: Texts,
  failure: Failure,
  currency: Currency,
  optionNames: Readonly<Record<string, string>> = { overrideReason: 'override' },
): Answer {
  const message = describeFailure(texts, failure);
  const problems =
    failure.kind === 'bad-input'
      ? failure.problems.map((problem) => ({
          field: problem.field,
          option: optionOf(optionNames[problem.field] ?? problem.field),
          code: problem.code,
          message: describeProblem(texts, problem, currency),
        }))
      : undefined;
  return {
    exitCode: exitCodeOfFailure(failure),
    json: { error: { ...failure, message, ...(problems ? { problems } : {}) } },
    lines: [message, ...(problems ?? []).map((problem) => `${problem.option}: ${problem.message}`)],
  };
}

/** A sale that was refused before it began: nothing was sent and nothing charged, and a script reads it like any other that failed. */
export function refuseSale(texts: Texts, failure: Failure, saleId: SaleId, input: SaleInput, currency: Currency): Answer {
  const refused = refuse(texts, failure, currency);
  const amount = parseAmount(input.amount, currency, texts.locale);
  if (failure.kind === 'bad-input' || !amount.ok) return refused;
  const { value: amountMinor } = amount;
  const sale = {
    saleId,
    outcome: 'failed',
    amountMinor,
    feeMinor: 0,
    currency,
    reference: input.reference.trim(),
    reason: failure.kind,
  };
  return { ...refused, json: { ...sale, ...refused.json } };
}
