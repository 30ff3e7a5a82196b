import { createHash } from 'node:crypto';
import { escapeHtml, page } from '../common/page.ts';
import { ScriptError } from '../common/read-fields.ts';
import type { QrControl } from './control.ts';
import { customerNames, customersByName } from './customers.ts';
import { canMissEffect, faultKinds, type Fault, type FaultKind } from './faults.ts';
import { decisionOf, latestPart, waitingPart } from './live-part.ts';
import { pageScript, pageStyle } from './page-script.ts';
import { targets } from './scripts.ts';
import type { QrSettings } from './settings.ts';

/** The simulator for people: who waits for a scan, what came of the others, what happens next. It works without its script; with it, it is always up to date. */
export function controlPage(control: QrControl, nowMs: number): string {
  const { settings, queued, standing, held, isListening } = control.state();
  return page(
    'QR payments, simulated',
    `<p class="lead">A payment at the till appears here as soon as it waits for its customer. Scan it with a click.
${settings.customer === 'manual' ? 'Nobody scans unless you do.' : `The cents of the amount decide what a customer does, after ${settings.thinkMs} ms.`}
${isListening ? '' : '<strong>No connections are accepted.</strong>'}</p>
<p role="status" id="said" class="said"></p>
<noscript><p><a href="/_control">Look again</a></p></noscript>
<div id="live">${livePart(control, nowMs)}</div>
<section aria-labelledby="next"><h2 id="next">What happens next</h2>
${form(`${select('customer', 'The next customer', [['', 'whoever comes'], ...customerNames.map((name) => [name, words(name)] as const)])}${button('do', 'customer', 'Let this one come')}`)}
${form(
  `${select(
    'on',
    'The next call of',
    targets.map((target) => [target, target] as const),
  )}${select(
    'fault',
    'goes wrong like this',
    faultChoices.map(([name]) => [name, name] as const),
  )}${button('do', 'fault', 'Let it go wrong, once')}`,
)}
<p class="quiet">Queued: <code>${json(queued)}</code><br>Standing: <code>${json(standing)}</code></p>
<form method="post" action="/_control/form">${button('do', 'release', `Release what is held (${held})`)}${button('do', 'reset', 'Forget all scripts')}</form>
</section>
<section aria-labelledby="settings"><h2 id="settings">How the service behaves</h2>
<ul class="switches">${switches.map((one) => switchItem(one, settings)).join('')}</ul>
</section>
<p class="quiet"><a href="/_control/ledger">Whole ledger</a>, <a href="/_control/requests">requests</a> and <a href="/_control/state">state</a> as JSON.</p>
<script>${pageScript}</script>`,
    pageStyle,
  );
}

/** What the page's script asks for again and again. Its key changes with everything in it but the time that is left. */
export function livePart(control: QrControl, nowMs: number): string {
  const timeless = `${waitingPart(control, 0)}${latestPart(control)}`;
  const key = createHash('sha256').update(timeless).digest('hex').slice(0, 16);
  return `<div data-key="${key}">${waitingPart(control, nowMs)}${latestPart(control)}</div>`;
}

/** Does what a button of the page asks for. */
export async function readForm(control: QrControl, fields: URLSearchParams): Promise<void> {
  const tranId = fields.get('tranId');
  if (tranId !== null) return scanFrom(control, tranId, fields);
  const setting = switches.find(({ name }) => name === fields.get('set'));
  if (setting) return control.set(setting.toggled(control.state().settings));
  switch (fields.get('do')) {
    case 'customer': {
      const name = customerNames.find((one) => one === fields.get('customer'));
      // As slow as a person, so that the till is seen to wait.
      const afterMs = control.state().settings.thinkMs;
      if (name !== undefined) control.next({ customer: { ...customersByName[name], afterMs } });
      return undefined;
    }
    case 'fault': {
      const on = targets.find((target) => target === fields.get('on'));
      const fault = faultChoices.find(([name]) => name === fields.get('fault'))?.[1];
      if (on === undefined || !fault) throw new ScriptError('the form asks for no fault that is known');
      return control.next({ on, fault });
    }
    case 'release':
      control.release();
      return undefined;
    case 'reset':
      return control.reset();
    default:
      throw new ScriptError('the form asks for nothing that is known');
  }
}

