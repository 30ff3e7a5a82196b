import type { Random } from './random.ts';

/** Draws one kind by its chance; undefined where none comes. Always takes one number, so that a chance more shifts nothing else. */
export function draw<Kind extends string>(
  chances: Readonly<Partial<Record<Kind, number>>> | undefined,
  kinds: readonly Kind[],
  random: Random,
): Kind | undefined {
  let left = random.fraction();
  return kinds.find((kind) => {
    left -= chances?.[kind] ?? 0;
    return left < 0;
  });
}
