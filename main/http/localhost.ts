import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/**
 * Both families of this machine, whatever its hosts file says: many have `localhost` on one of the two only, and a service may listen on the other (BDS 1).
 * The older family first: where both answer it is the same service, and where one refuses the next is tried at once.
 */
const loopback: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Finds addresses as the system does, but for `localhost`, which is this machine by definition (RFC 6761, 6.3). */
export const lookupWithLocalhost: LookupFunction = (hostname, options, callback) => {
  if (!/^localhost\.?$/iu.test(hostname)) {
    lookup(hostname, options, callback);
    return;
  }
  const wanted = loopback.filter(
    ({ family }) => !options.family || options.family === family || options.family === `IPv${family}`,
  );
  process.nextTick(() => {
    const [first] = wanted;
    if (options.all) callback(null, [...wanted]);
    else callback(null, first?.address ?? '', first?.family);
  });
};
