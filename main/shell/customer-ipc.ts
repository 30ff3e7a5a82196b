import type { IpcMain, WebContents } from 'electron';
import type { Failure } from '../../shared/failure.ts';
import type { CustomerEventName } from '../../shared/ipc/customer-contract.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { CustomerFeed } from '../ipc/customer-feed.ts';
import { randomIds, type Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import { isCustomerUrl } from './app-origin.ts';
import { customerCallChannel, customerEventChannel } from './channels.ts';
import { isWithinSize } from './is-within-size.ts';
import { strangenessOf } from './sender.ts';

export interface CustomerIpcParts {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  /** The customer's window, while there is one. */
  readonly contents: () => Pick<WebContents, 'send' | 'isDestroyed'> | undefined;
  readonly feed: CustomerFeed;
  readonly logger: Logger;
  readonly ids?: Pick<Ids, 'incidentId'>;
}

/** Its one request is an empty object. */
const requestLimit = 1024;
const eventName = 'customer' satisfies CustomerEventName;

/** Joins the customer's window to its feed, and to nothing else: on channels of their own, so that neither window's bridge reaches the other's. */
export function connectCustomerIpc({ ipcMain, contents, feed, logger, ids = randomIds }: CustomerIpcParts): void {
  ipcMain.handle(customerCallChannel, async (event, name: unknown, request: unknown): Promise<Result<unknown, Failure>> => {
    try {
      const stranger = strangenessOf(event, contents(), isCustomerUrl);
      const isSound = typeof name === 'string' && isWithinSize(name, requestLimit) && isWithinSize(request, requestLimit);
      if (!stranger && isSound) return await feed.dispatch(name, request);
      logger.warn('customer-call-refused', { reason: stranger ?? 'no-name, or too large' });
      return fail({ kind: 'bad-call', detail: 'this call comes from the customer’s window, and is a small one' });
    } catch (error) {
      const incidentId = ids.incidentId();
      logger.error('incident', { incidentId, error });
      return fail({ kind: 'internal', incidentId });
    }
  });

  feed.listen((display) => {
    try {
      const window = contents();
      if (window?.isDestroyed() === false) window.send(customerEventChannel, eventName, display);
    } catch (error) {
      // A window that is just being closed or brought back is no harm to the till, which is telling everybody at this moment.
      logger.warn('customer-display-not-told', { error });
    }
  });
}
