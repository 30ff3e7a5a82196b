/** One sale, from the cashier's intention to its outcome. Made by whoever asks for the sale, before it asks: so asking twice is harmless. */
export type SaleId = string & { readonly brand: 'SaleId' };

/** One bill payment at the biller's service: a UUID v4 that the till makes and writes down before it asks. */
export type BillId = string & { readonly brand: 'BillId' };

/** One payment by code at the QR service: as a bill's, made and written down before the request. */
export type QrId = string & { readonly brand: 'QrId' };

/** One payment at a service that reserves it first, and must be told what became of it. Names the request, there and here. */
export type PaymentId = BillId | QrId;

/** One advice: what a service is told about a payment that it reserved. Made before the request; a repetition keeps it. */
export type AdviceId = string & { readonly brand: 'AdviceId' };

/** Names one programmer's mistake, on screen and in the log, so that support can find the one from the other. */
export type IncidentId = string & { readonly brand: 'IncidentId' };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Accepts a lower-case UUID and nothing else. */
export function isSaleId(text: string): text is SaleId {
  return uuid.test(text);
}
