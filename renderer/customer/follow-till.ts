import type { CustomerDisplay } from '../../shared/customer-view.ts';
import type { CustomerClient } from '../../shared/ipc/customer-contract.ts';
import type { EventStream } from '../till/http-client.ts';
import type { FollowTill } from './customer-store.ts';

declare global {
  interface Window {
    /** What the preload of the customer's window exposes, and all that it exposes. Absent in a browser. */
    readonly customer?: CustomerClient;
  }
}

/** Over Electron's bridge. There is no connection to lose: if the main process ends, this window ends with it. */
export function followOverElectron(client: CustomerClient): FollowTill {
  return (tell) => {
    let hasHeard = false;
    const stop = client.listen('customer', (display) => {
      hasHeard = true;
      tell(display);
    });
    client.call('customer/view', {}).then(
      // An event that came first is newer than this answer.
      (reply) => !hasHeard && tell(reply.ok ? reply.value : undefined),
      // The bridge is being torn down.
      () => tell(undefined),
    );
    return stop;
  };
}

interface HttpOptions {
  readonly openEvents?: (url: string) => EventStream;
  readonly reopenAfterMs?: number;
}

/** `EventSource.CLOSED`: the browser has given up, which it does when the answer was an error and not a lost connection. */
const closed = 2;

/** Over loopback HTTP. The stream begins with how things stand, so nothing else has to be asked; a browser reopens one that was lost. */
export function followOverHttp({
  openEvents = (url) => new EventSource(url),
  reopenAfterMs = 1_500,
}: HttpOptions = {}): FollowTill {
  return (tell) => {
    let stream: EventStream;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      const opened = openEvents('/customer/events');
      stream = opened;
      opened.addEventListener('customer', ({ data }) => {
        const display = displayIn(data);
        if (display) tell(display);
      });
      opened.addEventListener('error', () => {
        tell(undefined);
        // Refused, or the till was not there yet: nobody stands at this window who could load it anew.
        if (opened.readyState === closed) timer = setTimeout(open, reopenAfterMs);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  };
}

function displayIn(data: unknown): CustomerDisplay | undefined {
  try {
    return JSON.parse(String(data)) as CustomerDisplay;
  } catch {
    return undefined;
  }
}
