import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../testing/random.ts';
import { damaged, fuzzPayloads, isSoundByItself, soundPayload } from '../testing/fuzz-payloads.ts';
import { crcOf } from './crc.ts';
import { readPayload, type PayloadProblemKind } from './payload.ts';
import { scanTlv, writeTlv } from './tlv.ts';

const tranId = '84b62eba1d2d9c017e08cd853c9f0037';
const expected = { guid: 'dev.sim.qr', tranId };
const first = `00020126500010dev.sim.qr0132${tranId}`;
const template = first.slice(6);

function kindOf(payload: string): PayloadProblemKind | 'ok' {
  const read = readPayload(payload, expected);
  return read.ok ? 'ok' : read.failure.kind;
}

describe('the test vectors (5.5)', () => {
  it.each([
    [first, 'ok'],
    [`${first}5303710`, 'ok'],
    [`${first}6304A165`, 'ok'],
    [`${first}6304A160`, 'CRC_MISMATCH'],
    [`${first}6304abcd`, 'BAD_CRC_FIELD'],
    [`${first}6`, 'DANGLING'],
    [`${first}6300`, 'ZERO_LENGTH'],
    [first.slice(0, -1), 'TRUNCATED'],
    ['00020126490010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037', 'DANGLING'],
    ['00020126510010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037', 'TRUNCATED'],
    ['00020126500011dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037', 'DANGLING'],
    ['00020126500010dev.sim.qr013184b62eba1d2d9c017e08cd853c9f0037', 'DANGLING'],
    ['000201265 0010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037', 'BAD_LENGTH'],
    ['0002012X500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037', 'BAD_TAG'],
    ['00020226500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037', 'BAD_VERSION'],
    ['01021100020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037', 'BAD_VERSION'],
    ['0002012650013284b62eba1d2d9c017e08cd853c9f00370010dev.sim.qr', 'GUID_NOT_FIRST'],
    ['00020126140010dev.sim.qr', 'NO_TRAN_ID'],
    ['00020126510011org.other.w013284b62eba1d2d9c017e08cd853c9f0037', 'NO_PROVIDER'],
    ['00020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0038', 'TRAN_ID_MISMATCH'],
    [first + template, 'DUPLICATE_TAG'],
    [`${first}27${template.slice(2)}`, 'AMBIGUOUS_PROVIDER'],
    ['00020126000010', 'ZERO_LENGTH'],
    ['https://pay.example/q/84b62eba1d2d9c017e08cd853c9f0037', 'BAD_TAG'],
  ] as const)('%s: %s', (payload, kind) => {
    expect(kindOf(payload)).toBe(kind);
  });

  it('have the lengths that they are said to have', () => {
    expect(first).toHaveLength(60);
    expect(`${first}5303710`).toHaveLength(67);
    expect(`${first}6304A165`).toHaveLength(68);
  });
});

describe('the worked decode (5.3)', () => {
  it('finds every object at its place', () => {
    const read = readPayload(first, expected);
    expect(read).toEqual({
      ok: true,
      value: {
        objects: [
          { at: 0, tag: '00', value: '01' },
          { at: 6, tag: '26', value: template.slice(4) },
        ],
        tranId,
      },
    });
    expect(scanTlv(template.slice(4), 10).objects).toEqual([
      { at: 10, tag: '00', value: 'dev.sim.qr' },
      { at: 24, tag: '01', value: tranId },
    ]);
  });

  it('finds ours by its provider id beside another provider’s, whose transaction id it never reads', () => {
    const two = `00020126290011org.other.w0110482091776327500010dev.sim.qr0132${tranId}`;
    expect(two).toHaveLength(93);
    expect(readPayload(two, expected)).toMatchObject({ ok: true, value: { tranId } });
    expect(readPayload(two, { guid: 'org.other.w', tranId: '4820917763' })).toMatchObject({
      ok: true,
      value: { tranId: '4820917763' },
    });
    // The other provider's template has our transaction id, and ours has none.
    const theirs = writeTlv([
      { tag: '00', value: '01' },
      {
        tag: '26',
        value: writeTlv([
          { tag: '00', value: 'org.other.w' },
          { tag: '01', value: tranId },
        ]),
      },
      { tag: '27', value: writeTlv([{ tag: '00', value: 'dev.sim.qr' }]) },
    ]);
    expect(kindOf(theirs)).toBe('NO_TRAN_ID');
  });
});

