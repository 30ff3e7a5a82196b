import { fileURLToPath } from 'node:url';
import { checkLayers } from './check-layers.ts';

// Says which import goes against the direction of the layers.
const { modules, dependencies, violations, unseen } = await checkLayers(fileURLToPath(new URL('..', import.meta.url)));

for (const { rule, comment, from, to } of violations)
  console.error(`${from} -> ${to}\n    ${rule}${comment ? `: ${comment}` : ''}`);
for (const file of unseen) console.error(`${file} was not looked at: does dependency-cruiser still have its parser?`);
// Files of which not one imports another would be a parser that reads no imports.
const hasSeenImports = dependencies > modules;
if (!hasSeenImports)
  console.error(`only ${dependencies} imports in ${modules} modules: does dependency-cruiser still have its parser?`);
console.error(`${modules} modules, ${dependencies} imports, ${violations.length} against the layers`);
if (violations.length > 0 || unseen.length > 0 || !hasSeenImports) process.exitCode = 1;
