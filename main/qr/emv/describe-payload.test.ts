import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../testing/random.ts';
import { damaged, soundPayload } from '../testing/fuzz-payloads.ts';
import { describePayload } from './describe-payload.ts';
import { readPayload } from './payload.ts';

const tranId = '84b62eba1d2d9c017e08cd853c9f0037';
const guid = 'dev.sim.qr';
const payload = `00020126500010dev.sim.qr0132${tranId}`;

describe('a payload as a person looks into it', () => {
  it('is all of its objects and templates, its check sum, and the transaction', () => {
    expect(describePayload(`${payload}53037106304`.slice(0, 67), { guid })).toEqual({
      length: 67,
      objects: [
        { at: 0, tag: '00', value: '01' },
        {
          at: 6,
          tag: '26',
          value: payload.slice(10),
          objects: [
            { at: 10, tag: '00', value: guid },
            { at: 24, tag: '01', value: tranId },
          ],
        },
        { at: 60, tag: '53', value: '710' },
      ],
      crc: { state: 'absent' },
      tranId,
    });
  });

  it('says why the till would refuse it, and where', () => {
    expect(describePayload(payload, { guid: 'za.co.elec' })).toMatchObject({ refusal: { kind: 'NO_PROVIDER' } });
    expect(describePayload(payload, { guid, tranId: 'another' })).toMatchObject({
      tranId,
      refusal: { kind: 'TRAN_ID_MISMATCH', at: 24 },
    });
    expect(describePayload(payload, { guid, tranId })).not.toHaveProperty('refusal');
  });

  it('shows as much as can be read of a broken one', () => {
    expect(describePayload(payload.slice(0, -1), { guid })).toMatchObject({
      objects: [{ tag: '00' }],
      rest: { at: 6, text: payload.slice(6, -1), why: 'TRUNCATED' },
      refusal: { kind: 'TRUNCATED', at: 6 },
    });
    const broken = describePayload(payload.replace('0132', '0131'), { guid });
    expect(broken.objects[1]).toMatchObject({
      objects: [{ value: guid }, { tag: '01', value: tranId.slice(0, -1) }],
      rest: { at: 59, text: '7', why: 'DANGLING' },
    });
    expect(broken).toMatchObject({ tranId: tranId.slice(0, -1), refusal: { kind: 'DANGLING', at: 59 } });
    expect(describePayload('', { guid })).toEqual({
      length: 0,
      objects: [],
      crc: { state: 'absent' },
      refusal: { kind: 'EMPTY', at: 0 },
    });
    expect(describePayload('https://pay.example/', { guid })).toMatchObject({
      objects: [],
      rest: { text: 'https://pay.example/' },
    });
  });

  it.each([
    [`${payload}6304A165`, { state: 'right', at: 60, written: 'A165', computed: 'A165' }],
    [`${payload}6304A160`, { state: 'wrong', at: 60, written: 'A160', computed: 'A165' }],
    [`${payload}6304abcd`, { state: 'malformed', at: 60 }],
    [payload, { state: 'absent' }],
  ])('%s has its check sum looked at', (text, crc) => {
    expect(describePayload(text, { guid }).crc).toEqual(crc);
  });

  it('is refused exactly where the till refuses it, and never throws', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = createRandom(seed);
        const { payload: sound, expected } = soundPayload(random);
        const text = damaged(sound, random);
        const read = readPayload(text, expected);
        expect(describePayload(text, expected).refusal).toEqual(read.ok ? undefined : read.failure);
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(describePayload(text, { guid }).length).toBe(text.length);
      }),
    );
  });
});
