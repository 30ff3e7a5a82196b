import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayerCheck } from './check-layers.ts';
import { checkLayers } from './check-layers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A house in which every fence is jumped, each by one import: who, what it imports, and the rule that has to say so. */
const jumps: [from: string, specifier: string, rule: string][] = [
  ['shared/to-main.ts', '../main/ports/right.ts', 'shared-knows-itself-alone'],
  ['shared/to-node.ts', 'node:fs', 'shared-has-no-host'],
  ['renderer/to-main.tsx', '../main/ports/right.ts', 'renderer-knows-shared-alone'],
  ['renderer/to-node.tsx', 'node:path', 'renderer-has-no-node'],
  ['simulators/bds/to-main.ts', '../../main/ports/right.ts', 'simulators-know-nothing-of-ours'],
  ['simulators/bds/to-shared.ts', '../../shared/right.ts', 'simulators-know-nothing-of-ours'],
  ['main/start.ts', '../simulators/right.ts', 'simulators-stay-out-of-the-till'],
  ['main/ports/to-journal.ts', '../journal/right.ts', 'main-ports-knows-what-is-below'],
  ['main/journal/to-http.ts', '../http/right.ts', 'main-journal-knows-what-is-below'],
  ['main/http/to-terminal.ts', '../terminal/right.ts', 'main-http-knows-what-is-below'],
  ['main/logs/to-journal.ts', '../journal/right.ts', 'main-logs-knows-what-is-below'],
  ['main/settings/to-http.ts', '../http/right.ts', 'main-settings-knows-what-is-below'],
  ['main/advices/to-billpay.ts', '../billpay/right.ts', 'main-advices-knows-what-is-below'],
  ['main/electrum/to-billpay.ts', '../billpay/right.ts', 'main-electrum-knows-what-is-below'],
  ['main/qr/to-billpay.ts', '../billpay/right.ts', 'main-qr-knows-what-is-below'],
  ['main/billpay/to-qr.ts', '../qr/right.ts', 'main-billpay-knows-what-is-below'],
  ['main/billpay/to-terminal.ts', '../terminal/right.ts', 'main-billpay-knows-what-is-below'],
  ['main/terminal/to-checkout.ts', '../checkout/right.ts', 'main-terminal-knows-what-is-below'],
  ['main/checkout/to-ipc.ts', '../ipc/right.ts', 'main-checkout-knows-what-is-below'],
  ['main/checkout/to-http.ts', '../http/right.ts', 'main-checkout-knows-what-is-below'],
  ['main/till.ts', './checkout/right.ts', 'main-till.ts-knows-what-is-below'],
  ['main/version.ts', '../shared/right.ts', 'main-version.ts-knows-what-is-below'],
  ['main/ipc/to-compose.ts', '../compose.ts', 'main-ipc-knows-what-is-below'],
  ['main/compose.ts', './shell/right.ts', 'main-compose.ts-knows-what-is-below'],
  ['main/open-services.ts', './ipc/right.ts', 'main-open-services.ts-knows-what-is-below'],
  ['main/farewell.ts', './ipc/right.ts', 'main-farewell.ts-knows-what-is-below'],
  ['main/reader.ts', './ipc/right.ts', 'main-reader.ts-knows-what-is-below'],
  ['main/starting/to-compose.ts', '../compose.ts', 'main-starting-knows-what-is-below'],
  ['main/pages/to-checkout.ts', '../checkout/right.ts', 'main-pages-knows-what-is-below'],
  ['main/shell/to-host.ts', '../browser-host/right.ts', 'main-shell-knows-no-other-host'],
  ['main/browser-host/to-host.ts', '../command-line/right.ts', 'main-browser-host-knows-no-other-host'],
  ['main/command-line/to-host.ts', '../shell/right.ts', 'main-command-line-knows-no-other-host'],
  ['main/invented/anything.ts', '../../shared/right.ts', 'everything-in-main-has-a-place'],
  ['main/browser-host/to-electron.ts', 'electron', 'electron-in-the-shell-alone'],
  ['e2e/to-electron.ts', 'electron', 'electron-in-the-shell-alone'],
  ['main/terminal/to-axios.ts', 'axios', 'axios-in-http-alone'],
  ['main/checkout/to-sqlite.ts', 'node:sqlite', 'sqlite-in-the-journal-alone'],
  ['main/checkout/to-testing.ts', '../testing/right.ts', 'test-helpers-in-tests-alone'],
  ['main/checkout/to-test.ts', './right.test.ts', 'test-helpers-in-tests-alone'],
  ['main/http/to-vitest.ts', 'vitest', 'what-is-shipped-needs-no-development-package'],
  ['main/http/to-nothing.ts', './is-not-there.ts', 'everything-resolves'],
  ['shared/one-of-two.ts', './two-of-two.ts', 'no-cycles'],
];

