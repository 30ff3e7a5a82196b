import type { Failure } from '../shared/failure.ts';
import type { Result } from '../shared/result.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { createTexts } from '../shared/texts/translate.ts';
import type { Till } from './till.ts';

/** No till ends quietly while a service still has to be told something: how much waits, and for how long. Absent where nothing does. */
export async function farewellOf(till: Pick<Till, 'dispatch' | 'logger'>): Promise<string | undefined> {
  const reply = (await till.dispatch('till/snapshot', {})) as Result<Snapshot, Failure>;
  if (!reply.ok || !reply.value.advices) return undefined;
  const { waiting, needsAttention, oldestAgeMs = 0 } = reply.value.advices;
  if (waiting + needsAttention === 0) return undefined;
  till.logger.warn('ended-with-advices', { waiting, needsAttention, oldestAgeMs });
  const { t } = createTexts(reply.value.locale);
  return t('commandLine.farewell', { waiting, needsAttention, minutes: Math.floor(oldestAgeMs / 60_000) });
}
