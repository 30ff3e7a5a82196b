import { customerDisplayOf, type CustomerDisplay } from '../../shared/customer-view.ts';
import type { Failure } from '../../shared/failure.ts';
import { customerCalls } from '../../shared/ipc/customer-contract.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Logger } from '../ports/logger.ts';
import type { Till } from '../till.ts';

/** The till as a customer's display sees it: what may be asked is the contract's one question, and what is heard its one event. */
export interface CustomerFeed {
  /** Nothing about the name or the request is trusted. Never rejects. */
  dispatch(name: string, request: unknown): Promise<Result<CustomerDisplay, Failure>>;
  /** Only where something changes that a customer sees. @returns stops listening */
  listen(listener: (display: CustomerDisplay) => void): () => void;
}

export function createCustomerFeed(
  till: Pick<Till, 'dispatch' | 'listen'>,
  { logger, shop }: { readonly logger: Logger; readonly shop: string | undefined },
): CustomerFeed {
  return {
    async dispatch(name, request) {
      if (!Object.hasOwn(customerCalls, name)) {
        // A display that asks for more than it may is not ours, or is broken.
        logger.warn('customer-call-refused', { name: name.slice(0, 100) });
        return fail({ kind: 'unknown-call', name: name.slice(0, 100) });
      }
      if (!customerCalls['customer/view'].request.safeParse(request).success) {
        logger.warn('customer-call-refused', { name, detail: 'not in the shape of the contract' });
        return fail({ kind: 'bad-call', detail: 'not in the shape of the contract' });
      }
      // A till answers its own snapshot in its own type.
      const reply = (await till.dispatch('till/snapshot', {})) as Result<Snapshot, Failure>;
      return reply.ok ? ok(customerDisplayOf(reply.value, shop)) : reply;
    },
    listen(listener) {
      let last: string | undefined;
      return till.listen('snapshot', (snapshot) => {
        const display = customerDisplayOf(snapshot, shop);
        const { at: _at, ...seen } = display;
        const text = JSON.stringify(seen);
        if (text === last) return;
        last = text;
        listener(display);
      });
    },
  };
}
