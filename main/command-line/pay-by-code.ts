import { encodeQR } from 'qr';
import type { SaleId } from '../../shared/ids.ts';
import { isUnderWay, type QrTender } from '../../shared/qr-tender.ts';
import type { Outcome, Sale } from '../../shared/sale.ts';
import type { SaleInput } from '../../shared/sale-input.ts';
import type { ShownCode } from '../../shared/snapshot.ts';
import { describeMoney, describeQrReason } from '../../shared/texts/describe.ts';
import { drainMs } from './advices.ts';
import type { Answer } from './answer.ts';
import { call, type CommandParts } from './command-parts.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Interruptible } from './leaving.ts';
import { refuseSale } from './refuse.ts';
import { saleAsJson } from './sale-as-json.ts';
import { saleAsLines } from './sale-as-text.ts';
import { watchCounter } from './watch-counter.ts';

export interface PayByCodeParts extends CommandParts, Interruptible {
  readonly saleId: SaleId;
  /** A customer may scan now: for whoever does not wait for the end. */
  shown?(json: Readonly<Record<string, unknown>>): void;
}

/**
 * A payment by code, from the amount to its end: the code as text and drawn, then the customer has as long as the service gives them.
 * Ctrl+C cancels it: whatever the customer does then is taken back. A sale that is not paid is given up.
 */
export async function payByCode(parts: PayByCodeParts, input: SaleInput, overrideReason: string | undefined): Promise<Answer> {
  const { till, settings, texts, saleId, say } = parts;
  const watch = watchCounter(till, saleId);
  const override = overrideReason === undefined ? {} : { overrideReason };
  const opened = await call(till, 'sale/open', { saleId, input, ...override });
  if (!opened.ok) return refuseSale(texts, opened.failure, saleId, input, settings.currency);
  const stopListening = cancelOnInterrupt(parts);
  const begun = await call(till, 'sale/pay-code', { saleId });
  if (!begun.ok) {
    stopListening();
    await call(till, 'sale/abandon', { saleId });
    return refuseSale(texts, begun.failure, saleId, input, settings.currency);
  }
  let payload: string | undefined;
  void watch.untilShown().then((code) => {
    ({ payload } = code);
    const amount = describeMoney(texts, code.amountMinor, settings.currency);
    say(`${code.payload}\n${draw(code.payload)}`);
    say(texts.t('commandLine.codeShown', { amount }));
    parts.shown?.({ ...saleAsJson(opened.value), ...codeAsJson(code), mode: settings.mode });
  });
  const answered = await watch.until((sale) => sale.outcome !== 'open' || !sale.codes?.some(isUnderWay));
  stopListening();
  const abandoned = answered.outcome === 'open' ? await call(till, 'sale/abandon', { saleId }) : undefined;
  const drained = await call(till, 'advices/drain', { timeoutMs: drainMs });
  const advicesWaiting = drained.ok ? drained.value.waiting : undefined;
  return ended(parts, abandoned?.ok ? abandoned.value : answered, { payload, advicesWaiting });
}

/** The first press cancels: the customer may be scanning at this moment, and that is taken back. */
function cancelOnInterrupt({ till, saleId, texts, say, onInterrupt }: PayByCodeParts): () => void {
  return onInterrupt(() => {
    say(texts.t('commandLine.codeCancelled'));
    void call(till, 'history/show', { saleId }).then((shown) => {
      const tender = shown.ok ? shown.value.sale.codes?.find(isUnderWay) : undefined;
      return tender && call(till, 'sale/cancel-code', { saleId, qrId: tender.qrId });
    });
  });
}

async function ended(
  { till, settings, texts }: PayByCodeParts,
  last: Sale,
  more: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const shown = await call(till, 'history/show', { saleId: last.saleId });
  const sale = shown.ok ? shown.value.sale : last;
  const tender = sale.codes?.at(-1);
  const outcome = outcomeOf(sale, tender);
  const reason =
    tender?.reason && outcome !== 'approved' ? { reason: tender.reason.code, reasonDetail: tender.reason.detail } : {};
  return {
    exitCode: exitCodeOf(outcome, tender),
    json: { ...saleAsJson(sale), outcome, ...reason, tranId: tender?.tranId, ...more, mode: settings.mode },
    lines: [
      ...(tender?.reason && outcome !== 'approved' ? [describeQrReason(texts, tender.reason)] : []),
      ...saleAsLines(texts, sale),
    ],
  };
}

/** What became of the payment, in the words that every sale has here; in the journal a sale that was not paid is given up. */
function outcomeOf(sale: Sale, tender: QrTender | undefined): Outcome {
  if (sale.outcome === 'approved') return 'approved';
  const code = tender?.reason?.code;
  if (code === 'cancelled-by-cashier') return 'cancelled';
  return code !== undefined && declines.has(code) ? 'declined' : 'failed';
}

/** Somebody who may refuse a payment has refused it: the partner, the bank, or the money that is not there (qr 3.7). */
const declines: ReadonlySet<string> = new Set<NonNullable<QrTender['reason']>['code']>([
  'do-not-honor',
  'declined-by-partner',
  'declined-by-acquirer',
  'declined-by-issuer',
  'insufficient-funds',
  'invalid-card-number',
  'card-expired',
  'invalid-account',
]);

function exitCodeOf(outcome: Outcome, tender: QrTender | undefined): ExitCode {
  switch (outcome) {
    case 'approved':
      return exitCodes.done;
    case 'declined':
      return exitCodes.declined;
    case 'cancelled':
      return exitCodes.cancelled;
    default:
      return tender?.reason?.code === 'service-unreachable' ? exitCodes.unavailable : exitCodes.failed;
  }
}

function codeAsJson({ payload, qrId, expiresAt }: ShownCode): Readonly<Record<string, unknown>> {
  return { qrId, payload, expiresAt };
}

/** In half blocks, of which the light modules are drawn: dark on light where a terminal is light on dark. Scanners take it the other way round as well. */
function draw(payload: string): string {
  return encodeQR(payload, 'ascii', { ecc: 'medium', border: 4 });
}
