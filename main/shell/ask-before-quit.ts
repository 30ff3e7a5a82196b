import type { App } from 'electron';
import { calls } from '../../shared/ipc/contract.ts';
import { ok } from '../../shared/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Till } from '../till.ts';

export interface QuestionParts {
  readonly app: Pick<App, 'quit'>;
  readonly isAtStake: () => Promise<boolean>;
  /** Has the window show the question. @returns false where there is no window that could */
  readonly ask: () => boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly logger: Logger;
}

export interface QuitQuestion {
  /** @returns whether the till may end now; where it may not, the window asks */
  mayQuit(): Promise<boolean>;
  /** The till as its window calls it: what the window says about the question is answered here. */
  heardBy(till: Pick<Till, 'dispatch'>): Pick<Till, 'dispatch'>;
}

/** One click, or one signal, may ask for the end more than once before the window has shown anything. */
const sameAttemptMs = 1_000;

/**
 * Asks in the till's own window before it ends, where something is at stake: no native dialog, and the answer that is at hand is to stay.
 *
 *   quit ─┬─▶ nothing at stake ─────────────────▶ ends
 *         └─▶ the window asks ─┬─ 'Leave' ──────▶ ends
 *                              ├─ 'Stay' ───────▶ goes on
 *                              └─ not shown (it hangs, it broke) ── quit once more ─▶ ends
 */
export function askBeforeQuit({ app, isAtStake, ask, clock, logger }: QuestionParts): QuitQuestion {
  let mayLeave = false;
  let isLooking = false;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  /** Whether the window has shown the last question. */
  let isShown: boolean | undefined;

  return {
    async mayQuit() {
      if (mayLeave) return true;
      const nowMs = clock.monotonic();
      if (isLooking || (isShown === false && nowMs - askedAtMs < sameAttemptMs)) return false;
      isLooking = true;
      const isAsked = await isAtStake();
      isLooking = false;
      if (!isAsked) return true;
      if (isShown === false) {
        logger.warn('quit-unanswered');
        return true;
      }
      isShown = false;
      askedAtMs = nowMs;
      return !ask();
    },
    heardBy: (till) => ({
      dispatch(name, request) {
        const said = name === 'window/leave' ? calls[name].request.safeParse(request) : undefined;
        // Everything else is the till's, and so is saying what is wrong with a call.
        if (!said?.success) return till.dispatch(name, request);
        if (said.data.step === 'leave') {
          mayLeave = true;
          logger.warn('left-with-stakes');
          app.quit();
        } else {
          isShown = true;
        }
        return Promise.resolve(ok({}));
      },
    }),
  };
}
