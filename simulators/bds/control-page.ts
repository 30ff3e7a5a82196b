import { buttons, escapeHtml, page, table } from '../common/page.ts';
import { ScriptError } from '../common/read-fields.ts';
import type { BdsControl } from './control.ts';
import { customerKinds, type CustomerKind } from './customers.ts';
import { faultKinds, type FaultKind } from './faults.ts';
import type { LedgerEntry } from './ledger.ts';
import type { StatusScript } from './scripts.ts';

/** What the customer does who is let go by hand. */
const releases = ['approve', 'decline', 'user-cancel', 'declined-amount', 'timeout'] as const satisfies readonly CustomerKind[];

const statuses: Readonly<Record<string, StatusScript>> = {
  '0 Unknown': { kind: 'code', code: 0 },
  '2 NoConnectedDevice': { kind: 'code', code: 2 },
  '3 NotAvailable': { kind: 'code', code: 3 },
  'malformed body': { kind: 'malformed' },
  '401': { kind: 'unauthorized' },
  'no answer': { kind: 'hang' },
};

/** The simulator for people: what the terminal is doing, what comes next, what was charged. Plain HTML, without scripts. */
export function controlPage(control: BdsControl): string {
  const { terminal, queued, standing } = control.state();
  const entries = control.ledger().slice(-20).toReversed();
  const terminalText =
    terminal.state === 'free'
      ? 'free'
      : `a customer pays ${terminal.amount} for ${terminal.reference}, since ${terminal.since}${terminal.isHeld ? ', held' : ''}`;
  return page(
    'Card terminal simulator',
    `<p>Terminal: <strong>${escapeHtml(terminalText)}</strong>. <a href="/_control">Look again</a></p>
<p>Queued: <code>${escapeHtml(JSON.stringify(queued))}</code><br>Standing: <code>${escapeHtml(JSON.stringify(standing))}</code></p>
<h2>The held customer</h2>${buttons('release', ['', ...releases], (kind) => (kind === '' ? 'goes on as the amount says' : kind))}
<h2>The next customer</h2>${buttons('customer', customerKinds)}
<h2>The next fault</h2>${buttons('fault', faultKinds)}
<h2>The status, until told otherwise</h2>${buttons('status', ['truth', ...Object.keys(statuses)])}
<h2>Start afresh</h2>${buttons('reset', ['forget all scripts'])}
<h2>The ledger's last lines</h2>
${table(['Time', 'What', 'Reference', 'Amount', 'Fee', 'Transaction', 'Answer'], entries.map(cellsOf))}
<p><a href="/_control/ledger">Whole ledger</a>, <a href="/_control/requests">requests</a> and <a href="/_control/state">state</a> as JSON.</p>`,
  );
}

/** Does what a button of the page asks for. */
export async function readForm(control: BdsControl, form: URLSearchParams): Promise<void> {
  const [name, value] = [...form][0] ?? [];
  switch (name) {
    case 'release': {
      const kind = customerKinds.find((one) => one === value);
      control.release(kind && { kind });
      break;
    }
    case 'customer':
      control.next({ customer: { kind: kindIn(customerKinds, value) } });
      break;
    case 'fault':
      control.next({ fault: faultOf(kindIn(faultKinds, value)) });
      break;
    case 'status': {
      const status = statuses[value ?? ''];
      const { status: _former, ...others } = control.state().standing;
      control.always(status ? { ...others, status } : others);
      break;
    }
    case 'reset':
      await control.reset();
      break;
    default:
      throw new ScriptError('the form asks for nothing that is known');
  }
}

function faultOf(kind: FaultKind): { readonly kind: FaultKind; readonly delayMs?: number } {
  return kind === 'late-answer' ? { kind, delayMs: 10_000 } : { kind };
}

function kindIn<Kind extends string>(kinds: readonly Kind[], value: string | undefined): Kind {
  const known = kinds.find((kind) => kind === value);
  if (known === undefined) throw new ScriptError(`${value ?? 'nothing'} is not known`);
  return known;
}

function cellsOf(entry: LedgerEntry): readonly string[] {
  const isCharged = entry.kind === 'charged';
  return [
    entry.at,
    isCharged ? 'charged' : `not charged: ${entry.why}`,
    entry.reference,
    isCharged ? entry.amount : (entry.requestedAmount ?? ''),
    isCharged ? entry.feeAmount : '',
    String(entry.transactionId ?? ''),
    entry.how,
  ];
}
