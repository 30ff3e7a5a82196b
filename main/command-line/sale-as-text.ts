import type { Sale, TimelineEntry } from '../../shared/sale.ts';
import {
  describeBillReason,
  describeCard,
  describeFact,
  describeMoney,
  describeQrReason,
  describeReason,
} from '../../shared/texts/describe.ts';
import type { Texts } from '../../shared/texts/translate.ts';

/** One line of a list. */
export function saleAsLine(texts: Texts, sale: Sale): string {
  const money = describeMoney(texts, sale.amountMinor + sale.feeMinor, sale.currency);
  const card = describeCard(texts, sale.card);
  const byHand = sale.resolution ? ` (${texts.t('common.resolvedByHand')})` : '';
  const parts = [
    `#${sale.number}`,
    momentOf(texts, sale.begunAt),
    sale.reference,
    money,
    texts.t(`outcome.${sale.outcome}`) + byHand,
    card,
  ];
  return parts.filter((part) => part !== '').join('  ');
}

/** Everything that a person at a counter has to know about one sale. */
export function saleAsLines(texts: Texts, sale: Sale): readonly string[] {
  const { t } = texts;
  const money = (minor: number): string => describeMoney(texts, minor, sale.currency);
  const lines = [`${t(`outcome.${sale.outcome}`)}: ${money(sale.amountMinor + sale.feeMinor)}, ${sale.reference}`];
  if (sale.feeMinor > 0) lines.push(`${money(sale.amountMinor)} + ${t('slipLabel.fee')} ${money(sale.feeMinor)}`);
  if (sale.reason) lines.push(describeReason(texts, sale.reason, sale.outcome));
  const card = describeCard(texts, sale.card);
  if (card !== '') lines.push(card);
  if (sale.card?.authCode) lines.push(`${t('slipLabel.authCode')} ${sale.card.authCode}`);
  if (sale.card?.transactionId) lines.push(`${t('slipLabel.transactionId')} ${sale.card.transactionId}`);
  for (const { field, expected, answered } of sale.discrepancies) {
    lines.push(t('result.discrepancyLine', { field: t(`discrepancyField.${field}`), expected, answered }));
  }
  if (sale.deviceWarning) lines.push(t('result.deviceWarning'));
  lines.push(...codesAsLines(texts, sale), ...billsAsLines(texts, sale));
  if (sale.resolution)
    lines.push(`${t('common.resolvedByHand')}: ${t(`verdict.${sale.resolution.verdict}`)} (${sale.resolution.evidence})`);
  if (sale.override) lines.push(t('result.overridden', { reason: sale.override.reason }));
  lines.push(`#${sale.number}  ${sale.saleId}  ${momentOf(texts, sale.begunAt)}`);
  return lines;
}

export function timelineAsLines(texts: Texts, timeline: readonly TimelineEntry[]): readonly string[] {
  return timeline.map((entry) => `${entry.sequence}  ${momentOf(texts, entry.at)}  ${describeFact(texts, entry.kind)}`);
}

function momentOf({ locale }: Texts, at: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(at));
}

/** Each payment by code, those that came to nothing as well. */
function codesAsLines(texts: Texts, { codes = [], currency }: Sale): readonly string[] {
  return codes.map(({ amountMinor, state, partner, reason, slip }) => {
    const what = `${texts.t('commandLine.code')}: ${describeMoney(texts, amountMinor, currency)}, ${texts.t(`qrState.${state}`)}`;
    const who = partner ? `, ${partner.name}` : '';
    const reference = slip?.issuerReference ? `, ${texts.t('code.issuerReference')} ${slip.issuerReference}` : '';
    const why = reason ? `. ${describeQrReason(texts, reason)}` : '';
    return `${what}${who}${reference}${why}`;
  });
}

/** The bills of a sale, each with its name at the biller, and what happened to the cash. */
function billsAsLines(texts: Texts, sale: Sale): readonly string[] {
  const { t } = texts;
  const money = (minor: number): string => describeMoney(texts, minor, sale.currency);
  const lines: string[] = [];
  for (const { biller, reference, approvedMinor, requestedMinor, state, reason, slip } of sale.bills ?? []) {
    const why = reason ? `. ${describeBillReason(texts, reason)}` : '';
    lines.push(
      `${[biller.name, reference].join(' ').trim()}: ${money(approvedMinor ?? requestedMinor)}, ${t(`billState.${state}`)}${why}`,
    );
    if (slip?.issuerReference) lines.push(`${t('commandLine.issuerReference')} ${slip.issuerReference}`);
  }
  if (!sale.cash) return lines;
  const { amountMinor, handedMinor, isReturned } = sale.cash;
  const cash = { amount: money(amountMinor), handed: money(handedMinor), change: money(handedMinor - amountMinor) };
  lines.push(t('commandLine.cash', cash));
  if (sale.outcome === 'abandoned' && !isReturned) lines.push(t('commandLine.giveBack', cash));
  return lines;
}
