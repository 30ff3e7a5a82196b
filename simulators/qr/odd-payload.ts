import { withChecksum, writePayload } from './payload.ts';

/** The payloads that a till has to refuse, and the odd ones that it has to take (QR 5.5), each by what is odd about it. */
export const payloadKinds = [
  // Taken all the same.
  'with-currency',
  'with-checksum',
  'second-of-two-providers',
  // Refused.
  'empty',
  'not-ascii',
  'dangling',
  'zero-length',
  'truncated',
  'template-length-short',
  'template-length-long',
  'guid-length-long',
  'tran-id-length-short',
  'length-not-digits',
  'tag-not-digits',
  'other-version',
  'version-not-first',
  'guid-not-first',
  'no-tran-id',
  'other-provider',
  'other-tran-id',
  'twice-the-same-tag',
  'twice-the-same-provider',
  'zero-length-in-template',
  'web-address',
  'wrong-checksum',
  'checksum-in-small-letters',
] as const;

export type PayloadKind = (typeof payloadKinds)[number];

/** Writes a code for `tranId` that is odd in one way. */
export function oddPayload(kind: PayloadKind, guid: string, tranId: string): string {
  const template = { tag: '26', guid, content: tranId };
  const proper = writePayload(template);
  // The proper one is 0002 01, 26 LL, 00 LL GUID, 01 LL tranId: a change is made where its own digits stand.
  const lengthAt = 8;
  const guidLengthAt = 12;
  const tranIdLengthAt = guidLengthAt + 2 + guid.length + 2;
  switch (kind) {
    case 'with-currency':
      return `${proper}5303710`;
    case 'with-checksum':
      return withChecksum(proper);
    case 'second-of-two-providers':
      return writePayload({ tag: '26', guid: 'org.other.w', content: '4820917763' }, { ...template, tag: '27' });
    case 'empty':
      return '';
    case 'not-ascii':
      return proper.replace(guid, `${guid.slice(0, -1)}\u00E9`);
    case 'dangling':
      return `${proper}6`;
    case 'zero-length':
      return `${proper}6300`;
    case 'truncated':
      return proper.slice(0, -1);
    case 'template-length-short':
      return withNumber(proper, lengthAt, -1);
    case 'template-length-long':
      return withNumber(proper, lengthAt, 1);
    case 'guid-length-long':
      return withNumber(proper, guidLengthAt, 1);
    case 'tran-id-length-short':
      return withNumber(proper, tranIdLengthAt, -1);
    case 'length-not-digits':
      return withText(proper, lengthAt + 1, ' ');
    case 'tag-not-digits':
      return withText(proper, lengthAt - 1, 'X');
    case 'other-version':
      return withText(proper, 5, '2');
    case 'version-not-first':
      return `010211${proper}`;
    case 'guid-not-first': {
      const guidEndsAt = tranIdLengthAt - 2;
      return `${proper.slice(0, lengthAt + 2)}${proper.slice(guidEndsAt)}${proper.slice(lengthAt + 2, guidEndsAt)}`;
    }
    case 'no-tran-id':
      return `00020126${String(guid.length + 4).padStart(2, '0')}${proper.slice(lengthAt + 2, tranIdLengthAt - 2)}`;
    case 'other-provider':
      return writePayload({ ...template, guid: 'org.other.w' });
    case 'other-tran-id':
      return writePayload({ ...template, content: withLastDigitChanged(tranId) });
    case 'twice-the-same-tag':
      return writePayload(template, template);
    case 'twice-the-same-provider':
      return writePayload(template, { ...template, tag: '27' });
    case 'zero-length-in-template':
      return '00020126000010';
    case 'web-address':
      return `https://pay.example/q/${tranId}`;
    case 'wrong-checksum':
      return withNudgedChecksum(proper);
    case 'checksum-in-small-letters':
      return `${proper}6304abcd`;
  }
}

function withText(payload: string, at: number, text: string): string {
  return `${payload.slice(0, at)}${text}${payload.slice(at + text.length)}`;
}

/** Changes the two digits that stand there. */
function withNumber(payload: string, at: number, by: number): string {
  const changed = Number(payload.slice(at, at + 2)) + by;
  return withText(payload, at, String(changed).padStart(2, '0'));
}

export function withLastDigitChanged(hex: string): string {
  return `${hex.slice(0, -1)}${((Number.parseInt(hex.at(-1) ?? '', 16) + 1) % 16).toString(16)}`;
}

function withNudgedChecksum(payload: string): string {
  const checked = withChecksum(payload);
  return `${checked.slice(0, -1)}${checked.endsWith('0') ? '1' : '0'}`;
}
