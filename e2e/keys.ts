import type { Page } from 'playwright/test';

/** Presses a key so many times, as fast as the browser takes it, each time let go of. */
export async function mash(page: Page, keys: readonly string[], times: number): Promise<void> {
  for (let press = 0; press < times; press += 1) await page.keyboard.press(keys[press % keys.length] ?? 'Enter');
}

/**
 * Types as a hand scanner does: a key every five milliseconds, by the keyboard's own time, and Enter at the end.
 * Not `keyboard.type`: on a busy machine its keys come too slowly for a scanner.
 */
export async function scan(page: Page, text: string): Promise<void> {
  const client = await page.context().newCDPSession(page);
  let at = Date.now() / 1_000;
  const sent: Promise<unknown>[] = [];
  for (const character of text) {
    at += 0.005;
    sent.push(client.send('Input.dispatchKeyEvent', { type: 'keyDown', key: character, text: character, timestamp: at }));
    sent.push(client.send('Input.dispatchKeyEvent', { type: 'keyUp', key: character, timestamp: at }));
  }
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, timestamp: at + 0.005 };
  sent.push(client.send('Input.dispatchKeyEvent', { type: 'keyDown', text: '\r', ...enter }));
  sent.push(client.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter }));
  await Promise.all(sent);
  await client.detach();
}
