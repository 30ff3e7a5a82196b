/** What a bill or QR payment service wants on the customer's slip, as it wants it. */
export interface ServiceSlip {
  readonly lines: readonly ServiceSlipLine[];
  /** In normal characters; absent: not given. */
  readonly widthCharacters?: number;
  /** The payment's reference at its issuer: must reach the customer's slip, and is needed for a refund of a bill. */
  readonly issuerReference?: string;
  /** The biller's call centre. */
  readonly phoneNumber?: string;
}

export interface ServiceSlipLine {
  readonly text: string;
  readonly widthScale: number;
  readonly heightScale: number;
  /** A solid rule across the paper. */
  readonly isRule: boolean;
  /** The paper is cut here. */
  readonly isCut: boolean;
  readonly barcode?: { readonly data: string; readonly encoding?: string };
}
