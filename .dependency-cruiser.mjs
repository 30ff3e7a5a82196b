/**
 * Who may know whom. The direction is
 *
 *   shared <- ports <- journal, http, logs, settings <- advices <- electrum <- features (terminal, …) <- checkout <- ipc <- compose <- hosts
 *
 * so that the rule that no payment is lost can be read without a window, and a window exchanged without touching a payment.
 * Tests are free to put real parts together; everything else is held to the table below. `scripts/layers.ts` applies this file.
 */

const ours = '^(shared|main|renderer|simulators|e2e|bench|scripts)/';
const tests = '[.](test|contract|simulation)[.]tsx?$|(^|/)testing/';

/** What each folder or file of the till may import of ours, beside itself. A new one has to be given its place here. */
const below = {
  'main/ports': ['shared'],
  'main/journal': ['shared', 'main/ports'],
  'main/http': ['shared', 'main/ports'],
  'main/logs': ['shared', 'main/ports'],
  'main/settings': ['shared', 'main/ports'],
  'main/advices': ['shared', 'main/ports', 'main/journal'],
  // What the two interfaces of one family share: features may not import each other.
  'main/electrum': ['shared', 'main/ports', 'main/http', 'main/advices', 'main/settings'],
  'main/billpay': ['shared', ...['ports', 'http', 'advices', 'settings', 'electrum'].map((name) => `main/${name}`)],
  'main/qr': ['shared', ...['ports', 'http', 'advices', 'settings', 'electrum'].map((name) => `main/${name}`)],
  'main/terminal': ['shared', 'main/ports', 'main/journal', 'main/http'],
  'main/checkout': [
    'shared',
    ...['ports', 'journal', 'advices', 'electrum', 'terminal', 'billpay', 'qr'].map((name) => `main/${name}`),
  ],
  'main/till.ts': ['shared', 'main/ports'],
  'main/version.ts': [],
  'main/ipc': [
    'shared',
    ...['ports', 'journal', 'advices', 'electrum', 'terminal', 'billpay', 'qr', 'checkout', 'till.ts'].map(
      (name) => `main/${name}`,
    ),
  ],
  'main/open-services.ts': [
    'shared',
    ...['ports', 'journal', 'http', 'settings', 'advices', 'billpay', 'qr', 'checkout'].map((name) => `main/${name}`),
  ],
  'main/compose.ts': [
    'shared',
    ...[
      'ports',
      'journal',
      'http',
      'logs',
      'settings',
      'advices',
      'terminal',
      'billpay',
      'checkout',
      'till.ts',
      'ipc',
      'open-services.ts',
      'version.ts',
    ].map((name) => `main/${name}`),
  ],
  'main/farewell.ts': ['shared', 'main/ports', 'main/till.ts'],
  'main/reader.ts': ['shared', 'main/ports', 'main/journal', 'main/checkout'],
  'main/starting': ['shared'],
  'main/pages': ['shared', 'main/ports', 'main/till.ts'],
};
const hosts = ['main/shell', 'main/browser-host', 'main/command-line'];
/** The two that put a host and a till together: the simulators are in the demonstration alone. */
const entries = ['main/start.ts', 'main/demonstration.ts'];

function pathsOf(names) {
  return names.map((name) => (name.includes('.') ? `^${name.replace('.', '[.]')}$` : `^${name}/`));
}

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-knows-itself-alone',
      comment: 'shared runs in both ends and depends on neither.',
      severity: 'error',
      from: { path: '^shared/', pathNot: tests },
      to: { path: ours, pathNot: '^shared/' },
    },
    {
      name: 'shared-has-no-host',
      comment: 'Neither Node nor a window.',
      severity: 'error',
      from: { path: '^shared/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-knows-shared-alone',
      comment: 'The window asks the till through the TillClient.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ours, pathNot: '^(renderer|shared)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: `${tests}|[.]config[.]ts$` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'simulators-know-nothing-of-ours',
      comment: 'Written from the protocol alone, so that one misreading cannot sit on both ends of the wire.',
      severity: 'error',
      from: { path: '^simulators/' },
      to: { path: ours, pathNot: '^simulators/' },
    },
    {
      name: 'simulators-stay-out-of-the-till',
      comment: 'Only the demonstration brings one along.',
      severity: 'error',
      from: { path: '^(shared|main|renderer)/', pathNot: [tests, '^main/demonstration[.]ts$'] },
      to: { path: '^simulators/' },
    },
    ...Object.entries(below).map(([name, allowed]) => ({
      name: `${name.replace('/', '-')}-knows-what-is-below`,
      severity: 'error',
      from: { path: pathsOf([name]), pathNot: tests },
      to: { path: ours, pathNot: pathsOf([name, ...allowed]) },
    })),
    ...hosts.map((host) => ({
      name: `${host.replace('/', '-')}-knows-no-other-host`,
      severity: 'error',
      from: { path: pathsOf([host]), pathNot: tests },
      to: { path: pathsOf(hosts.filter((other) => other !== host)) },
    })),
    {
      name: 'everything-in-main-has-a-place',
      comment: 'A new folder of the till gets its line in the table of .dependency-cruiser.mjs.',
      severity: 'error',
      from: { path: '^main/', pathNot: [tests, ...pathsOf([...Object.keys(below), ...hosts, ...entries])] },
      to: {},
    },
    {
      name: 'electron-in-the-shell-alone',
      comment: 'Use a port of main/ports and let the shell provide it.',
      severity: 'error',
      from: { pathNot: '^main/shell/' },
      to: { path: '(^|/)node_modules/electron/|^electron$' },
    },
    {
      name: 'axios-in-http-alone',
      comment: 'main/http is the only way out: use its Transport.',
      severity: 'error',
      from: { path: ours, pathNot: '^main/http/' },
      to: { path: '(^|/)node_modules/axios/|^axios$' },
    },
    {
      name: 'sqlite-in-the-journal-alone',
      comment: 'Use the Journal.',
      severity: 'error',
      from: { path: ours, pathNot: '^main/journal/' },
      to: { path: '^(node:)?sqlite$' },
    },
    {
      name: 'test-helpers-in-tests-alone',
      severity: 'error',
      from: { path: ours, pathNot: [tests, '^(e2e|bench|scripts)/'] },
      to: { path: tests },
    },
    {
      name: 'what-is-shipped-needs-no-development-package',
      comment: 'Electron itself is provided by the packaged application.',
      severity: 'error',
      from: { path: '^(shared|main|renderer)/', pathNot: [tests, '^main/demonstration[.]ts$', '[.]config[.]ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/electron/' },
    },
  ],
  options: {
    // TypeScript 7 has no API for other tools: without a parser named here, no module at all is seen, and nothing is wrong.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Ours alone: many a package has its code in a folder `dist` of its own.
    exclude: { path: '^(dist|[.]build)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
