import type { Failure } from '../shared/failure.ts';
import type { SaleId } from '../shared/ids.ts';
import type { Result } from '../shared/result.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { saleAtStake, stakesOf, type Stake } from '../shared/stakes.ts';
import { describeStake } from '../shared/texts/describe.ts';
import { createTexts } from '../shared/texts/translate.ts';
import type { Till } from './till.ts';

/** What a person has to know who ends the till now. */
export interface Farewell {
  readonly stakes: readonly Stake[];
  /** The sale that would be cut off in the middle: then it is said before the till ends, and not only when it does. */
  readonly saleId: SaleId | undefined;
  readonly text: string;
}

/** No till ends quietly while a sale is at the counter, or a service still has to be told something. Absent where nothing is at stake. */
export async function farewellOf(till: Pick<Till, 'dispatch'>): Promise<Farewell | undefined> {
  const reply = (await till.dispatch('till/snapshot', {})) as Result<Snapshot, Failure>;
  if (!reply.ok) return undefined;
  const stakes = stakesOf(reply.value);
  if (stakes.length === 0) return undefined;
  const texts = createTexts(reply.value.locale);
  const text = stakes.map((stake) => describeStake(texts, stake, reply.value.currency)).join('\n');
  return { stakes, saleId: saleAtStake(stakes), text };
}

/** The last word of a till that ends all the same, also in its log. */
export async function sayFarewell(till: Pick<Till, 'dispatch' | 'logger'>): Promise<string | undefined> {
  const farewell = await farewellOf(till);
  if (farewell) till.logger.warn('ended-with-stakes', { stakes: farewell.stakes });
  return farewell?.text;
}