describe('the rules (5.4)', () => {
  const withObjects = (...objects: readonly [string, string][]): string =>
    writeTlv([['00', '01'], ...objects].map(([tag = '', value = '']) => ({ tag, value })));
  const ours = template.slice(4);

  it.each([
    ['', 'EMPTY'],
    ['\n', 'BAD_CHARSET'],
    [`${first}5902é!`, 'BAD_CHARSET'],
    [`${first}5902\u007f!`, 'BAD_CHARSET'],
    [`${first}５３03710`, 'BAD_CHARSET'],
    [` ${first}`, 'BAD_TAG'],
    [`${first} `, 'DANGLING'],
    [`${first}53`, 'DANGLING'],
    [`${first}530`, 'DANGLING'],
    [`${first}5303`, 'TRUNCATED'],
    [`${first}53+3710`, 'BAD_LENGTH'],
    [`${first}530x710`, 'BAD_LENGTH'],
    [`${first}5303710XX`, 'DANGLING'],
    [`${first}53037105303710`, 'DUPLICATE_TAG'],
    [`000201000201${template}`, 'DUPLICATE_TAG'],
    ['000201', 'NO_PROVIDER'],
    ['0002', 'TRUNCATED'],
  ] as const)('%j: %s', (payload, kind) => {
    expect(kindOf(payload)).toBe(kind);
  });

  it('look into the templates of 26 to 51 alone', () => {
    for (const tag of ['26', '38', '51']) {
      expect(kindOf(withObjects([tag, ours]))).toBe('ok');
      expect(kindOf(withObjects(['27', 'not TLV'], [tag, ours]))).not.toBe('ok');
    }
    for (const tag of ['25', '52', '02', '62', '64']) {
      expect(kindOf(withObjects([tag, ours]))).toBe('NO_PROVIDER');
      expect(kindOf(withObjects([tag, 'not TLV'], ['26', ours]))).toBe('ok');
    }
  });

  it('reject a malformed template of anybody, before or behind ours', () => {
    const malformed = writeTlv([{ tag: '00', value: 'org.other.w' }]).slice(0, -1);
    expect(kindOf(withObjects(['26', ours], ['27', malformed]))).toBe('TRUNCATED');
    expect(kindOf(withObjects(['26', malformed], ['27', ours]))).toBe('TRUNCATED');
    expect(kindOf(withObjects(['26', ours], ['27', writeTlv([{ tag: '01', value: 'x' }])]))).toBe('GUID_NOT_FIRST');
    const repeated = writeTlv([
      { tag: '00', value: 'org.other.w' },
      { tag: '02', value: 'a' },
      { tag: '02', value: 'b' },
    ]);
    expect(kindOf(withObjects(['26', ours], ['27', repeated]))).toBe('DUPLICATE_TAG');
    expect(kindOf(withObjects(['26', `${ours}0001x`]))).toBe('DUPLICATE_TAG');
  });

  it('take other well-formed tags in a template of ours, in any order behind the first', () => {
    const inner = writeTlv([
      { tag: '00', value: 'dev.sim.qr' },
      { tag: '07', value: 'x' },
      { tag: '01', value: tranId },
    ]);
    expect(kindOf(withObjects(['26', inner]))).toBe('ok');
  });

  it('compare the provider id and the transaction id to the letter', () => {
    for (const guid of ['dev.sim.q', 'dev.sim.qrs', 'DEV.SIM.QR', ''])
      expect(readPayload(first, { ...expected, guid }).ok).toBe(false);
    for (const other of [tranId.toUpperCase(), `${tranId} `, tranId.slice(1), ''])
      expect(readPayload(first, { ...expected, tranId: other })).toMatchObject({ failure: { kind: 'TRAN_ID_MISMATCH' } });
  });

  it('want a check sum to be the last object, four characters, and upper-case', () => {
    const signed = (body: string): string => `${body}6304${crcOf(`${body}6304`)}`;
    expect(kindOf(signed(`${first}5303710`))).toBe('ok');
    expect(kindOf(`${signed(first)}5303710`)).toBe('BAD_CRC_FIELD');
    expect(kindOf(`${first}6305A165A`)).toBe('BAD_CRC_FIELD');
    expect(kindOf(`${first}6302A1`)).toBe('BAD_CRC_FIELD');
    expect(kindOf(signed(first).toLowerCase())).toBe('BAD_CRC_FIELD');
    expect(kindOf(`${first}6304 165`)).toBe('BAD_CRC_FIELD');
  });

  it('say where', () => {
    expect(readPayload(`${first}6300`, expected)).toEqual({ ok: false, failure: { kind: 'ZERO_LENGTH', at: 60 } });
    expect(readPayload(first.replace('0132', '0131'), expected)).toEqual({ ok: false, failure: { kind: 'DANGLING', at: 59 } });
    expect(readPayload(`${first}5902é!`, expected)).toEqual({ ok: false, failure: { kind: 'BAD_CHARSET', at: 64 } });
  });
});

