import type { CDPSession, Page } from 'playwright/test';

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
  sent.push(...pressEnter(client, at + 0.005));
  await Promise.all(sent);
  await client.detach();
}

/** Enter at a moment of the keyboard's own time (`Date.now()`), however long a busy machine takes to hand it over. */
export async function pressEnterAt(page: Page, atMs: number): Promise<void> {
  const client = await page.context().newCDPSession(page);
  await Promise.all(pressEnter(client, atMs / 1_000));
  await client.detach();
}

/** Enter of somebody who has read what came up, a second ago by the keyboard's own time: a fast machine is not a hurried hand. */
export function pressEnterWhenRead(page: Page): Promise<void> {
  return pressEnterAt(page, Date.now() + 1_000);
}

interface HurriedHands {
  /** Without a pause after the last time. */
  pressEnter(times: number): Promise<void>;
  /** Once, a second after they have stopped. */
  pressEnterWhenRead(): Promise<void>;
}

/**
 * Hands that press Enter every twenty milliseconds by the keyboard's own time: a busy machine makes no pause between two of them,
 * and neither does what a test looks at meanwhile.
 */
export async function hurriedHands(page: Page): Promise<HurriedHands> {
  const client = await page.context().newCDPSession(page);
  let at = Date.now() / 1_000;
  return {
    async pressEnter(times) {
      for (let press = 0; press < times; press += 1) await Promise.all(pressEnter(client, (at += 0.02)));
    },
    async pressEnterWhenRead() {
      at = Math.max(at, Date.now() / 1_000) + 1;
      await Promise.all(pressEnter(client, at));
    },
  };
}

function pressEnter(client: CDPSession, timestamp: number): readonly Promise<unknown>[] {
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, timestamp };
  return [
    client.send('Input.dispatchKeyEvent', { type: 'keyDown', text: '\r', ...enter }),
    client.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter }),
  ];
}
