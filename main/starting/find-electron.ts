import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';

/** Longer than the download takes on a slow line; a machine without a way out is told so by its network at once. */
const downloadMs = 10 * 60_000;

/**
 * Where Electron's program is. Its package brings none: it fetches it at its first start, where it can.
 * @returns the program's path, or why there is none, in words for a person
 */
export async function findElectron(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<Result<string, string>> {
  const hindrance = hindranceTo(environment, platform);
  if (hindrance) return fail(hindrance);
  const folder = electronFolder();
  if (!folder) return fail('Electron is not installed');
  const installed = programIn(folder);
  if (installed) return ok(installed);
  process.stderr.write('Fetching Electron, once …\n');
  const problem = await fetchElectron(folder);
  const fetched = programIn(folder);
  return fetched ? ok(fetched) : fail(`Electron could not be fetched${problem ? ` (${problem})` : ''}`);
}

/** The same, but only looks: a test run fetches nothing. */
export function findInstalledElectron(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Result<string, string> {
  const hindrance = hindranceTo(environment, platform);
  if (hindrance) return fail(hindrance);
  const folder = electronFolder();
  const installed = folder && programIn(folder);
  return installed ? ok(installed) : fail('its program is not installed');
}

function hindranceTo(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (platform !== 'linux') return undefined;
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return 'there is no display';
  return process.getuid?.() === 0 ? 'Electron does not run as root' : undefined;
}

function electronFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

function programIn(folder: string): string | undefined {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(program) ? program : undefined;
}

/** Runs the package's own installer. @returns the last thing it said, if it failed */
function fetchElectron(folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const installer = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: downloadMs,
    });
    let said = '';
    installer.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2_000)));
    installer.once('error', (error) => resolve(error.message));
    installer.once('exit', (code) => resolve(code === 0 ? undefined : (said.split('\n')[0]?.slice(0, 200) ?? '')));
  });
}
