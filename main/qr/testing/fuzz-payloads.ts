import type { Random } from '../../testing/random.ts';
import { crcOf } from '../emv/crc.ts';
import { describePayload } from '../emv/describe-payload.ts';
import { readPayload, type ExpectedPayload } from '../emv/payload.ts';
import { scanTlv, writeTlv } from '../emv/tlv.ts';

const printable = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const hexadecimal = Array.from('0123456789abcdef');
/** What is not printable ASCII, or is more than one byte or one unit. */
const foreign = ['\u0000', '\n', '\u007f', 'é', '０', '漢', '😀', '\ud800'];

function words(random: Random, least: number, most: number, from: readonly string[] = printable): string {
  return Array.from({ length: random.whole(least, most) }, () => random.pick(from)).join('');
}

export interface SoundPayload {
  readonly payload: string;
  readonly expected: Required<ExpectedPayload>;
}

/** A payload that keeps every rule: one provider or several, fields of EMVCo or none, a check sum or none. */
export function soundPayload(random: Random): SoundPayload {
  const guid = words(random, 1, 20);
  const tranId = random.chance(0.7) ? words(random, 32, 32, hexadecimal) : words(random, 1, 99 - 8 - guid.length);
  const objects = new Map<string, string>();
  const ours = String(random.whole(26, 51));
  const inner = [
    { tag: '00', value: guid },
    { tag: '01', value: tranId },
  ];
  objects.set(ours, writeTlv(inner));
  for (let others = random.whole(0, 3); others > 0; others -= 1) {
    const other = String(random.whole(26, 51));
    // Another provider's transaction id may look like ours; its provider id may not.
    const name = `${guid.slice(0, 10)}${words(random, 1, 4)}`;
    if (other !== ours && name !== guid)
      objects.set(
        other,
        writeTlv([
          { tag: '00', value: name },
          { tag: '01', value: words(random, 1, 40) },
        ]),
      );
  }
  for (let fields = random.whole(0, 4); fields > 0; fields -= 1) {
    const tag = random.pick(['01', '02', '25', '52', '53', '54', '58', '59', '60', '61', '62', '64', '80', '99']);
    objects.set(tag, words(random, 1, 25));
  }
  const body = writeTlv([{ tag: '00', value: '01' }, ...[...objects].map(([tag, value]) => ({ tag, value }))]);
  const payload = random.chance(0.5) ? body : `${body}6304${crcOf(`${body}6304`)}`;
  return { payload, expected: { guid, tranId } };
}

/** The payload with one to three things done to it, of those that cameras, gateways and mistakes do. It may come out as it was. */
export function damaged(payload: string, random: Random): string {
  let text = payload;
  for (let times = random.whole(1, 3); times > 0; times -= 1) text = damagedOnce(text, random);
  return text;
}

function damagedOnce(text: string, random: Random): string {
  const at = random.whole(0, text.length);
  const upTo = random.whole(at, Math.min(text.length, at + 60));
  const before = text.slice(0, at);
  const after = text.slice(at);
  switch (
    random.weighted({
      replace: 4,
      digit: 4,
      remove: 2,
      insert: 2,
      cut: 1,
      repeat: 2,
      move: 1,
      swap: 1,
      foreign: 1,
      append: 1,
      again: 1,
      noise: 0.2,
    })
  ) {
    case 'replace':
      return before + random.pick(printable) + after.slice(1);
    case 'digit':
      // Where a length or a tag stands, more often than not.
      return before + String(random.whole(0, 9)) + after.slice(1);
    case 'remove':
      return before + after.slice(1);
    case 'insert':
      return before + random.pick(printable) + after;
    case 'cut':
      return before;
    case 'repeat':
      return text.slice(0, upTo) + text.slice(at);
    case 'move':
      return before + text.slice(upTo) + text.slice(at, upTo);
    case 'swap':
      return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
    case 'foreign':
      return before + random.pick(foreign) + after;
    case 'append':
      return text + random.pick(['6', '6300', '6304', '6304A165', '0002', '0102ab', '26020001', '5303710']);
    case 'again': {
      // Well-formed, and two of a kind.
      const { objects } = scanTlv(text);
      const again = objects.length === 0 ? [] : [{ tag: String(random.whole(26, 51)), value: random.pick(objects).value }];
      return text + writeTlv(again);
    }
    case 'noise':
      return words(random, 0, 120);
  }
}

