/** Waits for something to become so, without asking again and again. */
export interface Untils {
  /** Resolves as soon as it is so: now, or after some later `changed`. */
  until(isSo: () => boolean): Promise<void>;
  changed(): void;
}

export function createUntils(): Untils {
  let waiting: { readonly isSo: () => boolean; readonly resolve: () => void }[] = [];
  return {
    until: (isSo) =>
      new Promise((resolve) => {
        if (isSo()) resolve();
        else waiting.push({ isSo, resolve });
      }),
    changed() {
      const come = waiting.filter(({ isSo }) => isSo());
      if (come.length === 0) return;
      waiting = waiting.filter((one) => !come.includes(one));
      for (const { resolve } of come) resolve();
    },
  };
}
