import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Electron's binary, where it is installed and can open a window. Looks only: requiring the package would start a download.
 * @returns why not, otherwise
 */
export function findElectron(): { readonly executablePath: string } | { readonly missing: string } {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const note = path.join(folder, 'path.txt');
  const executablePath = existsSync(note) ? path.join(folder, 'dist', readFileSync(note, 'utf8').trim()) : undefined;
  if (executablePath === undefined || !existsSync(executablePath)) return { missing: 'its binary is not installed' };
  const hasDisplay =
    process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
  return hasDisplay ? { executablePath } : { missing: 'there is no display' };
}
