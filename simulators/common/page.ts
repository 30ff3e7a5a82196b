/**
 * The frame of a simulator's page for people.
 * @param content is HTML already
 * @param style more of it, for a page that has more to show
 */
export function page(title: string, content: string, style = ''): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>
:root { color-scheme: light dark; background: Canvas; color: CanvasText; } body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8888; }
form { display: flex; flex-wrap: wrap; gap: 0.5rem; } button { font: inherit; padding: 0.4rem 0.8rem; } td.amount { font-variant-numeric: tabular-nums; }
${style}</style></head><body><main>
<h1>${escapeHtml(title)}</h1>
${content}
</main></body></html>`;
}

/** A form of buttons: each sends `name` with its value. */
export function buttons(name: string, values: readonly string[], textOf: (value: string) => string = (value) => value): string {
  const each = values.map((value) => `<button name="${name}" value="${escapeHtml(value)}">${escapeHtml(textOf(value))}</button>`);
  return `<form method="post" action="/_control/form">${each.join('')}</form>`;
}

/** @param columns the headings  @param rows their cells, as texts */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => `<th>${escapeHtml(column)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td class="amount">${escapeHtml(cell)}</td>`).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
