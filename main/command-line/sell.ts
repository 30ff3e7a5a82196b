import type { SaleId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Sale } from '../../shared/sale.ts';
import type { SaleInput } from '../../shared/sale-input.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { seenAfterStop } from '../checkout/transition.ts';
import type { Till } from '../till.ts';
import type { Answer } from './answer.ts';
import type { CommandParts } from './command-parts.ts';
import { exitCodeOfOutcome } from './exit-codes.ts';
import { listenForLeaving, type Interruptible } from './leaving.ts';
import { refuseSale } from './refuse.ts';
import { saleAsJson } from './sale-as-json.ts';
import { saleAsLine, saleAsLines } from './sale-as-text.ts';

export interface SellParts extends CommandParts, Interruptible {
  readonly saleId: SaleId;
}

/** Takes a card payment and waits for its end, as long as the customer takes. */
export async function sell(parts: SellParts, input: SaleInput, overrideReason: string | undefined): Promise<Answer> {
  const { till, settings, texts, saleId } = parts;
  const decided = decisionOf(till, saleId);
  await sayWhatIsUnresolved(parts);
  const begun = (await till.dispatch('sale/begin', {
    saleId,
    input,
    ...(overrideReason === undefined ? {} : { overrideReason }),
  })) as Result<Sale, Failure>;
  if (!begun.ok) return refuseSale(texts, begun.failure, saleId, input, settings.currency);
  // Listened to before anybody is told about it: a Ctrl+C in between would end the process.
  const leaving = listenForLeaving(parts);
  parts.say(`${texts.t('taking.customer')}. ${texts.t('taking.cannotCancel')}`);
  const sale = (await Promise.race([decided, leaving.left])) ?? seenAfterStop(begun.value);
  leaving.stop();
  return {
    exitCode: exitCodeOfOutcome(sale.outcome, sale.reason?.code),
    json: { ...saleAsJson(sale), mode: settings.mode },
    lines: saleAsLines(texts, sale),
  };
}

/** Before anything is sold, a person hears of what nobody knows yet; what it does to this sale is the checkout's business. */
async function sayWhatIsUnresolved({ till, texts, say }: SellParts): Promise<void> {
  const reply = (await till.dispatch('till/snapshot', {})) as Result<Snapshot, Failure>;
  const unresolved = reply.ok ? reply.value.unresolved : [];
  if (unresolved.length === 0) return;
  say(texts.t('header.unresolvedCount', { count: unresolved.length }));
  for (const sale of unresolved) say(saleAsLine(texts, sale));
}

/** The counter says when it is decided, as it does to a window. */
function decisionOf(till: Till, saleId: SaleId): Promise<Sale> {
  return new Promise((resolve) => {
    const stop = till.listen('snapshot', ({ counter }) => {
      if (counter.kind !== 'decided' || counter.sale.saleId !== saleId) return;
      stop();
      resolve(counter.sale);
    });
  });
}
