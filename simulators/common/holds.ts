/** Requests that wait until somebody lets them go on. */
export interface Holds {
  /** Resolves when it is released. */
  hold(): Promise<void>;
  /** Lets all of them go on. @returns how many there were */
  release(): number;
  count(): number;
}

export function createHolds(onChange: () => void): Holds {
  let waiting: (() => void)[] = [];
  return {
    hold: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        onChange();
      }),
    release() {
      const released = waiting;
      waiting = [];
      for (const resolve of released) resolve();
      if (released.length > 0) onChange();
      return released.length;
    },
    count: () => waiting.length,
  };
}