/** The same kinds of import where they are right: a fence that stops everything protects nothing. */
const passages: [from: string, specifier: string][] = [
  ['main/shell/with-electron.ts', 'electron'],
  ['main/http/with-axios.ts', 'axios'],
  ['main/journal/with-sqlite.ts', 'node:sqlite'],
  ['main/qr/with-electrum.ts', '../electrum/right.ts'],
  ['main/checkout/with-journal.ts', '../journal/right.ts'],
  ['main/checkout/with-simulator.test.ts', '../../simulators/right.ts'],
  ['main/checkout/with-helper.test.ts', '../testing/right.ts'],
  ['main/demonstration.ts', '../simulators/right.ts'],
  ['renderer/with-shared.tsx', '../shared/right.ts'],
  ['e2e/with-simulator.ts', '../simulators/right.ts'],
];

let house: string;
let check: LayerCheck;

beforeAll(async () => {
  // Inside the checkout, so that packages resolve as they do in the real house.
  await mkdir(path.join(root, '.build'), { recursive: true });
  house = await mkdtemp(path.join(root, '.build', 'fences-'));
  await copyFile(path.join(root, 'package.json'), path.join(house, 'package.json'));
  const imports = new Map<string, string[]>();
  for (const [from, specifier] of [...jumps, ...passages, ['shared/two-of-two.ts', './one-of-two.ts'] as const]) {
    imports.set(from, [...(imports.get(from) ?? []), specifier]);
    const target = path.posix.join(path.posix.dirname(from), specifier);
    if (/right[.](test[.])?ts$/u.test(specifier) && !imports.has(target)) imports.set(target, []);
  }
  // Every folder that is looked through has to be there.
  for (const folder of ['bench', 'scripts']) imports.set(`${folder}/right.ts`, []);
  await Promise.all(
    [...imports].map(async ([file, specifiers]) => {
      await mkdir(path.dirname(path.join(house, file)), { recursive: true });
      await writeFile(
        path.join(house, file),
        `${specifiers.map((specifier) => `import '${specifier}';\n`).join('')}export {};\n`,
      );
    }),
  );
  check = await checkLayers(house);
});

afterAll(async () => {
  await rm(house, { recursive: true, force: true });
});

describe('the fences', () => {
  it.each(jumps)('stop %s from importing %s', (from, _specifier, rule) => {
    expect(check.violations.filter((violation) => violation.from === from).map((violation) => violation.rule)).toContain(rule);
  });

  it.each(passages)('let %s import %s', (from) => {
    expect(check.violations.filter((violation) => violation.from === from)).toEqual([]);
  });

  it('are each jumped once above', async () => {
    const { ruleSet } = await extractDepcruiseOptions(path.join(root, '.dependency-cruiser.mjs'));
    const names = ruleSet?.forbidden?.map(({ name }) => name) ?? [];
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !jumps.some(([, , rule]) => rule === name))).toEqual([]);
  });

  it('see a type-only import as well', async () => {
    await writeFile(path.join(house, 'shared', 'types-of-main.ts'), "import type {} from '../main/ports/right.ts';\n");
    const again = await checkLayers(house);
    expect(again.violations.map(({ from }) => from)).toContain('shared/types-of-main.ts');
  });

  it('look at every file', () => {
    expect(check.unseen).toEqual([]);
    expect(check.modules).toBeGreaterThan(jumps.length);
  });
});
