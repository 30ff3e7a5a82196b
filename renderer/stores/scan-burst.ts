/**
 * A hand scanner is a keyboard that types very fast and ends with Enter. Where it types is where the focus happens to be,
 * so a barcode can land in the amount. A run of keys that no hand types that fast, ended by Enter, was a scan.
 */
export interface ScanBurst<Before> {
  readonly text: string;
  readonly lastAtMs: number;
  /** What stood there before the run began, to put back. */
  readonly before: Before;
}

/** Scanners send a key every 1 to 20 ms; the fastest typists need 60, and a key that is held down repeats every 30 to 40. */
const longestGapMs = 25;

/** The shortest barcode of a bill; fewer digits could be a quick hand on the number pad. */
const shortestScan = 8;

/** Adds one printable character. A pause before it starts a new run. */
export function addToBurst<Before>(
  burst: ScanBurst<Before> | undefined,
  character: string,
  atMs: number,
  before: Before,
): ScanBurst<Before> {
  if (burst && atMs - burst.lastAtMs <= longestGapMs) return { ...burst, text: burst.text + character, lastAtMs: atMs };
  return { text: character, lastAtMs: atMs, before };
}

/** Was the run that this Enter ends a scan? */
export function isScan<Before>(burst: ScanBurst<Before> | undefined, enterAtMs: number): burst is ScanBurst<Before> {
  return burst !== undefined && burst.text.length >= shortestScan && enterAtMs - burst.lastAtMs <= longestGapMs;
}
