import { customerKinds, type Customer } from './customers.ts';
import { faultKinds, type Fault } from './faults.ts';
import { statusKinds, type Script, type StandingScript, type StatusScript } from './scripts.ts';

/** A script that a control request sent and that means nothing. Its message names the place. */
export class ScriptError extends Error {}

type Reader<Value> = (value: unknown, place: string) => Value;
type Readers<Shape> = { readonly [Name in keyof Shape]-?: Reader<Exclude<Shape[Name], undefined>> };

/** Reads what `POST /_control/next` is sent. A field that is not known is an error: a script that does not happen proves nothing. */
export function readScript(value: unknown): Script {
  return recordOf<Script>({ customer: readCustomer, fault: readFault, status: readStatus })(value, 'script');
}

/** Reads what `POST /_control/always` is sent. */
export function readStandingScript(value: unknown): StandingScript {
  return recordOf<StandingScript>({
    customer: readCustomer,
    fault: readFault,
    status: readStatus,
    seed: readNumber,
    customers: chancesOf(customerKinds),
    faults: chancesOf(faultKinds),
    statuses: chancesOf(statusKinds),
    thinkMs: readTime,
  })(value, 'script');
}

/** Reads what `POST /_control/release` is sent: nothing, or what the held customer does. */
export function readRelease(value: unknown): { readonly customer?: Customer } {
  return recordOf<{ readonly customer?: Customer }>({ customer: readCustomer })(value, 'release');
}

/** Reads what `POST /_control/refuse` is sent. Over HTTP the time is needed: nobody could be told to listen again. */
export function readRefusal(value: unknown): { readonly forMs: number; readonly dropConnections?: boolean } {
  const refusal = recordOf<{ readonly forMs?: number; readonly dropConnections?: boolean }>({
    forMs: readNumber,
    dropConnections: readBoolean,
  })(value, 'refusal');
  if (refusal.forMs === undefined) throw new ScriptError('refusal.forMs is needed');
  return { ...refusal, forMs: refusal.forMs };
}

const readNumber: Reader<number> = (value, place) => {
  if (typeof value !== 'number') throw new ScriptError(`${place} must be a number`);
  return value;
};

const readText: Reader<string> = (value, place) => {
  if (typeof value !== 'string') throw new ScriptError(`${place} must be a text`);
  return value;
};

const readBoolean: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw new ScriptError(`${place} must be true or false`);
  return value;
};

const readCustomer: Reader<Customer> = kindOf<Customer>({
  kind: oneOf(customerKinds),
  thinkMs: readNumber,
  paymentMethod: (value, place) => (typeof value === 'number' ? value : readText(value, place)),
  entryMethod: readNumber,
  fee: readText,
  feeMinor: readNumber,
  offByMinor: readNumber,
  answeredReference: readText,
  isEmvFallback: readBoolean,
  previousEmvAlsoFallback: readBoolean,
  issuerResponseCode: readNumber,
  errorCode: readText,
  errorCodeDetails: readText,
});

const readFault: Reader<Fault> = kindOf<Fault>({
  kind: oneOf(faultKinds),
  charged: readBoolean,
  emptyBody: readBoolean,
  field: readText,
  message: readText,
  delayMs: readNumber,
  status: readNumber,
  fields: (value, place) => {
    if (!Array.isArray(value)) throw new ScriptError(`${place} must be a list of names`);
    return value.map((one) => readText(one, place));
  },
  contentType: readText,
  body: readText,
});

const readStatus: Reader<StatusScript> = kindOf<StatusScript>({
  kind: oneOf(statusKinds),
  code: readNumber,
  body: readText,
  status: readNumber,
  forMs: readNumber,
});

function readTime(value: unknown, place: string): number | readonly [number, number] {
  if (!Array.isArray(value)) return readNumber(value, place);
  return [readNumber(value[0], place), readNumber(value[1], place)];
}

function oneOf<Kind extends string>(kinds: readonly Kind[]): Reader<Kind> {
  return (value, place) => {
    const known = kinds.find((kind) => kind === value);
    if (known === undefined) throw new ScriptError(`${place} must be one of ${kinds.join(', ')}`);
    return known;
  };
}

function chancesOf<Kind extends string>(kinds: readonly Kind[]): Reader<Readonly<Partial<Record<Kind, number>>>> {
  const readers = Object.fromEntries(kinds.map((kind) => [kind, readNumber])) as Readers<Partial<Record<Kind, number>>>;
  return recordOf<Partial<Record<Kind, number>>>(readers);
}

function kindOf<Shape extends { readonly kind: string }>(readers: Readers<Shape>): Reader<Shape> {
  return (value, place) => {
    const record = recordOf<Shape>(readers)(value, place);
    if (!Object.hasOwn(record, 'kind')) throw new ScriptError(`${place}.kind is needed`);
    return record;
  };
}

function recordOf<Shape extends object>(readers: Readers<Shape>): Reader<Shape> {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ScriptError(`${place} must be an object`);
    const known: Readonly<Record<string, Reader<unknown>>> = readers;
    const fields = Object.entries(value).map(([name, content]) => {
      const read = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!read) throw new ScriptError(`${place}.${name} is not known; known are ${Object.keys(known).join(', ')}`);
      return [name, read(content, `${place}.${name}`)] as const;
    });
    // Each field has just been read by the reader that the shape demands for it.
    return Object.fromEntries(fields) as Shape;
  };
}
