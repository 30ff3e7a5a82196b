import type { BdsControl } from './control.ts';
import { customerKinds, type CustomerKind } from './customers.ts';
import { faultKinds, type FaultKind } from './faults.ts';
import type { LedgerEntry } from './ledger.ts';
import type { StatusScript } from './scripts.ts';
import { ScriptError } from './read-script.ts';

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
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Card terminal simulator</title><style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8888; }
form { display: flex; flex-wrap: wrap; gap: 0.5rem; } button { font: inherit; padding: 0.4rem 0.8rem; } td.amount { font-variant-numeric: tabular-nums; }
</style></head><body>
<h1>Card terminal simulator</h1>
<p>Terminal: <strong>${escape(terminalText)}</strong>. <a href="/_control">Look again</a></p>
<p>Queued: <code>${escape(JSON.stringify(queued))}</code><br>Standing: <code>${escape(JSON.stringify(standing))}</code></p>
<h2>The held customer</h2>${buttons('release', ['', ...releases], (kind) => (kind === '' ? 'goes on as the amount says' : kind))}
<h2>The next customer</h2>${buttons('customer', customerKinds)}
<h2>The next fault</h2>${buttons('fault', faultKinds)}
<h2>The status, until told otherwise</h2>${buttons('status', ['truth', ...Object.keys(statuses)])}
<h2>Start afresh</h2>${buttons('reset', ['forget all scripts'])}
<h2>The ledger's last lines</h2>
<table><thead><tr><th>Time</th><th>What</th><th>Reference</th><th>Amount</th><th>Fee</th><th>Transaction</th><th>Answer</th></tr></thead><tbody>
${entries.map(ledgerRow).join('\n')}
</tbody></table>
<p><a href="/_control/ledger">Whole ledger</a>, <a href="/_control/requests">requests</a> and <a href="/_control/state">state</a> as JSON.</p>
</body></html>`;
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

function buttons(name: string, values: readonly string[], textOf: (value: string) => string = (value) => value): string {
  const each = values.map((value) => `<button name="${name}" value="${escape(value)}">${escape(textOf(value))}</button>`);
  return `<form method="post" action="/_control/form">${each.join('')}</form>`;
}

function ledgerRow(entry: LedgerEntry): string {
  const isCharged = entry.kind === 'charged';
  const cells = [
    entry.at,
    isCharged ? 'charged' : `not charged: ${entry.why}`,
    entry.reference,
    isCharged ? entry.amount : (entry.requestedAmount ?? ''),
    isCharged ? entry.feeAmount : '',
    String(entry.transactionId ?? ''),
    entry.how,
  ];
  return `<tr>${cells.map((cell) => `<td class="amount">${escape(cell)}</td>`).join('')}</tr>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
