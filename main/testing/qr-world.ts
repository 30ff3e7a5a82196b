import type { HttpAnswer, HttpRequest } from '../http/transport.ts';
import type { Clock } from '../ports/clock.ts';
import type { BookedCode } from './compare-codes.ts';
import type { Random } from './random.ts';
import type { Way } from './scripted-transport.ts';

/** A QR service in memory and by seed, with its customers, and its ledger (qr 4 and 9). */
export interface QrWorld {
  /** What the service does with a message that arrives. A payment is held open until it ends. */
  serve(request: HttpRequest): Promise<HttpAnswer>;
  /** Told of each attempt of an advice: only of a first one may it be said that somebody else has its id; later that would be its own echo (qr 6.3). */
  attempts(adviceId: string, sentBefore: boolean): void;
  /** Told of every message that is sent, before it goes anywhere. @returns a way for those that somebody else's message stands in the way of */
  sent(request: HttpRequest): Way | undefined;
  /** Has this payment been given to the network? Before that nobody may see its code. */
  wasSent(paymentId: string): boolean;
  payments(): readonly BookedCode[];
  /** What no till that keeps to the protocol does, a sentence each. */
  breaches(): readonly string[];
  /** From now on it does what it is asked, and every customer pays. */
  calm(): void;
}

export const simulatedGuid = 'dev.sim.qr';
/** How long the service waits for a scan: shorter than the till's patience (qr 4.3). */
const scanWindowMs = 3_500;

interface Payment {
  readonly tranId: string;
  readonly amountMinor: number;
  state: BookedCode['state'];
  reservedMinor: number;
  takenMinor: number;
  /** Ends the wait of the held request. */
  end: (answer: HttpAnswer) => void;
}

interface Told {
  readonly kind: string;
  readonly body: string;
  readonly found: boolean;
  /** At least one of its arrivals was told so, and that may have reached the till. */
  readonly wasNotFound: boolean;
}

const moodsOfCodes = { give: 88, 'not-final': 4, refuse: 3, 'id-is-known': 2, 'odd-payload': 3 } as const;
const moodsOfCustomers = {
  pays: 62,
  'pays-half': 4,
  declines: 8,
  'never-scans': 12,
  'gets-no-answer': 4,
  'is-refused': 6,
  'id-is-known': 2,
  'not-final-applied': 2,
} as const;
const moodsOfAdvices = { accept: 80, 'not-final-applied': 7, 'not-final': 7, unauthorized: 3, 'service-down': 3 } as const;

