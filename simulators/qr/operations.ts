import type { SchemaName } from './models.ts';

/** The five operations, and there are no others (QR 1.1). */
export const operationIds = ['createQrCode', 'pay', 'confirmPayment', 'reversePayment', 'notifyScan'] as const;

export type OperationId = (typeof operationIds)[number];

export interface Operation {
  readonly id: OperationId;
  readonly path: string;
  /** Whose name the user of the Basic authorization is: the client's of the message, or the partner's (QR 9.1.2). */
  readonly sender: 'client' | 'partner';
  readonly schema: SchemaName;
  /** The status of success. */
  readonly success: 201 | 202;
}

/** Where the service lives, under any host and port (QR 1). */
export const basePath = '/qr/v1';

const operations: readonly Operation[] = [
  { id: 'createQrCode', path: '/qrCodes', sender: 'client', schema: 'CreateQrCodeRequest', success: 201 },
  { id: 'pay', path: '/payments', sender: 'client', schema: 'PaymentRequest', success: 201 },
  { id: 'confirmPayment', path: '/payments/confirmations', sender: 'client', schema: 'PaymentConfirmation', success: 202 },
  { id: 'reversePayment', path: '/payments/reversals', sender: 'client', schema: 'PaymentReversal', success: 202 },
  { id: 'notifyScan', path: '/scans', sender: 'partner', schema: 'ScanNotification', success: 202 },
];

/** Letters count, and a slash at the end is another path (QR 1). */
export function findOperation(path: string): Operation | undefined {
  return operations.find((one) => path === `${basePath}${one.path}`);
}

/** How each advice is sent. */
export const operationOfAdvice = { confirmation: 'confirmPayment', reversal: 'reversePayment' } as const;
