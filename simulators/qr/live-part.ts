import { escapeHtml } from '../common/page.ts';
import type { QrControl } from './control.ts';
import type { Decision } from './customers.ts';
import type { Code, Conflict, Payment, PaymentState, QrLedger } from './ledger-types.ts';
import { moneyText } from './money-text.ts';
import type { WaitingPayment } from './payments-under-way.ts';
import type { Institution } from './settings.ts';

/** Who waits for a scan, each with the buttons that scan. */
export function waitingPart(control: QrControl, nowMs: number): string {
  const { waiting, settings } = control.state();
  const { codes } = control.ledger();
  const cards = waiting.map((one) => {
    const code = codes.find(({ tranId }) => tranId === one.tranId);
    return card(one, code, settings.partners, nowMs);
  });
  const none = '<p class="none">Nobody. Take a QR payment at the till: it appears here as soon as it waits to be scanned.</p>';
  return `<section aria-labelledby="waiting"><h2 id="waiting" tabindex="-1">Waiting for the customer</h2>
${cards.length === 0 ? none : `<ul class="cards">${cards.join('')}</ul>`}</section>`;
}

function card(waiting: WaitingPayment, code: Code | undefined, partners: readonly Institution[], nowMs: number): string {
  const { tranId, requestedMinor, currency, state } = waiting;
  const amount = moneyText({ minor: requestedMinor, currency });
  const isScanned = state === 'pending-partner';
  const until = isScanned ? waiting.endsAt : waiting.scanUntil;
  const leftS = Math.max(0, Math.ceil((Date.parse(until) - nowMs) / 1000));
  const left = nowMs === 0 ? '' : String(leftS);
  const doing = isScanned ? 'Scanned; the wallet has not answered yet.' : 'Waits to be scanned.';
  return `<li class="card" id="code-${escapeHtml(tranId)}"><div>
<p class="money" id="money-${escapeHtml(tranId)}">${escapeHtml(amount)}</p>
<p>${escapeHtml(code?.merchantName ?? '')}, terminal ${escapeHtml(code?.terminalId ?? '')}</p>
<p class="quiet">${doing} <span data-until="${until}">${left}</span> s left.</p>
</div>${isScanned ? '' : scanForm(tranId, amount, partners)}
<details><summary>The text of its code</summary><code class="payload">${escapeHtml(code?.qrCode ?? '')}</code></details></li>`;
}

/** What a person can make of a waiting payment. */
const choices: readonly { readonly name: string; readonly text: string; readonly said: string; readonly decision: Decision }[] = [
  { name: 'pay', text: 'Scan and pay', said: 'was scanned and paid', decision: { kind: 'approve' } },
  { name: 'half', text: 'Approve half', said: 'was scanned, and half of it approved', decision: { kind: 'approve-less' } },
  { name: 'decline', text: 'Decline', said: 'was scanned and declined', decision: { kind: 'decline' } },
  {
    name: 'funds',
    text: 'Not enough money',
    said: 'was scanned, and there was not enough money',
    decision: { kind: 'decline', errorType: 'INSUFFICIENT_FUNDS' },
  },
  { name: 'silent', text: 'Never answer', said: 'was scanned; the wallet will not answer', decision: { kind: 'silent' } },
];

/** What the button of this name says that the partner does. */
export function decisionOf(name: string): Decision | undefined {
  return choices.find((one) => one.name === name)?.decision;
}

function scanForm(tranId: string, amount: string, partners: readonly Institution[]): string {
  const options = partners.map(({ id, name }) => `<option value="${escapeHtml(id)}">${escapeHtml(name)}</option>`);
  const each = choices.map(({ name, text, said, decision }) => {
    const look = name === 'pay' ? ' class="primary"' : '';
    const attributes = `${look} id="${name}-${escapeHtml(tranId)}" aria-describedby="money-${escapeHtml(tranId)}"`;
    return `<button name="decision" value="${name}"${attributes} ${scriptData(decision, `${amount} ${said}.`)}>${text}</button>`;
  });
  return `<form method="post" action="/_control/form" class="line"><input type="hidden" name="tranId" value="${escapeHtml(tranId)}">
<label>Wallet <select name="partner">${options.join('')}</select></label>${each.join('')}</form>`;
}

/** What the page's script needs to know, and to say. */
function scriptData(decision: Decision, said: string): string {
  return `data-decision="${escapeHtml(JSON.stringify(decision))}" data-said="${escapeHtml(said)}"`;
}

