import { hash } from 'node:crypto';

/**
 * Each record's hash covers the one before it, so the last hash stands for everything that was ever written:
 *
 *   hash(n) = sha256( hash(n-1)  [sequence, at, saleId, saleNumber, kind, body] )        as JSON, the body as the text that is stored
 *   seal    = sha256( the sale's row  the hash of its last record )
 *
 * A seal does for a row of the projection what the chain does for the records: one changed byte is found there too.
 */
export const emptyChainHash = '0'.repeat(64);

/** A record as it is stored: the body is JSON text, kept to the byte. */
export interface StoredEvent {
  readonly sequence: number;
  readonly at: string;
  readonly saleId: string;
  readonly saleNumber: number;
  readonly kind: string;
  readonly body: string;
}

/** A row of the projection, but for its seal. */
export interface StoredSale {
  readonly number: number;
  readonly saleId: string;
  readonly begunAt: string;
  readonly outcome: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reference: string;
  readonly lastSequence: number;
  /** The whole sale as JSON text. */
  readonly sale: string;
}

/** @returns 64 lower-case hexadecimal digits */
export function chainHash(previousHash: string, event: StoredEvent): string {
  const { sequence, at, saleId, saleNumber, kind, body } = event;
  return hash('sha256', previousHash + JSON.stringify([sequence, at, saleId, saleNumber, kind, body]));
}

/** @param lastHash the hash of the record that `lastSequence` names */
export function sealOf(row: StoredSale, lastHash: string): string {
  const { number, saleId, begunAt, outcome, amountMinor, currency, reference, lastSequence, sale } = row;
  return hash(
    'sha256',
    JSON.stringify([number, saleId, begunAt, outcome, amountMinor, currency, reference, lastSequence, sale, lastHash]),
  );
}
