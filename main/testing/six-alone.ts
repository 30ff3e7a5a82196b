import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * Starts something that listens on ::1 alone, at a port at which nobody listens on 127.0.0.1. A port that the system chooses for one of the two
 * may be another test's on the other, and `localhost` is both.
 */
export async function startOnSixAlone<Started>(start: (port: number) => Promise<Started>): Promise<Started> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  try {
    return await start((holder.address() as AddressInfo).port);
  } finally {
    holder.close();
    await once(holder, 'close');
  }
}
