import { isSaleId } from '../../shared/ids.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import { failureOf, healthOf } from '../journal/journal-watch.ts';
import { openReader, type Reader } from '../reader.ts';
import type { Settings } from '../settings/settings.ts';
import type { Answer } from './answer.ts';
import { exitCodes } from './exit-codes.ts';
import type { SaleName } from './parse-command.ts';
import { refuse } from './refuse.ts';
import { saleAsJson } from './sale-as-json.ts';
import { saleAsLine, saleAsLines, timelineAsLines } from './sale-as-text.ts';

/** Newest first. */
export function listSales(texts: Texts, settings: Settings, limit: number): Answer {
  return read(texts, settings, (reader) => {
    const { sales, hasMore } = reader?.history(limit) ?? { sales: [], hasMore: false };
    return ok({
      exitCode: exitCodes.done,
      json: { sales: sales.map(saleAsJson), hasMore },
      lines: sales.length > 0 ? sales.map((sale) => saleAsLine(texts, sale)) : [texts.t('history.emptyAll')],
    });
  });
}

/** One sale and its whole story. */
export function showSale(texts: Texts, settings: Settings, name: SaleName): Answer {
  return read(texts, settings, (reader) => {
    const found = reader?.find(name);
    if (!found) return fail({ kind: 'no-such-sale', saleId: textOf(name) });
    return ok({
      exitCode: exitCodes.done,
      json: { ...saleAsJson(found.sale), timeline: found.timeline },
      lines: [...saleAsLines(texts, found.sale), ...timelineAsLines(texts, found.timeline)],
    });
  });
}

/** The id of a sale that is named by its number. */
export function saleIdOf(texts: Texts, settings: Settings, name: SaleName): Result<string, Answer> {
  if ('saleId' in name) return ok(name.saleId);
  const shown = showSale(texts, settings, name);
  const { saleId } = shown.json;
  return typeof saleId === 'string' && isSaleId(saleId) ? ok(saleId) : fail(shown);
}

function read(texts: Texts, settings: Settings, ask: (reader: Reader | undefined) => Result<Answer, Failure>): Answer {
  const opened = openReader(settings.dataDirectory);
  // A folder in which nothing was ever sold has an empty history, and that is not a failure.
  if (!opened.ok && opened.failure.kind !== 'absent')
    return refuse(texts, failureOf(healthOf(opened.failure)), settings.currency);
  const reader = opened.ok ? opened.value : undefined;
  try {
    const answer = ask(reader);
    return answer.ok ? answer.value : refuse(texts, answer.failure, settings.currency);
  } finally {
    reader?.close();
  }
}

function textOf(name: SaleName): string {
  return 'saleId' in name ? name.saleId : String(name.number);
}