export interface FuzzCounts {
  readonly accepted: number;
  /** By the kind of the problem. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Each is a mistake of the parser's, with the payload that shows it. */
  readonly mistakes: readonly string[];
}

/** Reads `count` payloads, a tenth of them sound and the rest damaged, and looks at what the parser says of each. */
export function fuzzPayloads(count: number, random: Random): FuzzCounts {
  let accepted = 0;
  const rejected: Record<string, number> = {};
  const mistakes: string[] = [];
  for (let done = 0; done < count; done += 1) {
    const { payload: sound, expected } = soundPayload(random);
    const payload = random.chance(0.1) ? sound : damaged(sound, random);
    try {
      const read = readPayload(payload, expected);
      if (read.ok) accepted += 1;
      else rejected[read.failure.kind] = (rejected[read.failure.kind] ?? 0) + 1;
      const wrong = mistakeIn(payload, expected, read);
      if (wrong !== undefined || (payload === sound && !read.ok))
        mistakes.push(`${wrong ?? 'rejected what is sound'}: ${JSON.stringify({ payload, expected })}`);
    } catch (error) {
      mistakes.push(`threw ${String(error)}: ${JSON.stringify({ payload, expected })}`);
    }
  }
  return { accepted, rejected, mistakes };
}

function mistakeIn(
  payload: string,
  expected: Required<ExpectedPayload>,
  read: ReturnType<typeof readPayload>,
): string | undefined {
  const { refusal } = describePayload(payload, expected);
  if (read.ok === (refusal !== undefined)) return 'described otherwise than read';
  if (!read.ok) return undefined;
  if (writeTlv(read.value.objects) !== payload) return 'accepted what is written differently';
  if (read.value.tranId !== expected.tranId) return 'accepted another transaction';
  return isSoundByItself(payload, expected) ? undefined : 'accepted what breaks a rule';
}

/**
 * Is it a payload that may be paid? A second reading of qr 5.1 and 5.4, by other means than the parser's: takes objects off the front with a pattern
 * for each possible length.
 */
export function isSoundByItself(payload: string, { guid, tranId }: Required<ExpectedPayload>): boolean {
  if (!payload.startsWith('000201') || !Array.from(payload).every((character) => printable.includes(character))) return false;
  const objects = takenApart(payload);
  if (!objects) return false;
  const providers: ReadonlyMap<string, string>[] = [];
  for (const [tag, value] of objects) {
    if (Number(tag) < 26 || Number(tag) > 51) continue;
    const inner = takenApart(value);
    if (!inner || [...inner.keys()][0] !== '00') return false;
    if (inner.get('00') === guid) providers.push(inner);
  }
  const crc = objects.get('63');
  const unsigned = payload.slice(0, -4);
  if (crc !== undefined && !(unsigned.endsWith('6304') && crc === crcOf(unsigned))) return false;
  return providers.length === 1 && providers[0]?.get('01') === tranId;
}

/** @returns undefined where it is no sequence of objects, or a tag is repeated */
function takenApart(text: string): ReadonlyMap<string, string> | undefined {
  const objects = new Map<string, string>();
  let rest = text;
  while (rest !== '') {
    const tag = rest.slice(0, 2);
    const found = lengths.find(({ digits, pattern }) => rest.slice(2, 4) === digits && pattern.test(rest));
    if (!found || objects.has(tag)) return undefined;
    objects.set(tag, rest.slice(4, 4 + found.length));
    rest = rest.slice(4 + found.length);
  }
  return objects;
}

const lengths = Array.from({ length: 99 }, (_, index) => {
  const length = index + 1;
  const digits = String(length).padStart(2, '0');
  return { length, digits, pattern: new RegExp(`^[0-9]{2}${digits}[\\s\\S]{${length}}`, 'u') };
});
