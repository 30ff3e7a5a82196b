/** Numbers that look random and come again with the same seed. */
export interface Random {
  /** At least 0, less than 1. */
  fraction(): number;
}

/** Mulberry32: 32 bits of state are plenty for choosing faults, and the whole of it fits on a screen. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    fraction() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}
