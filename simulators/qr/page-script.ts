/** How the page looks, beyond the frame that all simulators share. */
export const pageStyle = `
:root { --line: #8886; --soft: #8881; --accent: #0b5fc4; --on-accent: #fff; --good: #146c2e; --bad: #b3261e; --wait: #7a4d00; }
@media (prefers-color-scheme: dark) { :root { --accent: #8ab8ff; --on-accent: #0b1a30; --good: #7fd397; --bad: #ff9a91; --wait: #f0bf62; } }
body { max-width: 76rem; } h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 0.75rem; }
.lead, .none { max-width: 48rem; } .quiet { font-size: 0.9rem; overflow-wrap: anywhere; }
.said { min-height: 1.5rem; margin: 0; font-weight: 600; color: var(--accent); } #live section:first-of-type h2 { margin-top: 0.5rem; } form + form { margin-top: 1rem; }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); }
.card { border: 1px solid var(--line); border-radius: 0.75rem; padding: 1rem 1.25rem; background: var(--soft); display: grid; gap: 0.75rem; align-content: start; }
.card:target, tr:target { outline: 3px solid var(--accent); outline-offset: 2px; } .card p { margin: 0; }
.card .money { font-size: 2.25rem; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; }
.line { align-items: end; } .line label { display: grid; gap: 0.15rem; font-size: 0.9rem; } .card .line label { flex-basis: 100%; justify-items: start; }
button, select { min-height: 2.75rem; padding: 0.4rem 0.9rem; font: inherit; border: 1px solid var(--line); border-radius: 0.5rem; background: Canvas; color: CanvasText; }
button { cursor: pointer; } button:hover { border-color: var(--accent); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
.payload { overflow-wrap: anywhere; } .scroll { overflow-x: auto; } td, th { vertical-align: middle; font-variant-numeric: tabular-nums; } td > span:first-child:last-child:not(.state), td time, td code, th { white-space: nowrap; }
.state { font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); }
td button { min-height: 2.25rem; white-space: nowrap; border-color: transparent; color: var(--accent); } td code { font-size: 0.85rem; }
.switches { list-style: none; padding: 0; margin: 0; } .switches li { display: flex; gap: 1rem; align-items: center; justify-content: space-between; border-bottom: 1px solid var(--line); padding: 0.4rem 0; max-width: 44rem; }
`;

/**
 * Keeps the page up to date without loading it again: what changed is asked for every second while the page is seen, and takes the old one's place only
 * where something other than the time changed, so that no button moves away under a finger. The focus stays where it was.
 */
export const pageScript = `
const live = document.getElementById('live');
const said = document.getElementById('said');
const tick = () => {
  for (const element of document.querySelectorAll('[data-until]')) {
    element.textContent = String(Math.max(0, Math.ceil((Date.parse(element.dataset.until) - Date.now()) / 1000)));
  }
};
const look = async () => {
  try {
    const answer = await fetch('/_control/live');
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, 'text/html').body.firstElementChild;
    if (!answer.ok || !fresh || fresh.dataset.key === live.firstElementChild.dataset.key) return;
    const focused = document.activeElement && document.activeElement.id;
    const wallets = new Map([...live.querySelectorAll('.card select')].map((select) => [select.closest('.card').id, select.value]));
    const open = new Set([...live.querySelectorAll('details[open]')].map((details) => details.closest('.card').id));
    live.replaceChildren(fresh);
    for (const card of live.querySelectorAll('.card')) {
      const select = card.querySelector('select');
      if (select && wallets.has(card.id)) select.value = wallets.get(card.id);
      card.querySelector('details').open = open.has(card.id);
    }
    if (focused) {
      // Where the button has gone, whoever has no pointer goes on at the heading.
      (document.getElementById(focused) || document.getElementById('waiting')).focus();
    }
    tick();
  } catch {
    said.textContent = 'The simulator does not answer.';
  }
};
live.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { tranId, partner } = Object.fromEntries(new FormData(event.target));
  const wish = { tranId, ...(partner ? { partnerId: partner } : {}), decision: JSON.parse(event.submitter.dataset.decision) };
  const words = event.submitter.dataset.said;
  try {
    const answer = await fetch('/_control/scan', { method: 'POST', body: JSON.stringify(wish) });
    const { errorType, error } = await answer.json();
    said.textContent = answer.ok ? words : 'The scan was declined: ' + (errorType || error) + '.';
  } catch {
    said.textContent = 'The simulator does not answer.';
  }
  await look();
});
setInterval(() => { if (!document.hidden) { tick(); look(); } }, 1000);
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
`;
