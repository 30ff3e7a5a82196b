import type { IpcMainInvokeEvent, WebContents } from 'electron';

/**
 * Why a call does not come from the window that it should come from, if it does not. Our other window is as much of a stranger as another site.
 * The frame is `null` where it has gone meanwhile.
 */
export function strangenessOf(
  { sender, senderFrame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  contents: Pick<WebContents, 'send'> | undefined,
  isOwnPage: (url: string) => boolean,
): string | undefined {
  if (!senderFrame) return 'no-frame';
  if (senderFrame.parent !== null) return 'not-the-top-frame';
  if (!isOwnPage(senderFrame.url)) return 'another-origin';
  return sender === contents ? undefined : 'another-window';
}
