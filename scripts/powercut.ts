import { parseArgs } from 'node:util';
import { cutPower } from './powercut/powercut.ts';

// Cuts the power of a real ext4 file system after each advice that the queue has acknowledged, and looks for it after the cut.

const usage = 'npm run powercut -- [--cuts 60] [--json]   (as root on Linux: it mounts a file system in a file)';
const badInput = 64;

const options = readOptions();
if (options) {
  const { cuts, isJson } = options;
  const report = cutPower(cuts);
  if (report.kind === 'impossible') {
    console.error(`No power was cut, so nothing is shown: ${report.why}\n${usage}`);
    process.exitCode = 1;
  } else {
    const { found, cuts, acknowledged, lost } = report;
    for (const line of found) console.error(line);
    const counts = { cuts, acknowledged, lost };
    if (isJson) console.log(JSON.stringify(counts));
    else for (const [name, value] of Object.entries(counts)) console.log(`${name.padEnd(16)} ${value}`);
    process.exitCode = lost === 0 ? 0 : 1;
  }
} else {
  process.exitCode = badInput;
}

function readOptions(): { readonly cuts: number; readonly isJson: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: { cuts: { type: 'string', default: '60' }, json: { type: 'boolean', default: false } },
    });
    if (!/^[1-9]\d{0,3}$/u.test(values.cuts))
      throw new Error(`--cuts must be a whole number from 1 to 9999, not '${values.cuts}'`);
    return { cuts: Number(values.cuts), isJson: values.json };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return undefined;
  }
}
