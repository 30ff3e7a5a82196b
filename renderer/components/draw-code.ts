import { encodeQR } from 'qr';

/** A code as a drawing: the side of its square in modules, its quiet zone included, and the outline of its dark ones. */
export interface CodeDrawing {
  readonly side: number;
  /** Of an SVG path. */
  readonly path: string;
}

/** Four modules of quiet around it, or a scanner takes what stands beside it for a part of it (qr 5.2). */
const quietModules = 4;

/**
 * Draws a payload as it is (qr 5.2), with error correction M. One step for each run of dark modules in a row, so that no seam shows between them.
 * @returns undefined where it does not fit into any code
 */
export function drawCode(payload: string): CodeDrawing | undefined {
  const rows = encode(payload);
  if (!rows) return undefined;
  const path = rows
    .flatMap((row, y) => darkRunsOf(row).map(({ from, to }) => `M${from} ${y}h${to - from}v1h${from - to}z`))
    .join('');
  return { side: rows.length, path };
}

function encode(payload: string): readonly (readonly boolean[])[] | undefined {
  try {
    return encodeQR(payload, 'raw', { ecc: 'medium', border: quietModules });
  } catch {
    return undefined;
  }
}

function darkRunsOf(row: readonly boolean[]): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const [x, isDark] of row.entries()) {
    if (!isDark) continue;
    const last = runs.at(-1);
    if (last?.to === x) last.to = x + 1;
    else runs.push({ from: x, to: x + 1 });
  }
  return runs;
}
