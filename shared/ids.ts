/** One sale, from the cashier's intention to its outcome. Made by whoever asks for the sale, before it asks: so asking twice is harmless. */
export type SaleId = string & { readonly brand: 'SaleId' };

/** Names one programmer's mistake, on screen and in the log, so that support can find the one from the other. */
export type IncidentId = string & { readonly brand: 'IncidentId' };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Accepts a lower-case UUID and nothing else. */
export function isSaleId(text: string): text is SaleId {
  return uuid.test(text);
}
