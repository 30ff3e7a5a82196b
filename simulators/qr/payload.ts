/*
 * The text inside a QR code (QR 5.1): data objects, one after the other without separators.
 *
 *   00 02 01                       format indicator
 *   26 LL  00 LL GUID              one provider's template; the provider is told by its GUID, not by the tag
 *          01 LL tranId
 *
 * Written here, never read: reading it is the till's part.
 */

/** One provider's template. */
export interface Provider {
  /** The tag of the template, from 26 to 51. */
  readonly tag: string;
  /** Globally unique identifier. */
  readonly guid: string;
  /** What the template says of the payment: for us the `tranId`. */
  readonly content: string;
}

/** The longest value that two digits can announce (QR 5.1). */
const maximumLength = 99;

/** A data object. Throws where its value is empty, too long, or has characters that a code cannot carry (QR 5.4.1). */
export function dataObject(tag: string, value: string): string {
  if (!/^\d{2}$/u.test(tag)) throw new Error(`'${tag}' is not a tag`);
  if (!/^[\x20-\x7E]+$/u.test(value)) throw new Error('a value in a QR code is printable ASCII');
  if (value.length > maximumLength) throw new Error(`a value in a QR code has ${maximumLength} characters at most`);
  return `${tag}${String(value.length).padStart(2, '0')}${value}`;
}

/** A whole payload with the templates of these providers. */
export function writePayload(...providers: readonly Provider[]): string {
  const templates = providers.map(({ tag, guid, content }) =>
    dataObject(tag, `${dataObject('00', guid)}${dataObject('01', content)}`),
  );
  return `${dataObject('00', '01')}${templates.join('')}`;
}

/** A payload with a checksum at its end, which this scheme does without (QR 5.1) and a till has to bear (QR 5.4.8). */
export function withChecksum(payload: string): string {
  const covered = `${payload}6304`;
  return `${covered}${crc16(covered).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** CRC-16/CCITT-FALSE: polynomial 0x1021, from 0xFFFF, not reflected, no final xor (QR 5.4.8). */
export function crc16(text: string): number {
  let crc = 0xff_ff;
  for (const byte of Buffer.from(text, 'ascii')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x80_00 ? 0x10_21 : 0)) & 0xff_ff;
  }
  return crc;
}
