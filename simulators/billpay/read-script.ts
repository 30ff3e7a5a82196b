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
} from '../common/read-fields.ts';
import { errorTypes } from './error-types.ts';
import { faultBodies, faultKinds, type Fault } from './faults.ts';
import { targets, type Script, type StandingScript, type Target } from './scripts.ts';

const readFault: Reader<Fault> = kindOf<Fault>({
  kind: oneOf(faultKinds),
  applied: readBoolean,
  delayMs: readNumber,
  status: readNumber,
  errorType: oneOf(errorTypes),
  body: oneOf(faultBodies),
  changes: readAnyObject,
  approvedMinor: readNumber,
});

const readTarget = oneOf<Target>(targets);

/** Reads what `POST /_control/next` is sent. */
export function readScript(value: unknown): Script {
  const script = recordOf<Script>({ on: readTarget, fault: readFault, times: readNumber })(value, 'script');
  if (!Object.hasOwn(script, 'fault')) throw new ScriptError('script.fault is needed');
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
  })(value, 'script');
}

/** Reads what `POST /_control/occupy` is sent. */
export function readId(value: unknown): string {
  const { id } = recordOf<{ readonly id?: string }>({ id: readText })(value, 'occupy');
  if (id === undefined) throw new ScriptError('occupy.id is needed');
  return id;
}
