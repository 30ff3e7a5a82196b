import { describe, expect, it } from 'vitest';
import { oddPayload, payloadKinds, type PayloadKind } from './odd-payload.ts';
import { crc16, dataObject, withChecksum, writePayload } from './payload.ts';

const guid = 'dev.sim.qr';
const tranId = '84b62eba1d2d9c017e08cd853c9f0037';
const proper = '00020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037';

describe('the text of a QR code', () => {
  it('is the one of the description (QR 5.3)', () => {
    expect(writePayload({ tag: '26', guid, content: tranId })).toBe(proper);
  });

  it('has one template per provider, each under a tag of its own (QR 5.3)', () => {
    const other = { tag: '26', guid: 'org.other.w', content: '4820917763' };
    expect(writePayload(other, { tag: '27', guid, content: tranId })).toBe(
      '00020126290011org.other.w0110482091776327500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
    );
  });

  it.each([
    ['710', '5303710'],
    ['x', '5301x'],
    ['y'.repeat(99), `5399${'y'.repeat(99)}`],
  ])('says how long each value is: %s', (value, written) => {
    expect(dataObject('53', value)).toBe(written);
  });

  it.each([
    ['53', '', 'printable ASCII'],
    ['53', 'caf\u00E9', 'printable ASCII'],
    ['53', 'a\nb', 'printable ASCII'],
    ['53', 'y'.repeat(100), '99 characters at most'],
    ['5', '710', 'not a tag'],
    ['5X', '710', 'not a tag'],
  ])('cannot say %s %s', (tag, value, message) => {
    expect(() => dataObject(tag, value)).toThrow(message);
  });

  it('can carry an id of 81 characters beside a GUID of ten, and no longer one (QR 5.2)', () => {
    expect(writePayload({ tag: '26', guid, content: 'i'.repeat(81) })).toHaveLength(6 + 4 + 99);
    expect(() => writePayload({ tag: '26', guid, content: 'i'.repeat(82) })).toThrow('99 characters');
  });

  it('is checked as EMVCo checks it, where it is (QR 5.4.8, 5.5)', () => {
    expect(crc16('123456789')).toBe(0x29b1);
    expect(withChecksum(proper)).toBe(`${proper}6304A165`);
  });
});

/** The table of QR 5.5. */
const vectors: Readonly<Record<Exclude<PayloadKind, 'empty' | 'not-ascii'>, string>> = {
  'with-currency': `${proper}5303710`,
  'with-checksum': `${proper}6304A165`,
  'second-of-two-providers': '00020126290011org.other.w0110482091776327500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  dangling: `${proper}6`,
  'zero-length': `${proper}6300`,
  truncated: '00020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f003',
  'template-length-short': '00020126490010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  'template-length-long': '00020126510010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  'guid-length-long': '00020126500011dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  'tran-id-length-short': '00020126500010dev.sim.qr013184b62eba1d2d9c017e08cd853c9f0037',
  'length-not-digits': '000201265 0010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  'tag-not-digits': '0002012X500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  'other-version': '00020226500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  'version-not-first': '01021100020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  'guid-not-first': '0002012650013284b62eba1d2d9c017e08cd853c9f00370010dev.sim.qr',
  'no-tran-id': '00020126140010dev.sim.qr',
  'other-provider': '00020126510011org.other.w013284b62eba1d2d9c017e08cd853c9f0037',
  'other-tran-id': '00020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0038',
  'twice-the-same-tag': `${proper}${proper.slice(6)}`,
  'twice-the-same-provider': `${proper}27${proper.slice(8)}`,
  'zero-length-in-template': '00020126000010',
  'web-address': `https://pay.example/q/${tranId}`,
  'wrong-checksum': `${proper}6304A160`,
  'checksum-in-small-letters': `${proper}6304abcd`,
};

describe('an odd payload', () => {
  it.each(Object.entries(vectors))('%s is the one of the description (QR 5.5)', (kind, expected) => {
    expect(oddPayload(kind as PayloadKind, guid, tranId)).toBe(expected);
  });

  it('is empty, or has a character that no code carries', () => {
    expect(oddPayload('empty', guid, tranId)).toBe('');
    expect(oddPayload('not-ascii', guid, tranId)).toMatch(/[^\x20-\x7E]/u);
  });

  it.each(payloadKinds)('%s is odd whatever the id and the GUID are', (kind) => {
    for (const [otherGuid, otherId] of [
      ['za.co.elec', 'ffffffffffffffffffffffffffffffff'],
      ['a', '0'],
    ] as const) {
      const odd = oddPayload(kind, otherGuid, otherId);
      expect(odd).not.toBe(writePayload({ tag: '26', guid: otherGuid, content: otherId }));
    }
  });
});
