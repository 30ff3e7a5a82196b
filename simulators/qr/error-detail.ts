import type { JsonObject } from '../common/json-object.ts';
import type { JsonValue } from '../common/json-text.ts';
import { errorMessages, errorStatuses, type ErrorType } from './error-types.ts';
import { uuidOf, type IdSource } from './ids.ts';
import type { Reply } from './reply.ts';

/** What else an ErrorDetail says (QR 3.6). */
export interface ErrorDetails {
  /** Absent: the error type's own. */
  readonly status?: number;
  readonly message?: string;
  readonly detailMessage?: JsonValue;
  /** For an advice: the payment that it named. */
  readonly originalId?: string | undefined;
  readonly tranId?: string | undefined;
}

/** An ErrorDetail. @param errorType one that no list has, for a fault */
export function errorDetail(
  ids: IdSource,
  idForm: 'hex' | 'uuid',
  errorType: string,
  { message, detailMessage, originalId, tranId }: ErrorDetails = {},
): JsonObject {
  const known: Readonly<Record<string, string>> = errorMessages;
  return {
    id: idForm === 'uuid' ? uuidOf(ids) : ids.hex(20),
    originalId,
    errorType,
    errorMessage: message ?? known[errorType] ?? 'Something new has happened',
    detailMessage,
    tranId,
  };
}

/** Refuses a message. */
export type Refuse = (errorType: ErrorType, details?: ErrorDetails) => Reply;

export function createRefuse(ids: IdSource, idForm: () => 'hex' | 'uuid'): Refuse {
  return (errorType, details = {}) => ({
    status: details.status ?? errorStatuses[errorType],
    body: errorDetail(ids, idForm(), errorType, details),
    errorType,
  });
}
