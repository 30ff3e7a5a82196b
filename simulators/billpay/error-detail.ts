import { textOf, type JsonObject } from '../common/json-object.ts';
import type { JsonValue } from '../common/json-text.ts';
import { errorMessages, errorStatuses, type ErrorType } from './error-types.ts';
import type { FieldError } from './field-rules.ts';
import type { Route } from './operations.ts';
import type { Reply } from './rules.ts';

/** An ErrorDetail (BillPay 3.8). */
export function errorDetail(
  { operation, pathId, pathAdviceId }: Route,
  body: unknown,
  errorType: ErrorType,
  detailMessage?: JsonValue,
): JsonObject {
  const isAdvice = operation.leg === 'confirmation' || operation.leg === 'reversal';
  return {
    errorType,
    errorMessage: errorMessages[errorType],
    requestType: operation.requestType,
    id: textOf(body, 'id') ?? (isAdvice ? pathAdviceId : pathId),
    originalId: isAdvice ? (textOf(body, 'requestId') ?? pathId) : undefined,
    detailMessage,
  };
}

/** The reply that refuses a message. */
export function refusal(
  route: Route,
  body: unknown,
  errorType: ErrorType,
  { status, detailMessage }: { readonly status?: number; readonly detailMessage?: JsonValue } = {},
): Reply {
  return { status: status ?? errorStatuses[errorType], body: errorDetail(route, body, errorType, detailMessage) };
}

/** What a FORMAT_ERROR says in its `detailMessage` (BillPay 8.3). */
export function formatErrors(errors: readonly FieldError[]): JsonValue {
  return errors.map(({ messageProperty, field, error, invalidValue }) => ({ messageProperty, field, error, invalidValue }));
}
