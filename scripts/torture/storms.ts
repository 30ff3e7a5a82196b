import type { StandingScript as CardStorm } from '../../simulators/bds/start-bds-simulator.ts';
import type { StandingScript as BillStorm } from '../../simulators/billpay/start-billpay-simulator.ts';
import type { Fault, QrSettings, StandingScript as CodeStorm } from '../../simulators/qr/start-qr-simulator.ts';
import { createRandom, type Random } from '../../main/testing/random.ts';

/** Quick customers: most of the time then goes by in the moments that matter. */
export const longestThinkMs = 100;

/** Everything that a card service can do to a till, as often as a month has it in a year. */
export function cardStormOf(seed: number): CardStorm {
  return {
    seed,
    thinkMs: [0, longestThinkMs],
    customers: { approve: 0.74, decline: 0.1, 'user-cancel': 0.05, timeout: 0.04, 'device-error': 0.03, 'issuer-error': 0.04 },
    faults: {
      'close-before-charging': 0.03,
      'reset-before-charging': 0.02,
      'close-during-customer': 0.04,
      'close-after-charging': 0.05,
      'reset-after-charging': 0.04,
      'hang-after-charging': 0.01,
      'hang-before-charging': 0.01,
      'late-answer': 0.05,
      'other-error': 0.03,
      'empty-error': 0.01,
      'http-status': 0.03,
      garbage: 0.02,
      'cut-json': 0.02,
      'cut-body': 0.02,
      'not-http': 0.01,
      'wrong-content-type': 0.01,
      'duplicate-answer': 0.02,
      'missing-fields': 0.01,
      unauthorized: 0.01,
      'bad-request': 0.01,
      unavailable: 0.02,
    },
    statuses: { 'http-status': 0.01, malformed: 0.01, close: 0.01, 'then-refuse': 0.02 },
  };
}

/** The same for a bill service. What it says about an advice may send the advice to a manager, who sends it again in the end. */
export function billStormOf(seed: number): BillStorm {
  return {
    seed,
    longestMs: 120,
    faults: {
      payment: {
        decline: 0.05,
        'approve-less': 0.05,
        delay: 0.05,
        'late-answer': 0.05,
        'slow-body': 0.02,
        hang: 0.02,
        cut: 0.04,
        reset: 0.03,
        'cut-body': 0.02,
        'not-http': 0.02,
        status: 0.05,
        empty: 0.01,
        garbage: 0.02,
        'wrong-content-type': 0.01,
        altered: 0.02,
      },
      // Not `empty` and `garbage`: a service that says 202 and forgets the advice is beyond what any till can see (billpay 2).
      advice: {
        delay: 0.05,
        'late-answer': 0.05,
        hang: 0.03,
        cut: 0.08,
        reset: 0.05,
        'cut-body': 0.03,
        'not-http': 0.03,
        status: 0.08,
        'wrong-content-type': 0.03,
      },
    },
  };
}

/** The longest that a customer takes to scan, and that the service makes a till wait: some are quicker than the code is seen, some are not. */
const longestQrMs = 350;
/** How long the service waits for a scan, and for a whole payment. Longer than any customer of these, shorter than the till waits (qr 4.3). */
const qrLimits = { scanWindowMs: 450, overallLimitMs: 600 } as const;
/** How long the till waits for a QR service: what is given up and still under way has arrived by then, on a busy machine as well. */
export const qrTimeoutMs = 1_000;

/** The same for a QR service and its customers. */
export function codeStormOf(seed: number): CodeStorm {
  return {
    seed,
    longestMs: longestQrMs,
    customers: {
      pays: 0.66,
      'scans-twice': 0.03,
      'pays-half': 0.04,
      'pays-more': 0.02,
      declines: 0.06,
      'has-no-money': 0.03,
      'never-scans': 0.08,
      'scans-too-early': 0.02,
      'scans-too-late': 0.02,
      'gets-no-answer': 0.04,
    },
    // Not 404: said of a reversal by somebody who does not know it is final all the same (qr 2.1), and no till can see through it.
    statuses: [500, 504, 400, 401, 429, 502, 503],
    faults: {
      createQrCode: {
        decline: 0.01,
        delay: 0.03,
        'late-answer': 0.02,
        hang: 0.005,
        cut: 0.02,
        reset: 0.01,
        'cut-body': 0.005,
        'not-http': 0.005,
        status: 0.02,
        'not-found': 0.005,
        empty: 0.005,
        garbage: 0.005,
        html: 0.005,
        altered: 0.005,
        'odd-payload': 0.02,
        'then-refuse': 0.005,
      },
      pay: {
        decline: 0.02,
        'unknown-error-type': 0.005,
        'long-error-id': 0.005,
        delay: 0.06,
        'late-answer': 0.03,
        'slow-body': 0.01,
        hang: 0.01,
        cut: 0.03,
        reset: 0.02,
        'cut-body': 0.01,
        'not-http': 0.01,
        'then-refuse': 0.005,
        status: 0.03,
        'not-found': 0.005,
        empty: 0.005,
        garbage: 0.005,
        html: 0.005,
        'wrong-content-type': 0.005,
        altered: 0.01,
        'unknown-fields': 0.01,
        'without-approved-amount': 0.005,
        'other-tran-id': 0.005,
        'other-currency': 0.005,
      },
      // Not `empty`, `garbage`, `html` and `not-found`: as above, final by their status alone, whoever said it.
      advice: {
        delay: 0.05,
        'late-answer': 0.05,
        'slow-body': 0.02,
        hang: 0.02,
        cut: 0.08,
        reset: 0.05,
        'cut-body': 0.03,
        'not-http': 0.03,
        'then-refuse': 0.01,
        status: 0.08,
        'wrong-content-type': 0.03,
      },
    },
  };
}

/** What the interface leaves to the service (qr 9.2, 9.3): each seed has another one. */
export function codeServiceOf(seed: number): Partial<QrSettings> {
  const random = createRandom(seed);
  return {
    ...qrLimits,
    noScanStatus: random.chance(0.5) ? 400 : 504,
    errorIds: random.chance(0.5) ? 'hex' : 'uuid',
    replayAdvices: random.chance(0.5),
    rememberOrphans: random.chance(0.5),
    notFoundAs400: random.chance(0.5),
  };
}

/** Somebody between the till and the service has no patience with a payment that waits for its customer; the payment goes on (qr 4.7). */
export function impatienceOf(random: Random): Fault {
  const kind = random.weighted({ cut: 3, reset: 2, hang: 1, 'not-http': 1, status: 3 });
  return { kind, whileWaiting: true, ...(kind === 'status' ? { status: random.pick([500, 502, 504]), body: 'html' } : {}) };
}
