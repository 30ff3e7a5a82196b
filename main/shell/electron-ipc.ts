import type { IpcMain, WebContents } from 'electron';
import type { Failure } from '../../shared/failure.ts';
import { events, type EventName, type WindowEventName, type WindowEventOf } from '../../shared/ipc/contract.ts';
import { fail, type Result } from '../../shared/result.ts';
import { randomIds, type Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Till } from '../till.ts';
import { isOwnUrl } from './app-origin.ts';
import { callChannel, eventChannel } from './channels.ts';
import { isWithinSize } from './is-within-size.ts';
import { strangenessOf } from './sender.ts';

export interface ElectronIpcParts {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  /** The cashier's window. */
  readonly contents: Pick<WebContents, 'send' | 'isDestroyed'>;
  readonly till: Pick<Till, 'dispatch' | 'listen' | 'logger'>;
  readonly ids?: Pick<Ids, 'incidentId'>;
}

/** The same as the browser host's limit for a request. */
const requestLimit = 1024 * 1024;

/**
 * Joins the window to the till. A call is heard only from this window, and from the top frame of the till's own page; whatever else comes is refused, logged,
 * and answered like any failure. What the name and the request are worth is for `dispatch` to say.
 * @returns parts them again
 */
export function connectIpc({ ipcMain, contents, till, ids = randomIds }: ElectronIpcParts): () => void {
  const { logger } = till;

  ipcMain.handle(callChannel, async (event, name: unknown, request: unknown): Promise<Result<unknown, Failure>> => {
    try {
      const stranger = strangenessOf(event, contents, isOwnUrl);
      if (stranger) {
        logger.warn('call-refused', { reason: stranger });
        return fail({ kind: 'bad-call', detail: 'calls come from the till’s own window' });
      }
      if (typeof name !== 'string') {
        logger.warn('call-refused', { reason: 'no-name' });
        return fail({ kind: 'bad-call', detail: 'a call has a name' });
      }
      if (!isWithinSize(name, requestLimit) || !isWithinSize(request, requestLimit)) {
        logger.warn('request-too-large', { call: name.slice(0, 100), limitBytes: requestLimit });
        return fail({ kind: 'bad-call', detail: `a request has at most ${requestLimit} bytes` });
      }
      return await till.dispatch(name, request);
    } catch (error) {
      const incidentId = ids.incidentId();
      logger.error('incident', { incidentId, error });
      return fail({ kind: 'internal', incidentId });
    }
  });

  const stops = (Object.keys(events) as EventName[]).map((name) =>
    till.listen(name, (event) => void tellWindow(contents, logger, name, event)),
  );

  return () => {
    for (const stop of stops) stop();
    ipcMain.removeHandler(callChannel);
  };
}

/** @returns whether it was sent; a window that is just being brought back asks for everything anew */
export function tellWindow<Name extends WindowEventName>(
  contents: Pick<WebContents, 'send' | 'isDestroyed'>,
  logger: Logger,
  name: Name,
  event: WindowEventOf<Name>,
): boolean {
  if (contents.isDestroyed()) return false;
  try {
    contents.send(eventChannel, name, event);
    return true;
  } catch (error) {
    logger.warn('window-not-told', { name, error });
    return false;
  }
}
