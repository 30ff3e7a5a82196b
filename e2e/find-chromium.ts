import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

/** A Chromium that was seen to start on this machine. */
export interface FoundChromium {
  readonly executablePath: string;
  /** Which one it is, for the log of a test run. */
  readonly description: string;
  /** What the browser's process needs in its environment beyond our own. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The processes of a test run hand the answer down, so that only the first one looks. */
const handedDown = 'E2E_CHROMIUM';

/**
 * A browser without asking anybody to install one: Playwright's own, else the system's, else the one inside an npm package.
 * @throws with what to do, where none of them starts
 */
export function findChromium(): FoundChromium {
  const known = process.env[handedDown];
  if (known !== undefined) return JSON.parse(known) as FoundChromium;
  const found = playwrightsOwn() ?? theSystems() ?? thePackaged();
  if (!found) {
    throw new Error(
      'No Chromium starts on this machine. Install one: `npx playwright install --with-deps chromium`, or the package chromium of the system.',
    );
  }
  process.env[handedDown] = JSON.stringify(found);
  return found;
}

function playwrightsOwn(): FoundChromium | undefined {
  const executablePath = chromium.executablePath();
  if (!existsSync(executablePath)) return undefined;
  const version = versionOf(executablePath);
  return version === undefined ? undefined : { executablePath, description: `Playwright's own, ${version}`, environment: {} };
}

function theSystems(): FoundChromium | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    for (const folder of folders) {
      const executablePath = path.join(folder, name);
      // Some systems have a script there that only tells how to install it: it has no version.
      const version = existsSync(executablePath) ? versionOf(executablePath) : undefined;
      if (version !== undefined)
        return { executablePath, description: `the system's ${executablePath}, ${version}`, environment: {} };
    }
  }
  return undefined;
}

/**
 * The Chromium that @sparticuz/chromium carries (Linux on x86-64), unpacked once per user: the package's own place, /tmp/chromium,
 * belongs to whoever came first, and may be half unpacked. It brings NSS and NSPR for systems without them, and a font.
 */
function thePackaged(): FoundChromium | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = unpacked();
  const executablePath = path.join(folder, 'chromium');
  const fonts = { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') };
  const libraries = [path.join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  // The system's own libraries fit the system best; the packaged ones are for where they are missing.
  for (const [environment, whose] of [
    [fonts, "the system's libraries"],
    [{ ...fonts, LD_LIBRARY_PATH: libraries }, 'the libraries it carries'],
  ] as const) {
    const version = versionOf(executablePath, environment);
    if (version !== undefined) {
      return { executablePath, description: `from the npm package @sparticuz/chromium, ${version}, with ${whose}`, environment };
    }
  }
  return undefined;
}

function unpacked(): string {
  const manifest = fileURLToPath(new URL('../package.json', import.meta.resolve('@sparticuz/chromium')));
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const cache = cacheFolder();
  const folder = path.join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  // Unpacked beside it and renamed when whole: two test runs may come here at once, and either may be killed.
  const staging = mkdtempSync(path.join(cache, 'unpacking-'));
  const unpacking = spawnSync(process.execPath, [fileURLToPath(new URL('unpack-chromium.ts', import.meta.url))], {
    env: { ...process.env, TMPDIR: staging },
    encoding: 'utf8',
  });
  if (unpacking.status !== 0) {
    rmSync(staging, { recursive: true, force: true });
    throw new Error(
      `Chromium could not be unpacked into ${cache}: ${unpacking.stderr || String(unpacking.error ?? unpacking.signal)}`,
    );
  }
  writeFileSync(path.join(staging, 'fonts.conf'), fontsConfiguration(folder));
  try {
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The user's cache, or the checkout's own where the user has no home that can be written to. */
function cacheFolder(): string {
  const candidates = [
    path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'tillstone-e2e'),
    fileURLToPath(new URL('../.build/chromium', import.meta.url)),
  ];
  for (const candidate of candidates) {
    try {
      mkdirSync(candidate, { recursive: true });
      rmSync(mkdtempSync(path.join(candidate, 'probe-')), { recursive: true });
      return candidate;
    } catch {
      // The next one, then.
    }
  }
  throw new Error(`Chromium cannot be unpacked: neither of ${candidates.join(', ')} can be written to.`);
}

/** The system's fonts where it has any, and the packaged one: a browser without a single font shows no text at all. */
function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

/** What it says of itself; undefined where it does not even start. */
function versionOf(executablePath: string, environment: Readonly<Record<string, string>> = {}): string | undefined {
  const asked = spawnSync(executablePath, ['--version'], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return asked.status === 0 ? /\d+(?:\.\d+)+/u.exec(asked.stdout)?.[0] : undefined;
}
