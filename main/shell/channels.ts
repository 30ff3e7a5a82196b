/** The two ways between the window and the main process: a call with its answer, and what the till tells. */
export const callChannel = 'till/call';
export const eventChannel = 'till/event';

/** The same of the customer's window. */
export const customerCallChannel = 'customer/call';
export const customerEventChannel = 'customer/event';
