import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentId } from '../../shared/ids.ts';
import { isUnderWay } from '../../shared/qr-tender.ts';
import { dueMinor, paidByCodeMinor, type Sale } from '../../shared/sale.ts';
import { anyFactOfOpenSale, facts, recordOf } from '../testing/sale-facts.ts';
import type { AdviceKind, Effect } from './effect.ts';
import { transition } from './transition.ts';

interface Payment {
  readonly id: PaymentId;
  readonly state: string;
  readonly approvedMinor: number;
}

const final = new Set(['confirmed', 'reversed', 'declined']);
const adviceOfState: Readonly<Record<string, AdviceKind>> = {
  confirming: 'confirmation',
  confirmed: 'confirmation',
  reversing: 'reversal',
  reversed: 'reversal',
};

function paymentsOf({ bills = [], codes = [] }: Sale): readonly Payment[] {
  return [
    ...bills.map(({ billId, state, approvedMinor = 0 }) => ({ id: billId, state, approvedMinor })),
    ...codes.map(({ qrId, state, approvedMinor = 0 }) => ({ id: qrId, state, approvedMinor })),
  ];
}

const sumOf = (payments: readonly Payment[], states: readonly string[]): number =>
  payments.reduce((sum, { state, approvedMinor }) => sum + (states.includes(state) ? approvedMinor : 0), 0);

describe('whatever facts are thrown at a sale that is open', () => {
  it('those that do not fit change nothing; each payment has one kind of advice at most, and only when the money is decided', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom(facts.requested(1), facts.opened(1_000)),
        fc.array(anyFactOfOpenSale, { minLength: 10, maxLength: 60, size: 'max' }),
        (first, some) => {
          let sale: Sale | undefined;
          let keptMinor = 0;
          const advices = new Map<PaymentId, AdviceKind[]>();
          const asked = new Set<string>();
          for (const [place, any] of [first, ...some].entries()) {
            const fact = 'ofDue' in any ? any.ofDue(sale ? dueMinor(sale) : 0) : any;
            const before = sale;
            const textBefore = JSON.stringify(before);
            let effects: readonly Effect[];
            try {
              ({ sale, effects } = transition(before, recordOf(fact, place)));
            } catch {
              expect(JSON.stringify(before)).toBe(textBefore);
              continue;
            }
            if (fact.kind === 'cash-taken') keptMinor = fact.amountMinor;
            if (fact.kind === 'cash-returned') keptMinor = 0;
            for (const effect of effects) checkEffect(effect, { before, sale, advices, asked });
            checkSale(before, sale, { keptMinor, advices });
            for (const { state } of [...paymentsOf(sale), { state: sale.outcome }]) seen.add(state);
            if (sale.codes?.some(({ retold }) => retold)) seen.add('told again');
          }
        },
      ),
      { numRuns: 4_000 },
    );
    // Stories that never get anywhere prove nothing.
    for (const name of ['approved', 'abandoned', 'outcome-unknown', 'confirmed', 'reversed', 'needs-attention', 'told again'])
      expect([...seen]).toContain(name);
  });

  function checkEffect(
    effect: Effect,
    {
      before,
      sale,
      advices,
      asked,
    }: {
      readonly before: Sale | undefined;
      readonly sale: Sale;
      readonly advices: Map<PaymentId, AdviceKind[]>;
      readonly asked: Set<string>;
    },
  ): void {
    switch (effect.kind) {
      case 'take-card':
        expect(effect.request.amountMinor).toBe(before ? dueMinor(before) : effect.request.amountMinor);
        // The card comes last: nobody may be about to pay by code.
        expect(sale.codes?.some(isUnderWay) ?? false).toBe(false);
        break;
      case 'request-bill':
      case 'create-code':
      case 'pay-by-code': {
        const what = `${effect.kind} ${effect.kind === 'request-bill' ? effect.billId : effect.qrId}`;
        expect(asked.has(what)).toBe(false);
        asked.add(what);
        break;
      }
      case 'queue-advice': {
        const { requestId, advice } = effect;
        const earlier = advices.get(requestId) ?? [];
        // Never the other of the two. The same again is a payment by code's alone, each under an id of its own.
        expect(earlier.every((kind) => kind === advice)).toBe(true);
        expect(earlier.length).toBe(sale.codes?.find(({ qrId }) => qrId === requestId)?.retold ?? 0);
        advices.set(requestId, [...earlier, advice]);
        // Decided never while a card's outcome is open; told once more at any time.
        if (earlier.length === 0) expect(['waiting', 'outcome-unknown']).not.toContain(sale.outcome);
        if (advice === 'confirmation') expect(sale.outcome).toBe('approved');
        break;
      }
    }
  }

  function checkSale(
    before: Sale | undefined,
    sale: Sale,
    { keptMinor, advices }: { readonly keptMinor: number; readonly advices: ReadonlyMap<PaymentId, readonly AdviceKind[]> },
  ): void {
    const bills = paymentsOf({ ...sale, codes: [] });
    const codes = paymentsOf({ ...sale, bills: [] });
    if (sale.bills && sale.outcome === 'open') expect(sale.amountMinor).toBe(sumOf(bills, ['reserved']));
    if (sale.outcome === 'approved' && before?.outcome !== 'approved') {
      // Its money adds up: what was approved is what cash, codes and card paid.
      if (sale.bills) expect(sale.amountMinor).toBe(sumOf(bills, ['confirming']));
      const isByCard = sale.card !== undefined || sale.resolution !== undefined;
      if (!isByCard) expect(keptMinor + sumOf(codes, ['confirming'])).toBe(sale.amountMinor);
    }
    const isKept = sale.cash && !sale.cash.isReturned;
    expect(dueMinor(sale)).toBe(sale.amountMinor - (isKept ? keptMinor : 0) - paidByCodeMinor(sale));
    if (sale.outcome === 'open' || sale.outcome === 'approved') expect(dueMinor(sale)).toBeGreaterThanOrEqual(0);
    const earlierStates = new Map((before ? paymentsOf(before) : []).map(({ id, state }) => [id, state]));
    for (const { id, state } of paymentsOf(sale)) {
      const earlier = earlierStates.get(id);
      if (earlier && final.has(earlier)) expect(state).toBe(earlier);
      const wanted = adviceOfState[state];
      if (wanted) expect(advices.get(id)?.at(-1)).toBe(wanted);
      if (state === 'reserved') expect(['open', 'waiting', 'outcome-unknown']).toContain(sale.outcome);
    }
  }
});