export function createQrWorld(clock: Clock, random: Random): QrWorld {
  const codes = new Map<string, 'given' | 'paid'>();
  const payments = new Map<string, Payment>();
  const advices = new Map<string, Map<string, Told>>();
  const firstAttempts = new Set<string>();
  const sentPayments = new Map<string, number>();
  const breaches: string[] = [];
  let isCalm = false;

  function createCode(body: string): HttpAnswer {
    const message = JSON.parse(body) as CodeMessage;
    const mood = isCalm ? 'give' : random.weighted(moodsOfCodes);
    if (mood === 'not-final') return answer(random.pick([500, 504]), '');
    if (mood === 'refuse') return refusal(400, 'ROUTING_ERROR');
    if (mood === 'id-is-known') return refusal(400, 'DUPLICATE_RECORD');
    const tranId = hexadecimal(32);
    codes.set(tranId, 'given');
    const template = `0010${simulatedGuid}0132${tranId}`;
    const payload = `00020126${String(template.length)}${template}`;
    const qrCode = mood === 'odd-payload' ? payload.slice(0, -1) : payload;
    const { id, time, originator, client, qrProperties, thirdPartyIdentifiers = [] } = message;
    const identifiers = [...thirdPartyIdentifiers, { institutionId: '70001', transactionIdentifier: `S${tranId.slice(0, 8)}` }];
    const made = { id, time, originator, client, qrProperties, thirdPartyIdentifiers: identifiers, tranId, qrCode };
    return answer(201, JSON.stringify(made));
  }

  function pay(body: string): Promise<HttpAnswer> {
    const message = JSON.parse(body) as PayMessage;
    const { id, tranId, amounts } = message;
    if (payments.has(id)) breaches.push(`payment ${id} was requested twice`);
    const mood = isCalm ? 'pays' : random.weighted(moodsOfCustomers);
    if (mood === 'id-is-known') return Promise.resolve(refusal(400, 'DUPLICATE_RECORD'));
    if (codes.get(tranId) !== 'given') {
      breaches.push(`payment ${id} is for the code ${tranId}, which is ${codes.get(tranId) ?? 'nobody’s'}`);
      return Promise.resolve(refusal(400, 'INVALID_TRAN_ID'));
    }
    codes.set(tranId, 'paid');
    const amountMinor = amounts.requestAmount.amount;
    return new Promise((resolve) => {
      const payment: Payment = { tranId, amountMinor, state: 'waiting', reservedMinor: 0, takenMinor: 0, end: resolve };
      payments.set(id, payment);
      if (mood === 'is-refused') {
        payment.state = 'declined';
        resolve(refusal(random.pick([400, 503]), 'ROUTING_ERROR'));
        return;
      }
      const scanMs = mood === 'never-scans' ? Infinity : random.whole(50, scanWindowMs - 100);
      clock.after(Math.min(scanMs, scanWindowMs), () => {
        if (payment.state !== 'waiting') return;
        scanned(mood, payment, message);
      });
    });
  }

  function scanned(mood: keyof typeof moodsOfCustomers, payment: Payment, message: PayMessage): void {
    switch (mood) {
      case 'pays':
      case 'pays-half':
      case 'not-final-applied': {
        const approvedMinor = mood === 'pays-half' ? Math.ceil(payment.amountMinor / 2) : payment.amountMinor;
        Object.assign(payment, { state: 'authorised', reservedMinor: approvedMinor });
        payment.end(
          mood === 'not-final-applied' ? answer(504, '') : answer(201, JSON.stringify(approvalOf(message, approvedMinor))),
        );
        break;
      }
      case 'declines':
        payment.state = 'declined';
        payment.end(refusal(400, 'DECLINED_BY_PARTNER'));
        break;
      case 'never-scans':
        payment.state = 'expired';
        payment.end(random.chance(0.7) ? refusal(400, 'NO_SCAN_RECEIVED') : refusal(504, 'NO_SCAN_RECEIVED'));
        break;
      case 'gets-no-answer':
        payment.state = 'expired';
        payment.end(refusal(504, 'UPSTREAM_UNAVAILABLE'));
        break;
      case 'is-refused':
      case 'id-is-known':
        break;
    }
  }

  function advise(kind: string, body: string): HttpAnswer {
    const { id, requestId } = JSON.parse(body) as AdviceMessage;
    const told = advices.get(requestId) ?? new Map<string, Told>();
    advices.set(requestId, told);
    const earlier = told.get(id);
    if (earlier && earlier.body !== body) breaches.push(`advice ${id} came again with other bytes`);
    checkAgainstEarlier(requestId, kind, id, told);
    const payment = payments.get(requestId);
    const mood = isCalm ? 'accept' : random.weighted(moodsOfAdvices);
    if (mood === 'not-final') return answer(random.pick([500, 504]), '');
    if (mood === 'unauthorized') return answer(401, '');
    if (mood === 'service-down') return refusal(503, 'UPSTREAM_UNAVAILABLE');
    const found = payment !== undefined;
    told.set(id, { kind, body, found, wasNotFound: !found || (earlier?.wasNotFound ?? false) });
    if (earlier?.found) return refusal(400, 'DUPLICATE_RECORD');
    const settled = settle(kind, payment);
    return mood === 'not-final-applied' ? answer(random.pick([500, 504]), '') : settled;
  }

  /** One kind of advice for a payment, and a second one only where the first found nothing, or somebody else had its id. */
  function checkAgainstEarlier(requestId: string, kind: string, id: string, told: ReadonlyMap<string, Told>): void {
    for (const [otherId, other] of told) {
      if (otherId === id) continue;
      if (other.kind !== kind) breaches.push(`payment ${requestId} was told both advices`);
      if (other.found && !other.wasNotFound) breaches.push(`payment ${requestId} was told a second advice`);
    }
  }

  function settle(kind: string, payment: Payment | undefined): HttpAnswer {
    if (kind === 'confirmations') {
      if (!payment) return refusal(404, 'UNABLE_TO_LOCATE_RECORD');
      if (payment.state === 'confirmed') return refusal(400, 'ACCOUNT_ALREADY_SETTLED');
      if (payment.state !== 'authorised') {
        breaches.push(`the payment for ${payment.tranId} was confirmed although it is ${payment.state}`);
        return refusal(400, 'FUNCTION_NOT_SUPPORTED');
      }
      Object.assign(payment, { state: 'confirmed', takenMinor: payment.reservedMinor, reservedMinor: 0 });
      return answer(202, '');
    }
    if (!payment) return answer(404, '');
    if (payment.state === 'confirmed') {
      breaches.push(`the payment for ${payment.tranId} was reversed although it is confirmed`);
      return refusal(400, 'ACCOUNT_ALREADY_SETTLED');
    }
    const wasWaiting = payment.state === 'waiting';
    Object.assign(payment, { state: 'reversed', reservedMinor: 0 });
    if (wasWaiting) payment.end(refusal(400, 'DO_NOT_HONOR'));
    return answer(202, '');
  }

  function hexadecimal(digits: number): string {
    return Array.from({ length: digits }, () => random.whole(0, 15).toString(16)).join('');
  }

  return {
    async serve({ url, body = '' }) {
      // Some messages are overtaken by others.
      if (!isCalm && random.chance(0.2)) await new Promise<void>((resolve) => void clock.after(random.whole(1, 3_000), resolve));
      const path = url.split('/qr/v1/')[1] ?? '';
      if (path === 'qrCodes') return createCode(body);
      if (path === 'payments') return pay(body);
      return advise(path.split('/')[1] ?? '', body);
    },
    sent({ url, body = '' }) {
      const path = url.split('/qr/v1/')[1] ?? '';
      if (path === 'qrCodes') return undefined;
      const { id } = JSON.parse(body) as { readonly id: string };
      if (path === 'payments') {
        sentPayments.set(id, (sentPayments.get(id) ?? 0) + 1);
        if (sentPayments.get(id) === 2) breaches.push(`payment ${id} was sent twice`);
        return undefined;
      }
      if (isCalm || !firstAttempts.has(id) || !random.chance(0.02)) return undefined;
      return { kind: 'answered-by-another', answer: refusal(400, 'DUPLICATE_RECORD'), arrives: false };
    },
    attempts: (adviceId, sentBefore) => void (sentBefore ? firstAttempts.delete(adviceId) : firstAttempts.add(adviceId)),
    wasSent: (paymentId) => sentPayments.has(paymentId),
    payments: () =>
      Array.from(payments, ([id, { tranId, amountMinor, state, reservedMinor, takenMinor }]) => ({
        id,
        tranId,
        amountMinor,
        state,
        reservedMinor,
        takenMinor,
      })),
    breaches: () => breaches,
    calm() {
      isCalm = true;
    },
  };
}