/** The latest codes and what came of them, and what does not fit. */
export function latestPart(control: QrControl): string {
  const ledger = control.ledger();
  const waiting = new Set(control.state().waiting.map(({ tranId }) => tranId));
  const codes = ledger.codes.slice(-15).toReversed();
  const rows = codes.map((code) => row(code, ledger, waiting.has(code.tranId)));
  const columns = ['Time (UTC)', 'Amount', 'What came of it', 'Taken', 'Kept back', 'Advices', 'Scan declined', ''];
  const conflicts = ledger.conflicts.slice(-10).toReversed();
  return `<section aria-labelledby="latest"><h2 id="latest">The latest codes</h2>
${rows.length === 0 ? '<p class="none">None yet.</p>' : tableOf('latest', columns, rows)}</section>
${conflicts.length === 0 ? '' : conflictPart(conflicts)}`;
}

const stateWords: Readonly<Record<PaymentState, readonly [words: string, look: 'wait' | 'good' | 'bad' | 'none']>> = {
  requested: ['the payment was lost on its way', 'bad'],
  'pending-scan': ['waits to be scanned', 'wait'],
  'pending-partner': ['scanned, no answer of the wallet yet', 'wait'],
  authorised: ['authorised, neither confirmed nor reversed', 'wait'],
  declined: ['declined', 'bad'],
  expired: ['ran out of time', 'bad'],
  confirmed: ['confirmed', 'good'],
  reversed: ['reversed', 'none'],
};

function row(code: Code, { payments, scans }: QrLedger, isWaiting: boolean): string {
  const { tranId } = code;
  const payment = payments.findLast((one) => one.tranId === tranId);
  const scan = scans.findLast((one) => one.tranId === tranId);
  const money = payment ? { minor: payment.requestedMinor, currency: payment.currency } : code.amount;
  const [words, look] = payment ? stateWords[payment.state] : (['not paid yet', 'none'] as const);
  const amount = money ? moneyText(money) : '';
  const cells = [
    `<time datetime="${code.at}">${code.at.slice(11, 19)}</time>`,
    `<span title="${escapeHtml(code.qrCode)}">${escapeHtml(amount)}</span>`,
    `<span class="state ${look}">${words}</span>${reasonOf(payment)}`,
    moneyIn(payment, payment?.takenMinor),
    moneyIn(payment, payment?.reservedMinor),
    String(payment?.adviceIds.length ?? 0),
    scan?.errorType === undefined ? '' : `<code>${scan.errorType}</code>`,
    isWaiting ? '' : scanAnyway(tranId, amount),
  ];
  const id = isWaiting ? '' : ` id="code-${escapeHtml(tranId)}"`;
  return `<tr${id}>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function reasonOf(payment: Payment | undefined): string {
  return payment?.errorType === undefined ? '' : ` <code>${payment.errorType}</code>`;
}

function moneyIn(payment: Payment | undefined, minor = 0): string {
  return payment && minor !== 0 ? `<span>${escapeHtml(moneyText({ minor, currency: payment.currency }))}</span>` : '';
}

/** A customer who is too early or too late. */
function scanAnyway(tranId: string, amount: string): string {
  return `<form method="post" action="/_control/form"><input type="hidden" name="tranId" value="${escapeHtml(tranId)}">
<button name="decision" value="pay" id="again-${escapeHtml(tranId)}" aria-label="Scan all the same: ${escapeHtml(amount)}" ${scriptData({ kind: 'approve' }, `${amount} was scanned.`)}>Scan all the same</button></form>`;
}

function conflictPart(conflicts: readonly Conflict[]): string {
  const rows = conflicts.map(({ at, kind, isBreach, requestId, operation }) => {
    const breach = isBreach ? '<span class="state bad">the till broke the protocol</span>' : 'nobody’s, it may happen';
    const cells = [at.slice(11, 19), kind, breach, operation, `<code>${escapeHtml(requestId)}</code>`];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<section aria-labelledby="conflicts"><h2 id="conflicts">What does not fit</h2>
${tableOf('conflicts', ['Time (UTC)', 'What', 'Whose fault', 'Operation', 'Payment'], rows)}</section>`;
}

/** Scrolls by itself where the page is narrow, with the keyboard as well. @param heading its id @param rows HTML already */
function tableOf(heading: string, columns: readonly string[], rows: readonly string[]): string {
  const head = columns.map((column) => (column === '' ? '<td></td>' : `<th scope="col">${column}</th>`)).join('');
  return `<div class="scroll" tabindex="0" role="group" aria-labelledby="${heading}"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