describe('the check sum (5.4, rule 8)', () => {
  it('is CRC-16/CCITT-FALSE', () => {
    expect(crcOf('123456789')).toBe('29B1');
    expect(crcOf(`${first}6304`)).toBe('A165');
    expect(crcOf('')).toBe('FFFF');
  });
});

describe('any payload', () => {
  const text = (minLength: number, maxLength: number) => fc.string({ unit: 'grapheme-ascii', minLength, maxLength });
  const tag = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));

  it('is read as it was written, and written as it was read', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ tag, value: text(1, 99) }), { maxLength: 12 }), (objects) => {
        const written = writeTlv(objects);
        const { objects: read, problem } = scanTlv(written);
        expect(problem).toBeUndefined();
        expect(read.map(({ tag: readTag, value }) => ({ tag: readTag, value }))).toEqual(objects);
        expect(read.every(({ at, tag: readTag }) => written.startsWith(readTag, at))).toBe(true);
      }),
    );
  });

  it('that keeps the rules is accepted with its transaction id', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { payload, expected: asked } = soundPayload(createRandom(seed));
        const read = readPayload(payload, asked);
        expect(read).toMatchObject({ ok: true, value: { tranId: asked.tranId } });
        expect(read.ok && writeTlv(read.value.objects)).toBe(payload);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that is damaged never throws, and is accepted only as what it says, with our transaction id', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = createRandom(seed);
        const sound = soundPayload(random);
        const payload = damaged(sound.payload, random);
        const read = readPayload(payload, sound.expected);
        // A second reading by other means agrees, both ways.
        expect(read.ok, payload).toBe(isSoundByItself(payload, sound.expected));
        if (!read.ok) return;
        expect(writeTlv(read.value.objects)).toBe(payload);
        expect(read.value.tranId).toBe(sound.expected.tranId);
      }),
      { numRuns: 20_000 },
    );
  });

  it('of any characters never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), text(0, 200)), (payload) => {
        const read = readPayload(payload, expected);
        if (read.ok) expect(writeTlv(read.value.objects)).toBe(payload);
      }),
    );
  });

  it('of the command’s own kind is read without a mistake', () => {
    const { accepted, rejected, mistakes } = fuzzPayloads(5_000, createRandom(1));
    expect(mistakes).toEqual([]);
    const rejections = Object.values(rejected).reduce((sum, count) => sum + count, 0);
    expect(accepted + rejections).toBe(5_000);
    expect(accepted).toBeGreaterThan(500);
    // Every reason to reject one is met.
    expect(Object.keys(rejected), JSON.stringify(rejected)).toHaveLength(16);
  });
});

describe('a writer', () => {
  it('knows what cannot be written', () => {
    expect(() => writeTlv([{ tag: '1', value: 'x' }])).toThrow('two digits');
    expect(() => writeTlv([{ tag: '01', value: '' }])).toThrow('1 to 99');
    expect(() => writeTlv([{ tag: '01', value: 'x'.repeat(100) }])).toThrow('1 to 99');
  });
});
