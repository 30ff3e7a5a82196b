import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import { invariant } from '../../shared/result.ts';
import type { Advice } from '../advices/advice.ts';
import { createBillpayClient } from '../billpay/client.ts';
import { silentLogger } from '../ports/logger.ts';
import { readIdentity } from '../settings/identity.ts';
import { billIdOf, confirmationIdOf, facts, fold, recordsOf, reversalIdOf } from '../testing/sale-facts.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import type { Fact } from '../journal/record.ts';
import { adviceOfBill, tendersOf } from './advice-of-bill.ts';

const { requested, approved, unanswered, cash, card, cardApproved, cardUnknown, resolved, abandoned } = facts;
const clock = createManualClock();
const identity = readIdentity({}, 'demonstration');
invariant(identity.ok, 'the demonstration has an identity');

/** The real messages; nothing is sent here. */
const service = createBillpayClient(
  { url: 'http://localhost', user: '600123', password: 'not-a-secret', identity: identity.value, currency: 'USD' as Currency },
  { transport: { exchange: () => new Promise(() => {}), close: () => {} }, clock, logger: silentLogger },
);

function adviceAfter(kind: 'confirmation' | 'reversal', bill: number, ...told: readonly Fact[]): Advice {
  const records = recordsOf(...told);
  const made = adviceOfBill(service, fold(records), records, billIdOf(bill), kind);
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return made.value;
}

const bodyOf = ({ body }: Advice): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;
const reserved = [requested(1), approved(1)] as const;

describe('the advice of a bill', () => {
  it('confirms with the id that was written down first, the answer’s identifiers, and the moment of the money', () => {
    const advice = adviceAfter('confirmation', 1, ...reserved, cash(1_000, 2_000));
    expect(advice).toMatchObject({ adviceId: confirmationIdOf(1), requestId: billIdOf(1), queuedAt: '2026-11-21T09:00:02.000Z' });
    expect(bodyOf(advice)).toMatchObject({
      time: '2026-11-21T09:00:02.000Z',
      thirdPartyIdentifiers: [{ transactionIdentifier: 'S-1' }],
      tenders: [{ tenderType: 'CASH', amount: { amount: 1_000 } }],
    });
  });

  it('names the authorization of the card that paid, or what a person read off the slip', () => {
    const byAnswer = adviceAfter('confirmation', 1, ...reserved, card(1_000), cardApproved());
    expect(bodyOf(byAnswer)['tenders']).toMatchObject([{ tenderType: 'CREDIT_CARD', reference: 'AUTH 012030' }]);
    const byHand = adviceAfter('confirmation', 1, ...reserved, card(1_000), cardUnknown(), resolved('charged'));
    expect(bodyOf(byHand)['tenders']).toMatchObject([{ tenderType: 'CREDIT_CARD', reference: 'AUTH 690489' }]);
  });

  it('reverses what was given up with CANCELLED and the answer’s identifiers', () => {
    const advice = adviceAfter('reversal', 1, ...reserved, abandoned());
    expect(advice.adviceId).toBe(reversalIdOf(1));
    expect(bodyOf(advice)).toMatchObject({
      reversalReason: 'CANCELLED',
      thirdPartyIdentifiers: [{ transactionIdentifier: 'S-1' }],
    });
    const afterCard = adviceAfter('reversal', 1, ...reserved, card(1_000), cardUnknown(), resolved('not-charged'));
    expect(bodyOf(afterCard)).toMatchObject({ reversalReason: 'CANCELLED', time: '2026-11-21T09:00:04.000Z' });
  });

  it('reverses what had no answer with its reason, the request’s identifiers, and the moment at which nobody waited any more', () => {
    const advice = adviceAfter('reversal', 1, requested(1), requested(2), unanswered(1), approved(2));
    expect(bodyOf(advice)).toMatchObject({
      reversalReason: 'TIMEOUT',
      time: '2026-11-21T09:00:02.000Z',
      thirdPartyIdentifiers: [{ transactionIdentifier: 'T-1' }],
    });
  });

  it('made again at any later time is the same, to the byte', async () => {
    const { advice, refused } = facts;
    const paid = [...reserved, requested(2), approved(2, 300), cash(400), card(900), cardApproved()] as const;
    const first = adviceAfter('confirmation', 2, ...paid);
    await clock.advance(86_400_000);
    expect(adviceAfter('confirmation', 2, ...paid)).toEqual(first);
    const later = [advice('advice-delivered', 1, 'confirmation'), refused(2, 'confirmation')];
    expect(adviceAfter('confirmation', 2, ...paid, ...later)).toEqual(first);

    const given = [requested(1), requested(2), unanswered(1), approved(2), abandoned()] as const;
    const reversals = [1, 2].map((bill) => adviceAfter('reversal', bill, ...given));
    await clock.advance(86_400_000);
    const delivered = advice('advice-delivered', 1, 'reversal');
    expect([1, 2].map((bill) => adviceAfter('reversal', bill, ...given, delivered))).toEqual(reversals);
  });

  it('has tenders that come to what was approved, however bills and money are split', () => {
    const bills = fc.array(fc.record({ approvedMinor: fc.integer({ min: 1, max: 5_000 }), isWanted: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(bills, fc.double({ min: 0, max: 1, noNaN: true }), (some, share) => {
        const all = [...some, { approvedMinor: 1, isWanted: true }];
        const totalMinor = all.reduce((sum, { approvedMinor, isWanted }) => sum + (isWanted ? approvedMinor : 0), 0);
        const cashMinor = Math.floor(totalMinor * share);
        const records = recordsOf(
          ...all.map((_, place) => requested(place + 1)),
          ...all.map(({ approvedMinor, isWanted }, place) =>
            isWanted ? approved(place + 1, approvedMinor) : unanswered(place + 1),
          ),
          ...(cashMinor > 0 ? [cash(cashMinor)] : []),
          ...(cashMinor < totalMinor ? [card(totalMinor - cashMinor), cardApproved()] : []),
        );
        const sale = fold(records);
        expect(sale.outcome).toBe('approved');
        const tenders = tendersOf(sale);
        const spent = { CASH: 0, CREDIT_CARD: 0 };
        for (const [place, { approvedMinor, isWanted }] of all.entries()) {
          const own = tenders.get(billIdOf(place + 1)) ?? [];
          const paidMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          expect(paidMinor).toBe(isWanted ? approvedMinor : 0);
          for (const { tenderType, amountMinor } of own) {
            expect(amountMinor).toBeGreaterThan(0);
            spent[tenderType === 'CASH' ? 'CASH' : 'CREDIT_CARD'] += amountMinor;
          }
          // The message itself has the rule as well, and refuses what does not add up.
          if (isWanted) expect(adviceOfBill(service, sale, records, billIdOf(place + 1), 'confirmation').ok).toBe(true);
        }
        expect(spent).toEqual({ CASH: cashMinor, CREDIT_CARD: totalMinor - cashMinor });
      }),
      { numRuns: 500 },
    );
  });
});
