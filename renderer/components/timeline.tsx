import type { ReactElement } from 'react';
import { reasonCodes, type Reason, type Sale, type TimelineEntry } from '../../shared/sale.ts';
import { describeFact, describeReason } from '../../shared/texts/describe.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import { formatMoney } from '../../shared/money.ts';
import { useT, useTexts } from './texts.ts';
import { formatExactly } from './times.ts';

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
  readonly sale: Sale;
}

/** A payment's story: the facts in the order in which they were written down. */
export function Timeline({ entries, sale }: TimelineProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.sequence} data-fact={entry.kind}>
          <p className="timeline-what">{describeFact(texts, entry.kind)}</p>
          {detailsOf(entry, sale, texts).map((line) => (
            <p key={line} className="timeline-detail">
              {line}
            </p>
          ))}
          <p className="timeline-when">
            {formatExactly(entry.at, texts.locale)} · {t('detail.entry', { sequence: entry.sequence })}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** What else a fact says. Its body is read with care: an older till may have written another shape. */
function detailsOf({ kind, body }: TimelineEntry, sale: Sale, texts: Texts): readonly string[] {
  const { t } = texts;
  const lines: string[] = [];
  const money = (amountMinor: number): string => formatMoney(amountMinor, sale.currency, texts.locale);
  if (kind === 'payment-begun') lines.push(t('detail.askedFor', { amount: money(sale.amountMinor), reference: sale.reference }));

  const override = objectIn(body, 'override');
  const overrideReason = override && textIn(override, 'reason');
  if (overrideReason !== undefined) lines.push(t('detail.overrideWas', { reason: overrideReason }));

  const fee = body['feeMinor'];
  if (typeof fee === 'number' && Number.isSafeInteger(fee) && fee > 0) lines.push(t('detail.feeWas', { fee: money(fee) }));
  const card = objectIn(body, 'card');
  const authCode = card && textIn(card, 'authCode');
  if (authCode !== undefined) lines.push(t('result.authorization', { code: authCode }));
  const transactionId = card && textIn(card, 'transactionId');
  if (transactionId !== undefined) lines.push(t('result.transaction', { id: transactionId }));

  const verdict = body['verdict'];
  if (verdict === 'charged' || verdict === 'not-charged') lines.push(t(`verdict.${verdict}`));
  const evidence = textIn(body, 'evidence');
  if (evidence !== undefined) lines.push(t('detail.evidenceWas', { evidence }));
  const typed = textIn(body, 'reason');
  if (typed !== undefined) lines.push(t('detail.reasonWas', { reason: typed }));
  const reason = reasonIn(body);
  if (reason) lines.push(describeReason(texts, reason));
  return lines;
}

type Body = Readonly<Record<string, unknown>>;

function objectIn(body: Body, key: string): Body | undefined {
  const value = body[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
}

function textIn(body: Body, key: string): string | undefined {
  const value = body[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function reasonIn(body: Body): Reason | undefined {
  const reason = objectIn(body, 'reason');
  const code = reasonCodes.find((each) => each === reason?.['code']);
  if (!reason || code === undefined) return undefined;
  const detail = textIn(reason, 'detail');
  return detail === undefined ? { code } : { code, detail };
}
