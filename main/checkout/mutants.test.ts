import { describe, expect, it } from 'vitest';
import { loadMutant, type Mutation } from '../testing/load-mutant.ts';
import { simulateShop, type ShopReport } from '../testing/simulate-shop.ts';

/**
 * Does the simulation see the mistakes that lose money? Each of these makes one in the real source, and the storm has to find it.
 * A text that cannot be found any more fails here: whoever rewrites such a line decides anew what would be the mistake in it.
 */
const mutants: readonly (Mutation & { readonly name: string })[] = [
  {
    name: 'sends before it journals',
    file: 'checkout/sale-run.ts',
    replace: `  const committed = commit(parts, saleId, begun);
  if (!committed.ok) return committed;
  const { sale } = committed.value;
  const settled = askForCard(parts, saleId, begun.request).then(`,
    by: `  const asked = askForCard(parts, saleId, begun.request);
  const committed = commit(parts, saleId, begun);
  if (!committed.ok) return committed;
  const { sale } = committed.value;
  const settled = asked.then(`,
  },
  {
    name: 'forgets to journal the answer',
    file: 'checkout/sale-run.ts',
    replace: '.then((outcome) => recordOutcome(parts, saleId, outcome));',
    by: ".then((outcome) => ({ kind: 'recorded', sale: { ...sale, outcome: outcome.kind } }));",
  },
  {
    name: 'tells the answer before it is written down',
    file: 'checkout/sale-run.ts',
    replace: '.then((outcome) => recordOutcome(parts, saleId, outcome));',
    by: `.then((outcome) => {
    setImmediate(() => recordOutcome(parts, saleId, outcome));
    return { kind: 'recorded', sale: { ...sale, outcome: outcome.kind } };
  });`,
  },
  {
    name: 'lets an answer go that the disk did not take',
    file: 'checkout/sale-run.ts',
    replace: "if (committed.ok) return { kind: 'recorded', sale: committed.value.sale };",
    by: "return { kind: 'recorded', sale: parts.journal.sale(saleId) };",
  },
  {
    name: 'takes a lost connection for a decline',
    file: 'terminal/decode-answer.ts',
    replace: "return unknown({ code: 'connection-lost' });",
    by: "return { kind: 'declined', reason: { code: 'declined-by-issuer' }, deviceWarning: false };",
  },
  {
    name: 'takes an error of the service for a failure',
    file: 'terminal/decode-answer.ts',
    replace: "return unknown(reasonOf('service-error', errors[0]?.message ?? message ?? code));",
    by: "return failed(reasonOf('general-error', code));",
  },
  {
    name: 'tries again after a lost connection',
    file: 'checkout/sale-run.ts',
    replace: 'return await terminal.take(request, { saleId });',
    by: `const first = await terminal.take(request, { saleId });
    return first.kind === 'outcome-unknown' ? await terminal.take(request, { saleId }) : first;`,
  },
  {
    name: 'approves on HTTP 200 alone',
    file: 'terminal/decode-answer.ts',
    replace: 'return parsed.data.Successful ? decodeApproval',
    by: 'return (parsed.data.Successful || true) ? decodeApproval',
  },
  {
    name: 'believes an answer that it cannot read',
    file: 'terminal/decode-answer.ts',
    replace: "if (!parsed.success) return unknown({ code: 'unreadable-answer' });",
    by: 'if (!parsed.success) return decodeApproval({}, request);',
  },
  {
    name: 'finds after a restart that what was waiting has failed',
    file: 'checkout/recover.ts',
    replace: "{ kind: 'payment-outcome-unknown', reason: { code: 'till-stopped' } }",
    by: "{ kind: 'payment-failed', reason: { code: 'general-error' }, deviceWarning: false }",
  },
  {
    name: 'forgets at a restart what was waiting',
    file: 'checkout/recover.ts',
    replace: "if (sale.outcome === 'waiting') recoverSale",
    by: "if (sale.outcome !== 'waiting') recoverSale",
  },
  {
    name: 'charges an unresolved bill again',
    file: 'checkout/admit-order.ts',
    replace: "if (earlier.length > 0 && !overrideReason) return fail({ kind: 'blocked', earlier });",
    by: '',
  },
  {
    name: 'takes a bill that was typed otherwise for another',
    file: 'checkout/same-bill.ts',
    replace: 'sameReference(sale.reference, request.reference)',
    by: 'sale.reference === request.reference',
  },
  {
    name: 'lets a late answer overrule what was decided',
    file: 'checkout/transition.ts',
    replace: `      invariant(sale.outcome !== 'waiting', 'an answer to a waiting sale is not late');
      return sale;`,
    by: "      return { ...sale, outcome: fact.outcome as Sale['outcome'] };",
  },
  {
    name: 'begins another sale while one is open',
    file: 'checkout/checkout.ts',
    replace: 'if (conversation) {',
    by: 'if (conversation && conversation.order.saleId === order.saleId) {',
  },
  {
    name: 'begins one order as often as it is pressed',
    file: 'checkout/checkout.ts',
    replace: 'return isSameOrder(conversation.order, order) ? conversation.begun : ',
    by: 'return isSameOrder(conversation.order, order) ? lookAtAndBegin(order) : ',
  },
  {
    name: 'looks away when a decided sale is decided again',
    file: 'checkout/checkout.ts',
    replace: "if (known.outcome !== 'outcome-unknown') return fail({ kind: 'not-unresolved', saleId });",
    by: '',
  },
  {
    name: 'confirms while the card is unknown',
    file: 'checkout/settle.ts',
    replace: "if (outcome === 'approved') return { ...payment, state: 'confirming' };",
    by: "if (outcome === 'approved' || outcome === 'outcome-unknown') return { ...payment, state: 'confirming' };",
  },
  {
    name: 'reverses while the card is unknown',
    file: 'checkout/settle.ts',
    replace: "if (outcome === 'abandoned') return",
    by: "if (outcome === 'abandoned' || outcome === 'outcome-unknown') return",
  },
  {
    name: 'reverses what was declined',
    file: 'checkout/bill-transition.ts',
    replace: "return { ...bill, state: 'declined', reason: fact.reason };",
    by: "return { ...bill, state: 'reversing', reason: fact.reason };",
  },
  {
    name: 'leaves a bill reserved that had no answer',
    file: 'checkout/bill-transition.ts',
    replace: "return { ...bill, state: 'reversing', reason: fact.reason };",
    by: "return { ...bill, state: 'declined', reason: fact.reason };",
  },
  {
    name: 'makes a new id for an advice each time',
    file: 'checkout/advice-of-bill.ts',
    replace: 'const { confirmationId: adviceId } = requested.fact;',
    by: 'const adviceId = crypto.randomUUID() as AdviceId;',
  },
  {
    name: 'says the moment of sending instead of the moment of the money',
    file: 'checkout/advice-of-bill.ts',
    replace: 'const time = decidedAt(records, paidKinds);',
    by: 'const time = (records.at(-1) as JournalRecord).at;',
  },
  {
    name: 'confirms everything with the whole of the cash',
    file: 'checkout/advice-of-bill.ts',
    replace: 'cashLeft -= fromCash;',
    by: '',
  },
  {
    name: 'takes bills for paid that a dead till left open',
    file: 'checkout/recover.ts',
    replace: "{ kind: 'sale-abandoned', reason: { code: 'till-stopped' } }",
    by: "{ kind: 'cash-taken', amountMinor: Math.max(1, sale.amountMinor), handedMinor: Math.max(1, sale.amountMinor) }",
  },
  {
    name: 'forgets bills that a dead till left without an answer',
    file: 'checkout/recover.ts',
    replace: ".filter(({ state }) => state === 'requested')",
    by: '.slice(bills.length)',
  },
  {
    name: 'forgets what was abandoned before its answer',
    file: 'checkout/recover.ts',
    replace: 'for (const sale of journal.owing()) takeBackUnanswered(sale, parts);',
    by: '',
  },
  {
    name: 'forgets at a restart what it owes',
    file: 'checkout/advice-desk.ts',
    replace: 'missing.forEach(enqueue);',
    by: '',
  },
  {
    name: 'takes money that is more than was approved',
    file: 'checkout/bill-transition.ts',
    replace: "bill.state === 'reserved' ? (bill.approvedMinor ?? 0) : 0",
    by: "bill.state === 'reserved' ? bill.requestedMinor : 0",
  },
  {
    name: 'asks for a bill before it is written down',
    file: 'checkout/bill-desk.ts',
    replace: 'const committed = commitAll(',
    by: 'for (const bill of bills) void service.requestPayment(bill.prepared, { saleId });\n    const committed = commitAll(',
  },
  {
    name: 'asks again for a bill that had no answer',
    file: 'checkout/bill-desk.ts',
    replace: 'const outcome = await service.requestPayment(bill.prepared, { saleId });',
    by: `const first = await service.requestPayment(bill.prepared, { saleId });
    const outcome = first.kind === 'unknown' ? await service.requestPayment(bill.prepared, { saleId }) : first;`,
  },
  {
    name: 'shows a code before its payment is on the wire',
    file: 'checkout/qr-desk.ts',
    replace: '    const sentAtMs = clock.monotonic();',
    by: '    show(payment, deadlineAt);\n    const sentAtMs = clock.monotonic();',
  },
  {
    name: 'goes on showing a code whose payment has ended',
    file: 'checkout/qr-desk.ts',
    replace: '    const wasShown = hide(qrId);',
    by: '    const wasShown = shown?.qrId === qrId;',
  },
  {
    name: 'sends a payment by code before it is written down',
    file: 'checkout/qr-desk.ts',
    replace: '    const committed = commitAll({ journal, queueAdvice }, saleId, [...before, begun]);',
    by: '    void service.pay(prepared.value, {});\n    const committed = commitAll({ journal, queueAdvice }, saleId, [...before, begun]);',
  },
  {
    name: 'sends a payment by code again that had no answer',
    file: 'checkout/qr-desk.ts',
    replace: "    const mayTryAgain = outcome.kind === 'declined' && outcome.mayTryNewId && isFirstTry && !wasShown;",
    by: "    const mayTryAgain = outcome.kind !== 'approved' && isFirstTry;",
  },
  {
    name: 'takes a payment by code for declined that had no answer',
    file: 'checkout/fact-of-code.ts',
    replace: "return { kind: 'qr-unanswered', qrId, reversalReason, reason: plain(reason), basis: plain(basis), isOver };",
    by: "return { kind: 'qr-declined', qrId, reason: plain(reason) };",
  },
  {
    name: 'forgets that a reversal may have come too early',
    file: 'checkout/qr-transition.ts',
    replace: 'return fact.foundNothing && !tender.isToldAfterEnd && tender.requestEnd !== undefined',
    by: 'return fact.foundNothing && tender.requestEnd === undefined && false',
  },
  {
    name: 'forgets at a restart that a request may still be on its way',
    file: 'checkout/qr-desk.ts',
    replace: "if (requestEnd !== 'not-yet') continue;",
    by: "if (requestEnd === 'not-yet') continue;",
  },
  {
    name: 'forgets codes that a dead till left under way',
    file: 'checkout/recover.ts',
    replace: '...codes.filter(isUnderWay).map(factOfCodeLeftUnderWay),',
    by: '',
  },
  {
    name: 'leaves a code reserved when its sale is given up',
    file: 'checkout/settle.ts',
    replace: "if (outcome === 'abandoned') return { ...payment, state: 'reversing', reason: { code: 'abandoned' } };",
    by: "if (outcome === 'abandoned' && 'billId' in payment) return { ...payment, state: 'reversing', reason: { code: 'abandoned' } };",
  },
  {
    name: 'takes cash while a customer may scan',
    file: 'checkout/open-sales.ts',
    replace: 'if (open.value.cash || isAsking(open.value)) return',
    by: 'if (open.value.cash) return',
  },
  {
    name: 'pays an unresolved bill again',
    file: 'checkout/open-sales.ts',
    replace: "if (earlier.length > 0 && !overrideReason) return fail({ kind: 'blocked', earlier });",
    by: '',
  },
];

