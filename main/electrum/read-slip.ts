import { decimal, list, readField, record, text, valueOf, wholeNumber } from '../http/exact-json.ts';
import type { ServiceSlip, ServiceSlipLine } from '../../shared/service-slip.ts';
import { flag, objectAt, withoutControls, wordsOf, type Fields } from './read-answer.ts';

/** A slip is a strip of paper: more is a mistake of the service's, and would fill the journal. The lengths are ours. */
const mostSlipLines = 300;
const longestSlipText = 400;

/** @returns undefined where there is none: a refund of the test server has none (billpay 9.25) */
export function slipOf(from: Fields): ServiceSlip | undefined {
  const field = readField(from, 'slipData', record);
  if (field.kind !== 'read') return undefined;
  const fields = field.value;
  const lines = (valueOf(fields, 'messageLines', list) ?? []).slice(0, mostSlipLines).flatMap((line) => slipLineOf(line) ?? []);
  const width = Number(valueOf(fields, 'slipWidth', wholeNumber) ?? 0);
  const issuerReference = wordsOf(fields, 'issuerReference')?.trim().slice(0, longestSlipText);
  const phoneNumber = wordsOf(fields, 'phoneNumber')?.slice(0, longestSlipText);
  return {
    lines,
    // 0 means not given.
    ...(width > 0 && width <= longestSlipText ? { widthCharacters: width } : {}),
    ...(issuerReference === undefined ? {} : { issuerReference }),
    ...(phoneNumber === undefined ? {} : { phoneNumber }),
  };
}

/** The text may be missing on rule and cut lines. A line that is a plain text belongs to versions before 4.0, and is ignored (billpay 3.6). */
function slipLineOf(line: unknown): ServiceSlipLine | undefined {
  const parsed = record.safeParse(line);
  if (!parsed.success) return undefined;
  const fields = parsed.data;
  const barcode = objectAt(fields, 'barcode');
  const data = wordsOf(barcode, 'data');
  const encoding = wordsOf(barcode, 'encoding');
  return {
    text: withoutControls(valueOf(fields, 'text', text) ?? '').slice(0, longestSlipText),
    widthScale: scaleOf(fields, 'fontWidthScaleFactor'),
    heightScale: scaleOf(fields, 'fontHeightScaleFactor'),
    isRule: valueOf(fields, 'line', flag) ?? false,
    isCut: valueOf(fields, 'cut', flag) ?? false,
    ...(data === undefined ? {} : { barcode: { data, ...(encoding === undefined ? {} : { encoding }) } }),
  };
}

/** 1 where it is absent or of no use on paper. Not money. */
function scaleOf(fields: Fields, name: string): number {
  const scale = Number(valueOf(fields, name, decimal) ?? 1);
  return scale > 0 && scale <= 10 ? scale : 1;
}
