import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { HttpAnswer, HttpRequest } from '../http/transport.ts';
import type { AppendFailure } from '../journal/journal.ts';
import type { Crash } from './crashing-journal.ts';
import type { Random } from './random.ts';
import type { Way } from './scripted-transport.ts';

/** Everything that goes wrong around a till, by chance and by seed. */
export interface Trouble {
  way(request: HttpRequest): Way;
  /** Where the next process dies by itself, if it does. */
  crash(): Crash | undefined;
  /** The same, counted in the writes of the advice queue. */
  queueCrash(): Crash | undefined;
  /** Whether the next start finds a file of the advice queue damaged. */
  losesRecord(): boolean;
  refuseWrite(): AppendFailure | undefined;
  mayBegin(): Result<void, Failure>;
  /** From now on everything works. */
  end(): void;
}

const waysOfPayments = {
  open: 60,
  slow: 12,
  closed: 4,
  'lost-before': 4,
  'lost-during': 4,
  'lost-after': 7,
  silent: 1,
  'answered-by-another': 6,
  spoilt: 6,
  unreadable: 2,
} as const;

const waysOfBills = {
  open: 70,
  slow: 10,
  closed: 4,
  'lost-before': 4,
  'lost-during': 3,
  'lost-after': 5,
  silent: 2,
  'answered-by-another': 3,
  spoilt: 3,
  unreadable: 2,
} as const;

const waysOfQuestions = { open: 94, slow: 2, closed: 1, 'lost-before': 1, silent: 1, 'answered-by-another': 1 } as const;

/** None of them says that a card was charged, or that none was; each says something else. */
const answersOfOthers: readonly HttpAnswer[] = [
  { status: 500, contentType: 'application/json', body: '{"ResponseStatus":{"ErrorCode":"InternalError"}}' },
  { status: 500, contentType: 'application/json', body: '{"ResponseStatus":{"ErrorCode":"Exception","Message":"Try again."}}' },
  { status: 500, contentType: 'application/json', body: '{"ResponseStatus":{"ErrorCode":"NullReferenceException"}}' },
  { status: 500, contentType: undefined, body: '' },
  { status: 502, contentType: 'text/html', body: '<html>Bad Gateway</html>' },
  { status: 204, contentType: undefined, body: '' },
  { status: 302, contentType: undefined, body: '' },
  { status: 200, contentType: 'text/html', body: '<html>Welcome</html>' },
  { status: 200, contentType: 'application/json', body: '{}' },
  { status: 200, contentType: 'application/json', body: '{"Successful":"true"}' },
  { status: 200, contentType: 'application/json', body: '{"Successful":null,"ErrorCode":"NoError"}' },
];

const waysOfCodes = {
  open: 78,
  slow: 6,
  closed: 3,
  'lost-before': 3,
  'lost-during': 3,
  'lost-after': 4,
  silent: 1,
  'answered-by-another': 3,
  spoilt: 2,
  unreadable: 1,
} as const;

/** Of a payment by code some more are not believed either: those that its service never says (qr 2.2). */
const answersOfOthersAboutCodes: readonly HttpAnswer[] = [
  { status: 500, contentType: undefined, body: '' },
  { status: 504, contentType: 'text/html', body: '<html>Gateway Timeout</html>' },
  { status: 502, contentType: 'text/html', body: '<html>Bad Gateway</html>' },
  { status: 429, contentType: undefined, body: '' },
];

/** Nobody may believe these of a bill either way; any other status is believed, whoever sent it (billpay 2). */
const answersOfOthersAboutBills: readonly HttpAnswer[] = [
  { status: 500, contentType: undefined, body: '' },
  { status: 504, contentType: 'text/html', body: '<html>Gateway Timeout</html>' },
];

/** Cut off, sent twice, with bytes that do not belong, empty: an answer that nobody may believe. */
const spoils: readonly ((body: string) => string)[] = [
  (body) => body.slice(0, Math.floor(body.length / 2)),
  (body) => body + body,
  (body) => `%PDF-1.4${body}`,
  () => '',
];

export function createTrouble(random: Random): Trouble {
  let isOver = false;
  /** So many writes are refused before there is room again. */
  let refusals = 0;
  const full: AppendFailure = { kind: 'disk-full', detail: 'database or disk is full' };

  function wayOf(kind: keyof typeof waysOfPayments, others: readonly HttpAnswer[]): Way {
    switch (kind) {
      case 'open':
      case 'closed':
      case 'lost-before':
      case 'lost-during':
      case 'lost-after':
      case 'unreadable':
        return { kind };
      case 'slow':
        return { kind: 'open', afterMs: random.whole(1, 6_000) };
      case 'silent':
        return { kind, arrives: random.chance(0.5) };
      case 'answered-by-another':
        return { kind, answer: random.pick(others), arrives: random.chance(0.5) };
      case 'spoilt': {
        const spoil = random.pick(spoils);
        return { kind, spoil: (answer) => ({ ...answer, body: spoil(answer.body) }) };
      }
    }
  }

  return {
    way({ method, url }) {
      if (isOver) return { kind: 'open' };
      if (isAboutBills(url)) return wayOf(random.weighted(waysOfBills), answersOfOthersAboutBills);
      if (isAboutCodes(url)) {
        // Of an advice any final status is believed, whoever sent it.
        const isAdvice = url.includes('/payments/');
        return wayOf(random.weighted(waysOfCodes), isAdvice ? answersOfOthersAboutBills : answersOfOthersAboutCodes);
      }
      return wayOf(method === 'POST' ? random.weighted(waysOfPayments) : random.weighted(waysOfQuestions), answersOfOthers);
    },
    queueCrash() {
      if (isOver || !random.chance(0.25)) return undefined;
      return { append: random.whole(1, 12), when: random.pick(['before', 'after'] as const) };
    },
    losesRecord: () => !isOver && random.chance(0.1),
    crash() {
      if (isOver || !random.chance(0.4)) return undefined;
      return { append: random.whole(1, 24), when: random.pick(['before', 'after'] as const) };
    },
    refuseWrite() {
      if (isOver) return undefined;
      if (refusals === 0 && random.chance(0.015)) refusals = random.whole(1, 4);
      if (refusals === 0) return undefined;
      refusals -= 1;
      return random.chance(0.7) ? full : { kind: 'not-written', detail: 'disk I/O error' };
    },
    mayBegin() {
      const isSeen = !isOver && refusals > 0 && random.chance(0.5);
      return isSeen ? fail({ kind: 'disk-full', freeBytes: 0, neededBytes: 1 }) : ok(undefined);
    },
    end() {
      isOver = true;
    },
  };
}

export function isAboutBills(url: string): boolean {
  return url.includes('/billpay/');
}

export function isAboutCodes(url: string): boolean {
  return url.includes('/qr/v1/');
}
