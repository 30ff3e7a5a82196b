import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TillClient } from '../../shared/ipc/contract.ts';

/** What the preload script is given in the place of Electron. */
const pretended = vi.hoisted(() => ({
  exposed: [] as [string, unknown][],
  invoked: [] as unknown[][],
  ipc: undefined as EventEmitter | undefined,
}));

vi.mock('electron', () => {
  const ipcRenderer = Object.assign(new EventEmitter(), {
    invoke: (...values: unknown[]) => {
      pretended.invoked.push(values);
      return Promise.resolve({ ok: true, value: 'answer' });
    },
  });
  pretended.ipc = ipcRenderer;
  return {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => pretended.exposed.push([name, value]) },
  };
});

await import('./preload.ts');

function exposedTill(): TillClient {
  return pretended.exposed[0]?.[1] as TillClient;
}

/** As Electron does: with the event itself in front, through which everything could be reached. */
function receive(...values: unknown[]): void {
  pretended.ipc?.emit('till/event', { sender: pretended.ipc }, ...values);
}

beforeEach(() => {
  pretended.invoked.length = 0;
});

describe('what the window gets of Electron', () => {
  it('is exactly call and listen', () => {
    const shape = pretended.exposed.map(([name, value]) => [
      name,
      Object.entries(value as object).map(
        ([verb, action]) => `${verb}: ${typeof action}, ${(action as () => void).length} values`,
      ),
    ]);
    expect(shape).toEqual([['till', ['call: function, 2 values', 'listen: function, 2 values']]]);
    expect(Object.getOwnPropertySymbols(exposedTill())).toEqual([]);
    expect(Object.getPrototypeOf(exposedTill())).toBe(Object.prototype);
  });

  it('calls on one channel, whatever the page asks for', async () => {
    expect(await exposedTill().call('till/snapshot', {})).toEqual({ ok: true, value: 'answer' });
    await (exposedTill().call as (...values: unknown[]) => Promise<unknown>)('shell:openExternal', { a: 1 }, 'more');
    expect(pretended.invoked).toEqual([
      ['till/call', 'till/snapshot', {}],
      ['till/call', 'shell:openExternal', { a: 1 }],
    ]);
  });

  it('hands over what the till tells, and never the event that carried it', () => {
    const heard: unknown[][] = [];
    const stop = exposedTill().listen('snapshot', (...values) => heard.push(values));
    receive('snapshot', { version: '1' });
    receive('something else', { version: '2' });
    expect(heard).toEqual([[{ version: '1' }]]);
    expect(stop()).toBeUndefined();
    receive('snapshot', { version: '3' });
    expect(heard).toHaveLength(1);
    expect(pretended.ipc?.listenerCount('till/event')).toBe(0);
  });
});
