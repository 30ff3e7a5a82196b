import type { Page } from 'playwright/test';

interface Shell {
  /** Somebody closes the window, or quits. */
  askToLeave(): Promise<void>;
}

/**
 * Gives the page what Electron's preload script would: the same two verbs, over loopback, and a host that asks before it ends.
 * So the window's part of it is tried in a real browser where Electron's program is not there.
 */
export async function pretendShell(page: Page): Promise<Shell> {
  await page.addInitScript(() => {
    const listeners = new Map<string, Set<(event: unknown) => void>>();
    const tell = (name: string, event: unknown): void => listeners.get(name)?.forEach((listener) => listener(event));
    let stream: EventSource | undefined;
    const till = {
      async call(name: string, request: unknown): Promise<unknown> {
        const body = JSON.stringify(request);
        const response = await fetch(`/call/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        return response.json();
      },
      listen(name: string, listener: (event: unknown) => void): () => void {
        if (!stream) {
          stream = new EventSource('/events');
          stream.addEventListener('snapshot', ({ data }) => tell('snapshot', JSON.parse(String(data))));
        }
        const known = listeners.get(name) ?? new Set();
        listeners.set(name, known.add(listener));
        return () => known.delete(listener);
      },
    };
    Object.assign(window, { till, askToLeave: () => tell('leave-asked', {}) });
  });
  await page.reload();
  return {
    askToLeave: () => page.evaluate(() => (window as unknown as { askToLeave(): void }).askToLeave()),
  };
}
