/** The window's address: a scheme of the till's own, so that no page of the network and no file of the disk is ever of the same origin. */
export const appScheme = 'app';
const appHost = 'till';
export const appUrl = `${appScheme}://${appHost}/`;
export const customerUrl = `${appUrl}customer.html`;

/**
 * Is this an address of the till's own pages? The parts are compared whole: `app://till.evil/` begins like ours, too.
 * `URL.origin` would say `null`, as of every scheme that the standard does not know.
 */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${appScheme}:` && host === appHost && username === '' && password === '';
}

/** Is this the page of the customer's display? */
export function isCustomerUrl(url: string): boolean {
  return isOwnUrl(url) && new URL(url).pathname === new URL(customerUrl).pathname;
}