const salesPerShop = 50;
const mostSales = 3_000;

/** @returns the first shop in which something is wrong, and after how many sales */
async function firstWrong(till: Parameters<typeof simulateShop>[0]['till']): Promise<ShopReport | undefined> {
  for (let seed = 1; seed <= mostSales / salesPerShop; seed += 1) {
    const report = await simulateShop({ seed, sales: salesPerShop, disk: 'memory', till });
    const { lost, doubled, falselyApproved, unresolved, conflicting, stuck, misdeeds } = report;
    if ([lost, doubled, falselyApproved, unresolved, conflicting, stuck, misdeeds].some((cases) => cases.length > 0))
      return report;
  }
  return undefined;
}

describe('the simulation', () => {
  it.each(mutants)('catches a till that $name', async (mutation) => {
    const mutant = await loadMutant(mutation);
    try {
      const report = await firstWrong(mutant.till);
      expect(report, `nothing wrong in ${mostSales} sales`).toBeDefined();
    } finally {
      mutant.remove();
    }
  });

  it('finds nothing wrong with a copy that has no mistake in it', async () => {
    const text = 'if (!committed.ok) return committed;';
    const copy = await loadMutant({ file: 'checkout/sale-run.ts', replace: text, by: text });
    expect(await firstWrong(copy.till)).toBeUndefined();
    copy.remove();
  });

  it('refuses a mistake that cannot be made any more', async () => {
    await expect(loadMutant({ file: 'checkout/recover.ts', replace: 'a text that stands nowhere', by: '' })).rejects.toThrow(
      /stands 0 times/u,
    );
  });
});
