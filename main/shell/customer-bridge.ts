import type { IpcRenderer } from 'electron';
import type { CustomerClient } from '../../shared/ipc/customer-contract.ts';
import { customerCallChannel, customerEventChannel } from './channels.ts';

/** What the customer's window gets of Electron: its one question and its one event, on channels of their own. */
export function createCustomerBridge(ipc: Pick<IpcRenderer, 'invoke' | 'on' | 'removeListener'>): CustomerClient {
  return {
    call: (_name, _request) => ipc.invoke(customerCallChannel, 'customer/view', {}) as never,
    listen(_name, listener) {
      const hear = (_event: unknown, name: unknown, display: unknown): void => {
        if (name === 'customer') listener(display as never);
      };
      ipc.on(customerEventChannel, hear);
      return () => {
        ipc.removeListener(customerEventChannel, hear);
      };
    },
  };
}