interface CodeMessage {
  readonly id: string;
  readonly time: string;
  readonly originator: unknown;
  readonly client: unknown;
  readonly qrProperties: unknown;
  readonly thirdPartyIdentifiers?: readonly unknown[];
}

interface PayMessage extends CodeMessage {
  readonly tranId: string;
  readonly amounts: { readonly requestAmount: { readonly amount: number; readonly currency: string } };
}

interface AdviceMessage {
  readonly id: string;
  readonly requestId: string;
}

function approvalOf(message: PayMessage, approvedMinor: number): unknown {
  const { thirdPartyIdentifiers = [], amounts } = message;
  return {
    ...message,
    thirdPartyIdentifiers: [...thirdPartyIdentifiers, { institutionId: '88021', transactionIdentifier: 'BHW-7Q2M9K41C' }],
    partner: { id: '88021', name: 'Blue Heron Wallet' },
    amounts: { ...amounts, approvedAmount: { ...amounts.requestAmount, amount: approvedMinor } },
  };
}

function answer(status: number, body: string): HttpAnswer {
  return { status, contentType: 'application/json', body };
}

function refusal(status: number, errorType: string): HttpAnswer {
  return answer(status, JSON.stringify({ id: 'a49145101b99addd2e50', errorType, errorMessage: 'refused' }));
}
