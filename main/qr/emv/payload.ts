import { fail, ok, type Result } from '../../../shared/result.ts';
import { crcOf } from './crc.ts';
import { headLength, scanTlv, type TlvObject, type TlvProblemKind } from './tlv.ts';

/** Why the till pays nothing on a payload (qr 5.4). The names are the table's. */
export type PayloadProblemKind =
  | 'EMPTY'
  | 'BAD_CHARSET'
  | TlvProblemKind
  | 'BAD_VERSION'
  | 'DUPLICATE_TAG'
  | 'GUID_NOT_FIRST'
  | 'NO_PROVIDER'
  | 'AMBIGUOUS_PROVIDER'
  | 'NO_TRAN_ID'
  | 'TRAN_ID_MISMATCH'
  | 'BAD_CRC_FIELD'
  | 'CRC_MISMATCH';

export interface PayloadProblem {
  readonly kind: PayloadProblemKind;
  /** Counted in characters from the payload's beginning: the object, or the first of those, that is to blame. */
  readonly at: number;
}

/** A payload that may be paid. `writeTlv(objects)` is the payload itself, to the letter. */
export interface Payload {
  readonly objects: readonly TlvObject[];
  readonly tranId: string;
}

export interface ExpectedPayload {
  /** The provider's id, as agreed: the template is found by it, never by its tag. */
  readonly guid: string;
  /** As the answer's own field has it, which is the authority. Absent: whatever the payload says. */
  readonly tranId?: string;
}

/** The template's provider id, and its transaction id (qr 5.1). */
export const guidTag = '00';
export const tranIdTag = '01';
const versionTag = '00';
const version = '01';
const crcTag = '63';
const crcLength = 4;

/**
 * Reads a QR payload by the rules of qr 5.4, in their order. Pure; never throws.
 *
 *   000201 2650 0010dev.sim.qr 0132… 6304A165
 *   │      │    │              └ the transaction's id: the answer's own, or nothing is paid
 *   │      │    └ whose template it is: only where this is ours may the rest of it be read
 *   │      └ 26 to 51: one template for each provider; a malformed one of anybody's rejects the whole code
 *   └ the version, always first                             └ a check sum, perhaps: then it is the last, and right
 *
 * Everything else that is well-formed is carried and ignored.
 */
export function readPayload(payload: string, expected: ExpectedPayload): Result<Payload, PayloadProblem> {
  const stop = (kind: PayloadProblemKind, at: number): Result<never, PayloadProblem> => fail({ kind, at });
  if (payload === '') return stop('EMPTY', 0);
  const foreign = payload.search(/[^\x20-\x7e]/u);
  if (foreign >= 0) return stop('BAD_CHARSET', foreign);

  const { objects, problem } = scanTlv(payload);
  if (problem) return fail(problem);
  if (objects[0]?.tag !== versionTag || objects[0].value !== version) return stop('BAD_VERSION', 0);
  const repeated = repeatedIn(objects);
  if (repeated) return stop('DUPLICATE_TAG', repeated.at);

  const ours: (readonly TlvObject[])[] = [];
  for (const template of objects.filter(isTemplate)) {
    const inner = scanTlv(template.value, template.at + headLength);
    if (inner.problem) return fail(inner.problem);
    const [first] = inner.objects;
    if (first?.tag !== guidTag) return stop('GUID_NOT_FIRST', template.at);
    const repeatedInside = repeatedIn(inner.objects);
    if (repeatedInside) return stop('DUPLICATE_TAG', repeatedInside.at);
    if (first.value === expected.guid) ours.push(inner.objects);
  }
  const [template, another] = ours;
  if (!template) return stop('NO_PROVIDER', 0);
  if (another) return stop('AMBIGUOUS_PROVIDER', another[0]?.at ?? 0);
  const tranId = template.find(({ tag }) => tag === tranIdTag);
  if (!tranId) return stop('NO_TRAN_ID', template[0]?.at ?? 0);
  if (expected.tranId !== undefined && tranId.value !== expected.tranId) return stop('TRAN_ID_MISMATCH', tranId.at);

  const crc = checkCrc(payload, objects);
  if (crc.state === 'malformed') return stop('BAD_CRC_FIELD', crc.at);
  if (crc.state === 'wrong') return stop('CRC_MISMATCH', crc.at);
  return ok({ objects, tranId: tranId.value });
}

/** Tags 26 to 51 hold one provider's own objects each. */
export function isTemplate({ tag }: Pick<TlvObject, 'tag'>): boolean {
  return tag >= '26' && tag <= '51';
}

/** The first object whose tag stands before it already. */
function repeatedIn(objects: readonly TlvObject[]): TlvObject | undefined {
  return objects.find((object, index) => objects.findIndex(({ tag }) => tag === object.tag) < index);
}

export type CrcCheck =
  | { readonly state: 'absent' }
  /** Not the last object, not four characters, or not upper-case hexadecimal. */
  | { readonly state: 'malformed'; readonly at: number }
  | { readonly state: 'right' | 'wrong'; readonly at: number; readonly written: string; readonly computed: string };

/** This scheme has no check sum; where there is one it has to be right (qr 5.1 and 5.4, rule 8). */
export function checkCrc(payload: string, objects: readonly TlvObject[]): CrcCheck {
  const field = objects.find(({ tag }) => tag === crcTag);
  if (!field) return { state: 'absent' };
  const { at, value: written } = field;
  const isLast = at + headLength + written.length === payload.length;
  if (!isLast || !/^[0-9A-F]{4}$/u.test(written)) return { state: 'malformed', at };
  const computed = crcOf(payload.slice(0, payload.length - crcLength));
  return { state: computed === written ? 'right' : 'wrong', at, written, computed };
}
