import { checkCrc, guidTag, isTemplate, readPayload, tranIdTag } from './payload.ts';
import type { CrcCheck, ExpectedPayload, PayloadProblem } from './payload.ts';
import { headLength, scanTlv, type TlvObject, type TlvScan } from './tlv.ts';

/** A payload as a person looks into it, whole or broken. */
export interface PayloadDescription {
  readonly length: number;
  readonly objects: readonly DescribedObject[];
  /** What could not be read at the end. */
  readonly rest?: UnreadRest;
  readonly crc: CrcCheck;
  /** In the template of the provider that was asked for. */
  readonly tranId?: string;
  /** Why the till would pay nothing on it; absent: it would. */
  readonly refusal?: PayloadProblem;
}

export interface DescribedObject extends TlvObject {
  /** Of a template: what it holds, and what in it could not be read. */
  readonly objects?: readonly TlvObject[];
  readonly rest?: UnreadRest;
}

export interface UnreadRest {
  readonly at: number;
  readonly text: string;
  readonly why: NonNullable<TlvScan['problem']>['kind'];
}

/** Reads as far as it goes, for `till qr decode`, and says what `readPayload` thinks of it. Never throws; nothing is paid on what it says. */
export function describePayload(payload: string, expected: ExpectedPayload): PayloadDescription {
  const scan = scanTlv(payload);
  const objects = scan.objects.map(describeObject);
  const ours = objects.find(({ objects: inner }) => inner?.[0]?.tag === guidTag && inner[0].value === expected.guid);
  const tranId = ours?.objects?.find(({ tag }) => tag === tranIdTag)?.value;
  const read = readPayload(payload, expected);
  return {
    length: payload.length,
    objects,
    ...restOf(scan, payload, 0),
    crc: checkCrc(payload, scan.objects),
    ...(tranId === undefined ? {} : { tranId }),
    ...(read.ok ? {} : { refusal: read.failure }),
  };
}

function describeObject(object: TlvObject): DescribedObject {
  if (!isTemplate(object)) return object;
  const startsAt = object.at + headLength;
  const scan = scanTlv(object.value, startsAt);
  return { ...object, objects: scan.objects, ...restOf(scan, object.value, startsAt) };
}

function restOf({ problem }: TlvScan, text: string, startsAt: number): { readonly rest?: UnreadRest } {
  if (!problem) return {};
  return { rest: { at: problem.at, text: text.slice(problem.at - startsAt), why: problem.kind } };
}
