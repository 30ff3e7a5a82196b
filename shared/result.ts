/** What can happen in a shop is a value; a failure is plain data, so that it crosses IPC and goes into the journal. */
export type Result<Value, Failure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function fail<Failure>(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** A programmer's mistake, never a shop's: it is caught at the entrances and becomes an incident. */
export function invariant(claim: unknown, message: string): asserts claim {
  if (!claim) throw new Error(`invariant broken: ${message}`);
}

/** Closes a union: a case that was forgotten does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
