import {
  chancesOf,
  kindOf,
  oneOf,
  readBoolean,
  readNumber,
  readText,
  readTexts,
  recordOf,
  type Reader,
} from '../common/read-fields.ts';
import { customerKinds, type Customer } from './customers.ts';
import { faultKinds, type Fault } from './faults.ts';
import { statusKinds, type Script, type StandingScript, type StatusScript } from './scripts.ts';

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
  fields: readTexts,
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
