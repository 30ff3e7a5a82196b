import type { HttpAnswer, HttpRequest } from '../http/transport.ts';
import type { Clock } from '../ports/clock.ts';
import type { BookedPayment } from './compare-bills.ts';
import type { Random } from './random.ts';

/** A bill service in memory and by seed, and its ledger (billpay 2 to 5). */
export interface BillWorld {
  /** What the service does with a message that arrives. */
  serve(request: HttpRequest): Promise<HttpAnswer>;
  payments(): readonly BookedPayment[];
  /** What no till that keeps to the protocol does, a sentence each. */
  breaches(): readonly string[];
  /** From now on it does what it is asked. */
  calm(): void;
}

interface Movement {
  state: BookedPayment['state'];
  approvedMinor: number;
  finalMinor: number;
  cashMinor: number;
  readonly advices: Map<string, string>;
}

/** What becomes of a payment. A failed status is believed, so nothing has happened then; 500 and 504 may hide either (billpay 2). */
const moods = {
  approve: 70,
  'approve-less': 6,
  decline: 8,
  'id-is-known': 2,
  'service-down': 2,
  'not-final-applied': 4,
  'not-final': 3,
} as const;

const moodsOfAdvices = { accept: 75, 'not-final-applied': 8, 'not-final': 8, unauthorized: 3, 'service-down': 4 } as const;

export function createBillWorld(clock: Clock, random: Random): BillWorld {
  const movements = new Map<string, Movement>();
  /** Ids that no payment can have any more: declined, or reversed before they came. */
  const usedIds = new Set<string>();
  const breaches: string[] = [];
  let isCalm = false;

  function movementOf(id: string): Movement {
    const movement = movements.get(id) ?? {
      state: 'requested',
      approvedMinor: 0,
      finalMinor: 0,
      cashMinor: 0,
      advices: new Map(),
    };
    movements.set(id, movement);
    return movement;
  }

  function pay(id: string, body: string): HttpAnswer {
    const isRepeated = movements.has(id) && movements.get(id)?.state !== 'requested';
    if (isRepeated) breaches.push(`payment ${id} was requested twice`);
    const movement = movementOf(id);
    if (usedIds.has(id)) return refusal(400, 'DUPLICATE_RECORD');
    const mood = isCalm ? 'approve' : random.weighted(moods);
    if (mood === 'not-final') return answer(random.pick([500, 504]), '');
    if (mood === 'service-down') return refusal(503, 'UPSTREAM_UNAVAILABLE');
    usedIds.add(id);
    if (mood === 'decline' || mood === 'id-is-known') {
      movement.state = 'declined';
      return refusal(400, mood === 'decline' ? 'INVALID_AMOUNT' : 'DUPLICATE_RECORD');
    }
    const message = JSON.parse(body) as PaymentMessage;
    const askedMinor = message.amounts.requestAmount.amount;
    const approvedMinor = mood === 'approve-less' ? Math.ceil(askedMinor / 2) : askedMinor;
    Object.assign(movement, { state: 'reserved', approvedMinor });
    if (mood === 'not-final-applied') return answer(random.pick([500, 504]), '');
    return answer(201, JSON.stringify(approvalOf(message, approvedMinor)));
  }

  function advise(id: string, kind: string, adviceId: string, body: string): HttpAnswer {
    const movement = movementOf(id);
    const earlier = movement.advices.get(adviceId);
    if (earlier !== undefined && earlier !== body) breaches.push(`advice ${adviceId} came again with other bytes`);
    movement.advices.set(adviceId, body);
    if (movement.advices.size > 1) breaches.push(`payment ${id} was told a second advice`);
    if (kind === 'confirmations' && movement.state !== 'reserved' && movement.state !== 'confirmed')
      breaches.push(`payment ${id} was confirmed although it is ${movement.state}`);
    const mood = isCalm ? 'accept' : random.weighted(moodsOfAdvices);
    if (mood === 'not-final') return answer(random.pick([500, 504]), '');
    if (mood === 'unauthorized') return answer(401, '');
    if (mood === 'service-down') return refusal(503, 'UPSTREAM_UNAVAILABLE');
    const settled = settle(id, movement, kind, body);
    return mood === 'not-final-applied' ? answer(random.pick([500, 504]), '') : settled;
  }

  function settle(id: string, movement: Movement, kind: string, body: string): HttpAnswer {
    const wanted = kind === 'confirmations' ? 'confirmed' : 'reversed';
    if (movement.state === wanted || (movement.state === 'declined' && wanted === 'reversed')) return answer(202, body);
    if (movement.state === 'requested' || movement.state === 'declined') {
      // A reversal that overtakes its request: the request must not take effect any more (billpay 4.7).
      usedIds.add(id);
      return refusal(400, 'UNABLE_TO_LOCATE_RECORD');
    }
    if (movement.state !== 'reserved') return refusal(400, 'ACCOUNT_ALREADY_SETTLED');
    const { tenders = [] } = JSON.parse(body) as AdviceMessage;
    const tenderedMinor = tenders.reduce((sum, { amount }) => sum + amount.amount, 0);
    if (wanted === 'confirmed' && tenderedMinor !== movement.approvedMinor)
      breaches.push(`payment ${id} was confirmed with ${tenderedMinor} for ${movement.approvedMinor}`);
    const cashMinor = tenders.reduce((sum, { tenderType, amount }) => sum + (tenderType === 'CASH' ? amount.amount : 0), 0);
    Object.assign(movement, { state: wanted, finalMinor: wanted === 'confirmed' ? movement.approvedMinor : 0, cashMinor });
    return answer(202, body);
  }

  return {
    async serve({ url, body = '' }) {
      // Some messages are overtaken by others.
      if (!isCalm && random.chance(0.2)) await new Promise<void>((resolve) => void clock.after(random.whole(1, 3_000), resolve));
      const [id = '', kind, adviceId = ''] = url.split('/payments/')[1]?.split('/') ?? [];
      return kind === undefined ? pay(id, body) : advise(id, kind, adviceId, body);
    },
    payments: () =>
      Array.from(movements, ([id, { advices, state, finalMinor, cashMinor }]) => {
        const adviceIds = [...advices.keys()];
        return { id, state, finalMinor, cashMinor, adviceIds };
      }),
    breaches: () => breaches,
    calm() {
      isCalm = true;
    },
  };
}

interface Amount {
  readonly amount: number;
}

interface PaymentMessage {
  readonly id: string;
  readonly time: string;
  readonly thirdPartyIdentifiers: readonly unknown[];
  readonly amounts: { readonly requestAmount: Amount };
}

interface AdviceMessage {
  readonly tenders?: readonly { readonly tenderType: string; readonly amount: Amount }[];
}

function approvalOf({ id, time, thirdPartyIdentifiers, amounts }: PaymentMessage, approvedMinor: number): unknown {
  return {
    id,
    time,
    thirdPartyIdentifiers: [...thirdPartyIdentifiers, { institutionId: '700045', transactionIdentifier: `S${id.slice(0, 8)}` }],
    amounts: { ...amounts, approvedAmount: { ...amounts.requestAmount, amount: approvedMinor } },
  };
}

function answer(status: number, body: string): HttpAnswer {
  return { status, contentType: 'application/json', body };
}

function refusal(status: number, errorType: string): HttpAnswer {
  return answer(status, JSON.stringify({ errorType, errorMessage: 'refused', id: 'an id', originalId: 'an id' }));
}
