import type { ReactElement } from 'react';
import type { Sale } from '../../shared/sale.ts';
import type { ServiceSlipLine } from '../../shared/service-slip.ts';
import { slipOf, type SlipBill, type SlipCode, type SlipLine } from '../../shared/slip.ts';
import { describeBillReason, describeMethod } from '../../shared/texts/describe.ts';
import { useSnapshot } from '../stores/stores.ts';
import { useMoney, useT, useTexts } from './texts.ts';
import { formatDateTime, formatTerminalTime } from './times.ts';

/** The slip as paper: white in the dark, too, and alone on the page when it is printed. */
export function SlipPaper({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const { locale } = useTexts();
  const isDemonstration = useSnapshot((snapshot) => snapshot.mode === 'demonstration');
  const slip = slipOf(sale, isDemonstration);
  return (
    <article className="paper" data-slip={slip.title} aria-label={t('slip.title')}>
      {slip.isDemonstration && <p className="paper-stamp">{t('common.demonstration')}</p>}
      <h2 className="paper-title">{t(`slipTitle.${slip.title}`)}</h2>
      <p className="paper-time">
        {t('common.saleNumber', { number: slip.number })}
        <span>{formatDateTime(slip.at, locale)}</span>
      </p>
      <dl className="paper-lines">
        {slip.lines.map((line) => (
          <div key={line.label} className="paper-line" data-total={'isTotal' in line && line.isTotal}>
            <dt>{t(`slipLabel.${line.label}`)}</dt>
            <dd>
              <Value line={line} sale={sale} />
            </dd>
          </div>
        ))}
      </dl>
      {slip.bills.map((bill, index) => (
        <Bill key={`${bill.kind} ${bill.reference}`} bill={bill} number={index + 1} sale={sale} />
      ))}
      {slip.codes.map((code, index) => (
        // Two payments may be alike to the letter, and a slip never changes.
        // oxlint-disable-next-line react/no-array-index-key -- see above
        <Code key={index} code={code} sale={sale} />
      ))}
      {slip.title === 'abandoned' && <p className="paper-word">{t('slip.abandoned')}</p>}
      {slip.title === 'not-charged' && <p className="paper-word">{t('slip.notCharged')}</p>}
      {slip.title === 'outcome-unknown' && <p className="paper-word">{t('slip.unknown')}</p>}
      {slip.isResolvedByHand && (
        <div className="paper-hand">
          <p className="paper-stamp">{t('slip.byHand')}</p>
          {sale.resolution && (
            <p>
              {t('slip.evidence')}: {sale.resolution.evidence}
            </p>
          )}
        </div>
      )}
      {slip.title === 'receipt' && <p className="paper-foot">{t('slip.keep')}</p>}
      {slip.isDemonstration && <p className="paper-stamp">{t('header.demonstrationStrip')}</p>}
    </article>
  );
}

function Value({ line, sale }: { readonly line: SlipLine; readonly sale: Sale }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  if ('money' in line) return <>{money(line.money, sale.currency)}</>;
  switch (line.label) {
    case 'method':
      return <>{describeMethod(texts, line.text)}</>;
    case 'card':
      return <>{t('slip.cardEnding', { lastFour: line.text })}</>;
    case 'terminalTime':
      return <>{formatTerminalTime(line.text, texts.locale)}</>;
    default:
      return <>{line.text}</>;
  }
}

interface BillProps {
  readonly bill: SlipBill;
  readonly number: number;
  readonly sale: Sale;
}

/** One bill: what was paid to whom, the name under which the biller finds it again, and the biller's own lines. */
function Bill({ bill, number, sale }: BillProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  return (
    <section className="paper-bill" data-bill={bill.state}>
      <h3 className="paper-bill-name">{bill.biller === '' ? t('slip.bill', { number }) : bill.biller}</h3>
      <dl className="paper-lines">
        <div className="paper-line">
          <dt>{t(`billReference.${bill.kind}`)}</dt>
          <dd>{bill.reference}</dd>
        </div>
        <div className="paper-line">
          <dt>{t(`slipBillState.${bill.state}`)}</dt>
          <dd>{money(bill.amountMinor, sale.currency)}</dd>
        </div>
        {bill.issuerReference !== undefined && (
          <div className="paper-line paper-issuer">
            <dt>{t('slip.issuerReference')}</dt>
            <dd>{bill.issuerReference}</dd>
          </div>
        )}
        {bill.phoneNumber !== undefined && bill.state !== 'not-paid' && (
          <div className="paper-line">
            <dt>{t('slip.callCentre')}</dt>
            <dd>{bill.phoneNumber}</dd>
          </div>
        )}
      </dl>
      {bill.reason && <p className="paper-reason">{describeBillReason(texts, bill.reason)}</p>}
      <ServiceLines slip={bill} />
    </section>
  );
}

/** One payment by code: whose app paid, what became of it, the name under which it is found there, and the service's own lines. */
function Code({ code, sale }: { readonly code: SlipCode; readonly sale: Sale }): ReactElement {
  const t = useT();
  const money = useMoney();
  return (
    <section className="paper-bill" data-code={code.state}>
      <h3 className="paper-bill-name">{code.partner === '' ? t('slip.code') : code.partner}</h3>
      <dl className="paper-lines">
        <div className="paper-line">
          <dt>{t(`slipCodeState.${code.state}`)}</dt>
          <dd>{money(code.amountMinor, sale.currency)}</dd>
        </div>
        {code.issuerReference !== undefined && (
          <div className="paper-line paper-issuer">
            <dt>{t('slip.codeReference')}</dt>
            <dd>{code.issuerReference}</dd>
          </div>
        )}
        {code.phoneNumber !== undefined && code.state !== 'not-paid' && (
          <div className="paper-line">
            <dt>{t('slip.questions')}</dt>
            <dd>{code.phoneNumber}</dd>
          </div>
        )}
      </dl>
      <ServiceLines slip={code} />
    </section>
  );
}

/** What a service wants printed, as it wants it. */
function ServiceLines({ slip }: { readonly slip: Pick<SlipBill, 'lines' | 'widthCharacters'> }): ReactElement | null {
  if (slip.lines.length === 0) return null;
  return (
    <div className="paper-biller" data-width={widthClass(slip)}>
      {slip.lines.map((line, index) => (
        // Lines repeat, and a slip never changes: the place is the line's only name.
        // oxlint-disable-next-line react/no-array-index-key -- see above
        <ServiceLine key={index} line={line} />
      ))}
    </div>
  );
}

function ServiceLine({ line }: { readonly line: ServiceSlipLine }): ReactElement {
  const t = useT();
  if (line.isRule) return <hr className="paper-rule" />;
  if (line.isCut) return <div className="paper-cut" />;
  return (
    <>
      {(line.text !== '' || !line.barcode) && (
        <p className="paper-text" data-wide={line.widthScale > 1} data-tall={line.heightScale > 1}>
          {line.text === '' ? '\u00A0' : line.text}
        </p>
      )}
      {line.barcode && (
        <p className="paper-barcode">
          <span>{t('slip.barcode')}</span> {line.barcode.data}
        </p>
      )}
    </>
  );
}

/** How small the type has to be for the service's longest line: printers have 32, 42 or 48 characters in a line. */
function widthClass({ widthCharacters, lines }: Pick<SlipBill, 'lines' | 'widthCharacters'>): 'narrow' | 'normal' | 'wide' {
  const width = Math.max(widthCharacters ?? 0, ...lines.map(({ text, widthScale }) => text.length * Math.max(1, widthScale)));
  if (width <= 32) return 'narrow';
  return width <= 42 ? 'normal' : 'wide';
}
