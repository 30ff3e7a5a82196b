import type { CustomerOpened } from '../../shared/ipc/contract.ts';

/** The display that the customer sees. It shows and asks nothing; opening and closing it never touches a sale. */
export interface CustomerDisplayDoor {
  /** Opens it, or closes it where it is open. */
  toggle(): CustomerOpened;
}

/** For hosts without windows. */
export const noCustomerDisplay: CustomerDisplayDoor = { toggle: () => ({ kind: 'not-here' }) };