function scanFrom(control: QrControl, tranId: string, fields: URLSearchParams): void {
  const decision = decisionOf(fields.get('decision') ?? '');
  if (!decision) throw new ScriptError('the form asks for no decision that is known');
  const partnerId = fields.get('partner');
  // A scan that is declined is part of the play: the list says so.
  control.scan({ tranId, decision, ...(partnerId === null ? {} : { partnerId }) });
}

/** Each fault by the words of its choice, with the details that a page cannot ask for. */
const faultChoices: readonly (readonly [name: string, fault: Fault])[] = [
  ...faultKinds.map((kind) => [kind, faultOf(kind)] as const),
  ...faultKinds.filter(canMissEffect).map((kind) => [`${kind}, without effect`, { kind, applied: false }] as const),
  ['status 500, with effect', { kind: 'status', status: 500, applied: true }],
  ['status 504, with effect', { kind: 'status', status: 504, applied: true }],
  ['status 503, without effect', { kind: 'status', status: 503 }],
  ['cut, while the payment waits', { kind: 'cut', whileWaiting: true }],
  ['status 504, while the payment waits', { kind: 'status', status: 504, whileWaiting: true }],
];

function faultOf(kind: FaultKind): Fault {
  if (['delay', 'late-answer', 'slow-body'].includes(kind)) return { kind, delayMs: 10_000 };
  return kind === 'then-refuse' ? { kind, forMs: 10_000 } : { kind };
}

interface Switch {
  readonly name: string;
  stateOf(settings: QrSettings): string;
  toggled(settings: QrSettings): Partial<QrSettings>;
}

function flagSwitch(name: 'replayAdvices' | 'rememberOrphans' | 'notFoundAs400', on: string, off: string): Switch {
  return {
    name,
    stateOf: (settings) => (settings[name] ? on : off),
    toggled: (settings) => ({ [name]: !settings[name] }),
  };
}

const switches: readonly Switch[] = [
  {
    name: 'customer',
    stateOf: ({ customer }) => (customer === 'manual' ? 'Customers: by hand' : 'Customers: by the cents of the amount'),
    toggled: ({ customer }) => ({ customer: customer === 'manual' ? 'by-amount' : 'manual' }),
  },
  {
    name: 'noScanStatus',
    stateOf: ({ noScanStatus }) => `A payment that nobody scans: ${noScanStatus}`,
    toggled: ({ noScanStatus }) => ({ noScanStatus: noScanStatus === 400 ? 504 : 400 }),
  },
  flagSwitch('replayAdvices', 'An advice that comes again: answered as before', 'An advice that comes again: DUPLICATE_RECORD'),
  flagSwitch(
    'rememberOrphans',
    'A reversal that overtakes its payment: blocks it',
    'A reversal that overtakes its payment: forgotten',
  ),
  flagSwitch('notFoundAs400', 'An advice for an unknown payment: 400', 'An advice for an unknown payment: 404'),
  {
    name: 'errorIds',
    stateOf: ({ errorIds }) => `Ids of errors: ${errorIds === 'hex' ? '20 characters' : '36 characters'}`,
    toggled: ({ errorIds }) => ({ errorIds: errorIds === 'hex' ? 'uuid' : 'hex' }),
  },
];

function switchItem({ name, stateOf }: Switch, settings: QrSettings): string {
  const text = escapeHtml(stateOf(settings));
  return `<li><span id="set-${name}">${text}</span><form method="post" action="/_control/form">
<button name="set" value="${name}" aria-describedby="set-${name}">Change</button></form></li>`;
}

function form(content: string): string {
  return `<form method="post" action="/_control/form" class="line">${content}</form>`;
}

function select(name: string, label: string, options: readonly (readonly [value: string, text: string])[]): string {
  const each = options.map(([value, text]) => `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`);
  return `<label>${escapeHtml(label)} <select name="${name}">${each.join('')}</select></label>`;
}

function button(name: string, value: string, text: string): string {
  return `<button name="${name}" value="${escapeHtml(value)}">${escapeHtml(text)}</button>`;
}

function words(name: string): string {
  return name.replaceAll('-', ' ');
}

function json(content: unknown): string {
  return escapeHtml(JSON.stringify(content));
}
