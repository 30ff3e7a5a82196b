import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What must not pass, where, and a word of what the linter says instead. */
const faults: [file: string, text: string, says: string][] = [
  ['main/checkout/electron.ts', "import 'electron';", 'let the shell provide it'],
  ['main/checkout/axios.ts', "import 'axios';", 'use its Transport'],
  ['main/shell/axios.ts', "import 'axios';", 'use its Transport'],
  ['main/terminal/sqlite.ts', "import 'node:sqlite';", 'use its Journal'],
  ['main/compose.ts', "import 'pino';", 'use the Logger'],
  ['main/checkout/timer.ts', 'setTimeout(() => {}, 1);', 'use clock.after'],
  ['main/checkout/float.ts', "export const amount = parseFloat('1');", 'use shared/money.ts'],
  ['shared/node.ts', "import 'node:fs';", 'no host'],
  ['shared/main.ts', "import '../main/till.ts';", 'nothing of ours but shared'],
  ['renderer/main.tsx', "import '../main/till.ts';", 'TillClient'],
  ['renderer/alert.tsx', "alert('no');", 'use a component'],
  ['simulators/shared.ts', "import '../shared/money.ts';", 'on both ends of the wire'],
  ['main/ipc/console.ts', "console.log('x');", 'console'],
  ['main/ipc/any.ts', 'export const loose: any = 1;', 'any'],
  // Seen only with types: the linter's second half is there as well.
  ['main/ipc/forgotten.ts', 'async function send(): Promise<void> {}\nsend();', 'Promises must be awaited'],
];

let house: string;
let findings: { readonly filename: string; readonly message: string; readonly help?: string }[];

beforeAll(() => {
  // Outside the checkout, whose .gitignore the linter would obey.
  house = mkdtempSync(path.join(tmpdir(), 'tillstone-lint-'));
  copyFileSync(path.join(root, '.oxlintrc.json'), path.join(house, '.oxlintrc.json'));
  writeFileSync(path.join(house, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "noEmit": true } }');
  for (const [file, text] of faults) {
    mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
    writeFileSync(path.join(house, file), `${text}\nexport {};\n`);
  }
  const run = spawnSync(path.join(root, 'node_modules', '.bin', 'oxlint'), ['--format', 'json', '.'], {
    cwd: house,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  findings = (JSON.parse(run.stdout) as { diagnostics: typeof findings }).diagnostics;
});

afterAll(() => {
  rmSync(house, { recursive: true, force: true });
});

describe('the linter', () => {
  it.each(faults)('does not let %s pass', (file, _text, says) => {
    const said = findings
      .filter(({ filename }) => filename.endsWith(file))
      .map(({ message, help }) => `${message} ${help ?? ''}`);
    expect(said.join('\n')).toContain(says);
  });
});
