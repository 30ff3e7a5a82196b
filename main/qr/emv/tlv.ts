import { invariant } from '../../../shared/result.ts';

/**
 * Data objects as a QR payload has them (qr 5.1): tag, length and value one after the other, without separators.
 *
 *   00 02 01   26 50 0010dev.sim.qr0132…
 *   tag        the length counts the value's characters, 01 to 99
 */
export interface TlvObject {
  /** Where it begins in the whole payload. */
  readonly at: number;
  /** Two digits. */
  readonly tag: string;
  /** 1 to 99 characters. */
  readonly value: string;
}

export type TlvProblemKind = 'DANGLING' | 'BAD_TAG' | 'BAD_LENGTH' | 'ZERO_LENGTH' | 'TRUNCATED';

/** What was read, from the left, and why it went no further. Without a problem the last object ends at the end of the text. */
export interface TlvScan {
  readonly objects: readonly TlvObject[];
  readonly problem?: { readonly kind: TlvProblemKind; readonly at: number };
}

/** Of tag and length together. */
export const headLength = 4;
const twoDigits = /^[0-9]{2}$/u;

/**
 * Reads objects from left to right, strictly (qr 5.4, rule 2). Pure; never throws.
 * @param startsAt where the text stands in the whole payload
 */
export function scanTlv(text: string, startsAt = 0): TlvScan {
  const objects: TlvObject[] = [];
  let position = 0;
  while (position < text.length) {
    const at = startsAt + position;
    const stop = (kind: TlvProblemKind): TlvScan => ({ objects, problem: { kind, at } });
    if (text.length - position < headLength) return stop('DANGLING');
    const tag = text.slice(position, position + 2);
    const length = text.slice(position + 2, position + headLength);
    if (!twoDigits.test(tag)) return stop('BAD_TAG');
    if (!twoDigits.test(length)) return stop('BAD_LENGTH');
    if (length === '00') return stop('ZERO_LENGTH');
    const end = position + headLength + Number(length);
    if (end > text.length) return stop('TRUNCATED');
    objects.push({ at, tag, value: text.slice(position + headLength, end) });
    position = end;
  }
  return { objects };
}

/** The objects one after the other. A tag that is none, and a value that has no room, are mistakes of ours. */
export function writeTlv(objects: readonly Pick<TlvObject, 'tag' | 'value'>[]): string {
  return objects
    .map(({ tag, value }) => {
      invariant(twoDigits.test(tag), 'a tag is two digits');
      invariant(value.length >= 1 && value.length <= 99, 'a value has 1 to 99 characters');
      return tag + String(value.length).padStart(2, '0') + value;
    })
    .join('');
}
