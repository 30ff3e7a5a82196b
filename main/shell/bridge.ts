import type { IpcRenderer } from 'electron';
import type { TillClient } from '../../shared/ipc/contract.ts';
import { callChannel, eventChannel } from './channels.ts';

/**
 * What the window gets of Electron: two verbs on two fixed channels, and neither `ipcRenderer` nor any of its events, through which a page
 * could reach everything else. What a page hands over is not believed here either: the main process checks it.
 */
export function createBridge(ipc: Pick<IpcRenderer, 'invoke' | 'on' | 'removeListener'>): TillClient {
  return {
    call: (name, request) => ipc.invoke(callChannel, name, request) as never,
    listen(wanted, listener) {
      const hear = (_event: unknown, name: unknown, event: unknown): void => {
        if (name === wanted) listener(event as never);
      };
      ipc.on(eventChannel, hear);
      return () => {
        ipc.removeListener(eventChannel, hear);
      };
    },
  };
}
