import {
  chancesOf,
  kindOf,
  oneOf,
  readAnyObject,
  readBoolean,
  readNumber,
  readNumbers,
  readText,
  recordOf,
  ScriptError,
  type Reader,
  type Readers,
} from '../common/read-fields.ts';
import { payloadKinds } from './odd-payload.ts';
import type { ScanWish } from './control.ts';
import { customerNames, decisionKinds, scanKinds, type Customer, type CustomerName, type Decision } from './customers.ts';
import { errorTypes } from './error-types.ts';
import { faultBodies, faultKinds, type Fault } from './faults.ts';
import { targets, type Script, type StandingScript, type Target } from './scripts.ts';
import type { Institution, QrSettings } from './settings.ts';

const readFault: Reader<Fault> = kindOf<Fault>({
  kind: oneOf(faultKinds),
  applied: readBoolean,
  whileWaiting: readBoolean,
  delayMs: readNumber,
  forMs: readNumber,
  status: readNumber,
  errorType: oneOf(errorTypes),
  body: oneOf(faultBodies),
  changes: readAnyObject,
  payload: oneOf(payloadKinds),
});

const readDecision: Reader<Decision> = kindOf<Decision>({
  kind: oneOf(decisionKinds),
  approvedMinor: readNumber,
  errorType: oneOf(errorTypes),
  delayMs: readNumber,
});

const readCustomer: Reader<CustomerName | Customer> = (value, place) => {
  if (typeof value === 'string') return oneOf(customerNames)(value, place);
  const customer = recordOf<Customer>({
    scan: oneOf(scanKinds),
    afterMs: readNumber,
    partnerId: readText,
    decision: readDecision,
  })(value, place);
  if (!Object.hasOwn(customer, 'scan')) throw new ScriptError(`${place}.scan is needed`);
  return customer;
};

const readTarget = oneOf<Target>(targets);

/** Reads what `POST /_control/next` is sent: a fault, or a customer. */
export function readScript(value: unknown): Script {
  const isAboutCustomer = typeof value === 'object' && value !== null && 'customer' in value;
  if (isAboutCustomer) {
    return recordOf<Extract<Script, { readonly customer: unknown }>>({
      customer: readCustomer,
      tranId: readText,
      times: readNumber,
    })(value, 'script');
  }
  const script = recordOf<Extract<Script, { readonly fault: unknown }>>({
    on: readTarget,
    fault: readFault,
    times: readNumber,
  })(value, 'script');
  if (!Object.hasOwn(script, 'fault')) throw new ScriptError('script.fault or script.customer is needed');
  return script;
}

/** Reads what `POST /_control/always` is sent. */
export function readStandingScript(value: unknown): StandingScript {
  return recordOf<StandingScript>({
    on: readTarget,
    fault: readFault,
    seed: readNumber,
    faults: recordOf(Object.fromEntries(targets.map((target) => [target, chancesOf(faultKinds)]))),
    longestMs: readNumber,
    statuses: readNumbers,
    customer: readCustomer,
    customers: chancesOf(customerNames),
  })(value, 'script');
}

/** Reads what `POST /_control/scan` is sent. */
export function readScanWish(value: unknown): ScanWish {
  const wish = recordOf<ScanWish>({ tranId: readText, partnerId: readText, decision: readDecision })(value, 'scan');
  if (!Object.hasOwn(wish, 'tranId')) throw new ScriptError('scan.tranId is needed');
  return wish;
}

const readInstitution: Reader<Institution> = (value, place) => {
  const institution = recordOf<Institution>({ id: readText, name: readText })(value, place);
  if (!Object.hasOwn(institution, 'id') || !Object.hasOwn(institution, 'name')) {
    throw new ScriptError(`${place}.id and ${place}.name are needed`);
  }
  return institution;
};

const readInstitutions: Reader<readonly Institution[]> = (value, place) => {
  if (!Array.isArray(value)) throw new ScriptError(`${place} must be a list`);
  return value.map((one, index) => readInstitution(one, `${place}[${index}]`));
};

const readNoScanStatus: Reader<400 | 504> = (value, place) => {
  if (value !== 400 && value !== 504) throw new ScriptError(`${place} must be 400 or 504`);
  return value;
};

const settingReaders: Readers<QrSettings> = {
  scanWindowMs: readNumber,
  overallLimitMs: readNumber,
  codeTtlMs: readNumber,
  guid: readText,
  institution: readInstitution,
  partners: readInstitutions,
  noScanStatus: readNoScanStatus,
  errorIds: oneOf(['hex', 'uuid']),
  replayAdvices: readBoolean,
  rememberOrphans: readBoolean,
  notFoundAs400: readBoolean,
  customer: oneOf(['manual', 'by-amount']),
  thinkMs: readNumber,
};

/** Reads what `POST /_control/settings` is sent. */
export function readSettings(value: unknown): Partial<QrSettings> {
  return recordOf<QrSettings>(settingReaders)(value, 'settings');
}

/** Reads what `POST /_control/occupy` is sent. */
export function readId(value: unknown): string {
  const { id } = recordOf<{ readonly id?: string }>({ id: readText })(value, 'occupy');
  if (id === undefined) throw new ScriptError('occupy.id is needed');
  return id;
}
