/**
 * A key that was meant for the screen before must not answer the one that has just come up: 50 presses of Enter start one payment,
 * and none of them may wave its outcome away. The guard lets Enter through only after a quiet while without any, counted from the
 * screen's appearance or from the last stray press, repeats of a held key included.
 */
export interface EnterGuard {
  readonly quietSinceMs: number;
}

/** Longer than the gap between two hurried presses, shorter than anybody needs to read the outcome. */
export const quietMs = 600;

export function newGuard(appearedAtMs: number): EnterGuard {
  return { quietSinceMs: appearedAtMs };
}

export function isArmed(guard: EnterGuard, nowMs: number): boolean {
  return nowMs - guard.quietSinceMs >= quietMs;
}

/** One press of Enter. @returns whether it counts, and the guard after it */
export function pressEnter(
  guard: EnterGuard,
  press: { readonly repeat: boolean; readonly atMs: number },
): { readonly counts: boolean; readonly guard: EnterGuard } {
  const counts = !press.repeat && isArmed(guard, press.atMs);
  return { counts, guard: counts ? guard : { quietSinceMs: press.atMs } };
}
