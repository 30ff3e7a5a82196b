import type { ReactElement } from 'react';
import { billReasonCodes, type BillReason } from '../../shared/bill.ts';
import { qrTenderReasonCodes, type QrTenderReason } from '../../shared/qr-tender.ts';
import { reasonCodes, type Reason, type Sale, type TimelineEntry } from '../../shared/sale.ts';
import { describeBillReason, describeFact, describeQrReason, describeReason } from '../../shared/texts/describe.ts';
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
  if (kind === 'payment-begun')
    lines.push(t('detail.askedFor', { amount: money(askedMinor(body, sale)), reference: sale.reference }));
  lines.push(...billDetailsOf(kind, body, texts, money), ...codeDetailsOf(kind, body, texts, money));

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
  const why = describeWhy(kind, body, texts);
  if (why !== undefined) lines.push(why);
  return lines;
}

/** Why it happened. Some codes stand for one thing of a card, for another of a bill, and for a third of a payment by code. */
function describeWhy(kind: string, body: Body, texts: Texts): string | undefined {
  if (kind.startsWith('qr-')) {
    const codeReason = codeReasonIn(body);
    return codeReason && describeQrReason(texts, codeReason);
  }
  const reason = reasonIn(body);
  if (reason) return describeReason(texts, reason, kind === 'sale-abandoned' ? 'abandoned' : undefined);
  const billReason = billReasonIn(body);
  return billReason && describeBillReason(texts, billReason);
}

/** What the card was asked for: in a sale of bills that is what cash had left. */
function askedMinor(body: Body, sale: Sale): number {
  const request = objectIn(body, 'request');
  return (request && amountIn(request, 'amountMinor')) ?? sale.amountMinor;
}

/** What the facts of a sale of bills say: for which bill, how much, and what the service answered. */
function billDetailsOf(kind: string, body: Body, { t }: Texts, money: (amountMinor: number) => string): readonly string[] {
  const lines: string[] = [];
  const amountMinor = amountIn(body, 'amountMinor');
  const biller = objectIn(body, 'biller');
  const reference = textIn(body, 'reference');
  if (kind === 'bill-requested' && amountMinor !== undefined && reference !== undefined) {
    const name = (biller && textIn(biller, 'name')) ?? t('bill.noName');
    lines.push(t('detail.askedBiller', { amount: money(amountMinor), reference, biller: name }));
  }
  const approvedMinor = amountIn(body, 'approvedMinor');
  if (approvedMinor !== undefined) lines.push(t('detail.approvedWas', { amount: money(approvedMinor) }));
  const slip = objectIn(body, 'slip');
  const issuerReference = slip && textIn(slip, 'issuerReference');
  if (issuerReference !== undefined)
    lines.push(
      kind === 'qr-approved'
        ? t('detail.codeReferenceWas', { reference: issuerReference })
        : t('detail.issuerReferenceWas', { reference: issuerReference }),
    );
  const handedMinor = amountIn(body, 'handedMinor');
  if (kind === 'cash-taken' && amountMinor !== undefined && handedMinor !== undefined) {
    const [amount, handed, change] = [amountMinor, handedMinor, handedMinor - amountMinor].map(money);
    lines.push(t('detail.cashWas', { amount, handed, change }));
  }
  const advice = body['advice'];
  if (advice === 'confirmation' || advice === 'reversal') lines.push(t(`adviceKind.${advice}`));
  const adviceId = textIn(body, 'adviceId');
  if (adviceId !== undefined) lines.push(t('detail.adviceWas', { id: adviceId.slice(0, 8) }));
  const detail = textIn(body, 'detail');
  if (detail !== undefined) lines.push(t('detail.answerWas', { detail }));
  return lines;
}

/** What the facts of a payment by code say: how much, until when, and whose app paid. */
function codeDetailsOf(kind: string, body: Body, texts: Texts, money: (amountMinor: number) => string): readonly string[] {
  const { t, locale } = texts;
  const lines: string[] = [];
  const amountMinor = amountIn(body, 'amountMinor');
  if (kind === 'qr-begun' && amountMinor !== undefined) lines.push(t('detail.askedCode', { amount: money(amountMinor) }));
  const deadlineAt = textIn(body, 'deadlineAt');
  if (kind === 'qr-payment-begun' && deadlineAt !== undefined)
    lines.push(t('detail.deadlineWas', { time: formatExactly(deadlineAt, locale) }));
  const partner = objectIn(body, 'partner');
  const name = partner && textIn(partner, 'name');
  if (kind === 'qr-approved' && name !== undefined) lines.push(t('detail.partnerWas', { partner: name }));
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

function amountIn(body: Body, key: string): number | undefined {
  const value = body[key];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function billReasonIn(body: Body): BillReason | undefined {
  const reason = objectIn(body, 'reason');
  const code = billReasonCodes.find((each) => each === reason?.['code']);
  if (!reason || code === undefined) return undefined;
  const detail = textIn(reason, 'detail');
  return detail === undefined ? { code } : { code, detail };
}

function codeReasonIn(body: Body): QrTenderReason | undefined {
  const reason = objectIn(body, 'reason');
  const code = qrTenderReasonCodes.find((each) => each === reason?.['code']);
  if (!reason || code === undefined) return undefined;
  const detail = textIn(reason, 'detail');
  return detail === undefined ? { code } : { code, detail };
}

function reasonIn(body: Body): Reason | undefined {
  const reason = objectIn(body, 'reason');
  const code = reasonCodes.find((each) => each === reason?.['code']);
  if (!reason || code === undefined) return undefined;
  const detail = textIn(reason, 'detail');
  return detail === undefined ? { code } : { code, detail };
}
