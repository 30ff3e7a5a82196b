import type { Texts } from '../../shared/texts/translate.ts';
import { readAdvices } from '../advices/read-folder.ts';
import { viewOfAdvice } from '../advices/view.ts';
import type { Settings } from '../settings/settings.ts';
import type { Answer } from './answer.ts';
import { call, type CommandParts } from './command-parts.ts';
import { exitCodes } from './exit-codes.ts';
import { refuse } from './refuse.ts';

/** How long a command that sells waits for its messages to be delivered: they are safe in any case, and go out with the next till otherwise. */
export const drainMs = 5_000;

/** What the services still have to be told, read beside a running till. */
export function listAdvices(texts: Texts, { dataDirectory }: Settings): Answer {
  const { entries, setAside } = readAdvices(dataDirectory);
  const advices = entries.map(viewOfAdvice);
  return {
    exitCode: exitCodes.done,
    json: { advices, setAside },
    lines: [
      ...advices.map(
        ({ adviceId, kind, state, attempts, lastAnswer }) =>
          `${adviceId}  ${kind}  ${state}  ${attempts}  ${lastAnswer?.detail ?? ''}`,
      ),
      ...setAside.map(({ file, why }) => `${file} ${why}`),
      ...(advices.length === 0 ? [texts.t('commandLine.nothingWaits')] : []),
    ],
  };
}

export async function drainAdvices({ till, settings, texts }: CommandParts, timeoutMs: number): Promise<Answer> {
  const drained = await call(till, 'advices/drain', { timeoutMs });
  if (!drained.ok) return refuse(texts, drained.failure, settings.currency);
  const { waiting, needsAttention } = drained.value;
  return {
    exitCode: waiting === 0 ? exitCodes.done : exitCodes.stillWaiting,
    json: { ...drained.value },
    lines: [texts.t('commandLine.drained', { waiting, needsAttention })],
  };
}

export async function retryAdvice({ till, settings, texts }: CommandParts, adviceId: string): Promise<Answer> {
  const retried = await call(till, 'advices/retry', { adviceId });
  if (!retried.ok) return refuse(texts, retried.failure, settings.currency);
  return drainAdvices({ till, settings, texts, say: () => {} }, drainMs);
}
