import { z } from 'zod';
import type { CustomerDisplay } from '../customer-view.ts';
import type { Failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { shapeOf } from './contract.ts';

/**
 * The only list of what may cross between a customer's display and the till: one question and one event. It stands beside the cashier's contract
 * and shares nothing with it, so that a display can ask for nothing else, whatever is added over there.
 */
export const customerCalls = {
  /** What the customer sees now, for a display that has just opened. */
  'customer/view': { request: z.strictObject({}), response: shapeOf<CustomerDisplay>() },
} as const;

export const customerEvents = {
  /** The same at each change. */
  customer: shapeOf<CustomerDisplay>(),
} as const;

export type CustomerEventName = keyof typeof customerEvents;

/** What the page of a customer's display gets: neither of them with another name. `call` never rejects. */
export interface CustomerClient {
  call(name: keyof typeof customerCalls, request: Record<string, never>): Promise<Result<CustomerDisplay, Failure>>;
  /** @returns stops listening */
  listen(name: CustomerEventName, listener: (display: CustomerDisplay) => void): () => void;
}
