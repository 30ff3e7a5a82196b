import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { CustomerClient } from '../../shared/ipc/customer-contract.ts';

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

await import('./customer-preload.ts');

const exposed = (): CustomerClient => pretended.exposed[0]?.[1] as CustomerClient;

describe('what the customer’s window gets of Electron', () => {
  it('is one question and one event, and nothing of the till’s', () => {
    expect(pretended.exposed.map(([name, value]) => [name, Object.keys(value as object)])).toEqual([
      ['customer', ['call', 'listen']],
    ]);
  });

  it('asks its one question, whatever the page asks for', async () => {
    const call = exposed().call as (...values: unknown[]) => Promise<unknown>;
    expect(await call('customer/view', {})).toEqual({ ok: true, value: 'answer' });
    await call('sale/begin', { saleId: 'x' }, 'more');
    expect(pretended.invoked).toEqual([
      ['customer/call', 'customer/view', {}],
      ['customer/call', 'customer/view', {}],
    ]);
  });

  it('hears its one event, and never the one that carried it', () => {
    const heard: unknown[][] = [];
    const listen = exposed().listen as unknown as (name: string, listener: (...values: unknown[]) => void) => () => void;
    const stop = listen('snapshot', (...values) => heard.push(values));
    pretended.ipc?.emit('customer/event', { sender: pretended.ipc }, 'customer', { at: '1' });
    pretended.ipc?.emit('customer/event', { sender: pretended.ipc }, 'snapshot', { at: '2' });
    pretended.ipc?.emit('till/event', { sender: pretended.ipc }, 'snapshot', { at: '3' });
    expect(heard).toEqual([[{ at: '1' }]]);
    stop();
    expect(pretended.ipc?.listenerCount('customer/event')).toBe(0);
  });
});
