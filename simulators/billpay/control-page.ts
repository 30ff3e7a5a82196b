import { buttons, escapeHtml, page, table } from '../common/page.ts';
import { ScriptError } from '../common/read-fields.ts';
import type { BillpayControl } from './control.ts';
import { faultKinds, type Fault } from './faults.ts';
import type { Conflict, Movement } from './ledger.ts';
import { targets } from './scripts.ts';

/** What a person may want to happen to the next payment, with the details that a button cannot ask for. */
const faults: Readonly<Record<string, Fault>> = {
  ...Object.fromEntries(faultKinds.map((kind) => [kind, faultOf(kind)])),
  'hang, not applied': { kind: 'hang', applied: false },
  'cut, not applied': { kind: 'cut', applied: false },
  'status 500, applied': { kind: 'status', status: 500, applied: true },
  'status 504': { kind: 'status', status: 504 },
  'status 503': { kind: 'status', status: 503 },
};

/** What a person chooses between; scripts know more. */
const pageTargets = targets.filter((target) => ['lookup', 'create', 'confirmation', 'reversal', 'advice'].includes(target));

/** The simulator for people: what comes next, what moved, what does not fit. Plain HTML, without scripts. */
export function controlPage(control: BillpayControl): string {
  const { mode, held, queued, standing } = control.state();
  const { payments, refunds, conflicts } = control.ledger();
  const latest = [...payments, ...refunds].toSorted((one, other) => other.number - one.number).slice(0, 20);
  return page(
    'Bill payment simulator',
    `<p>Mode: <strong>${mode}</strong>. Held: <strong>${held}</strong>. <a href="/_control">Look again</a></p>
<p>Queued: <code>${escapeHtml(JSON.stringify(queued))}</code><br>Standing: <code>${escapeHtml(JSON.stringify(standing))}</code></p>
${pageTargets.map((target) => `<h2>The next fault of: ${target}</h2>${buttons(target, Object.keys(faults))}`).join('\n')}
<h2>Now</h2>${buttons('do', ['release what is held', 'forget everything, as after a restart', 'forget all scripts'])}
<h2>The latest payments and refunds</h2>
${table(['Time', 'What', 'Reference', 'State', 'Approved', 'Moved', 'Advices', 'Answer'], latest.map(cellsOfMovement))}
<h2>What does not fit</h2>
${table(['Time', 'What', 'Breach', 'Request', 'Message', 'Operation'], conflicts.slice(-20).toReversed().map(cellsOfConflict))}
<p><a href="/_control/ledger">Whole ledger</a>, <a href="/_control/requests">requests</a> and <a href="/_control/state">state</a> as JSON.</p>`,
  );
}

/** Does what a button of the page asks for. */
export async function readForm(control: BillpayControl, form: URLSearchParams): Promise<void> {
  const [name, value = ''] = [...form][0] ?? [];
  const on = pageTargets.find((target) => target === name);
  if (on !== undefined) {
    const fault = Object.hasOwn(faults, value) ? faults[value] : undefined;
    if (!fault) throw new ScriptError(`${value} is not known`);
    return control.next({ on, fault });
  }
  switch (`${name ?? ''} ${value.split(' ', 2).join(' ')}`) {
    case 'do release what':
      control.release();
      return undefined;
    case 'do forget everything,':
      return control.forget();
    case 'do forget all':
      return control.reset();
    default:
      throw new ScriptError('the form asks for nothing that is known');
  }
}

function faultOf(kind: Fault['kind']): Fault {
  const waits = ['delay', 'late-answer', 'slow-body'].includes(kind);
  return waits ? { kind, delayMs: 10_000 } : { kind };
}

function cellsOfMovement(movement: Movement): readonly string[] {
  return [
    movement.at,
    `${movement.kind} ${movement.id}`,
    movement.reference,
    movement.errorType === undefined ? movement.state : `${movement.state}: ${movement.errorType}`,
    String(movement.approvedMinor ?? ''),
    String(movement.finalMinor),
    movement.adviceIds.join(' '),
    movement.status === undefined ? movement.how : `${movement.status} ${movement.how}`,
  ];
}

function cellsOfConflict(conflict: Conflict): readonly string[] {
  return [conflict.at, conflict.kind, conflict.isBreach ? 'yes' : 'no', conflict.requestId, conflict.id, conflict.operation];
}
