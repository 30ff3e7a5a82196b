import { parseArgs } from 'node:util';
import { fuzzPayloads } from '../main/qr/testing/fuzz-payloads.ts';
import { createRandom } from '../main/testing/random.ts';

// Gives the parser of QR payloads sound and damaged ones by chance, and looks at what it says: it never throws, and never accepts what must not be paid.

const usage = 'npm run fuzz:qr -- [--count 1000000] [--seed 1] [--json]';
const badInput = 64;
/** The mistakes that are shown; all are counted. */
const mostShown = 20;

const options = readOptions();
if (options) {
  const { count, seed, isJson } = options;
  const begunAt = performance.now();
  const { accepted, rejected, mistakes } = fuzzPayloads(count, createRandom(seed));
  const byCount = Object.entries(rejected).toSorted(([, one], [, other]) => other - one);
  const report = {
    payloads: count,
    accepted,
    rejected: byCount.reduce((sum, [, times]) => sum + times, 0),
    ...Object.fromEntries(byCount),
    mistakes: mistakes.length,
    seed,
    seconds: Math.round((performance.now() - begunAt) / 100) / 10,
  };
  for (const mistake of mistakes.slice(0, mostShown)) console.error(mistake);
  if (isJson) console.log(JSON.stringify(report));
  else for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(20)} ${value}`);
  process.exitCode = mistakes.length === 0 ? 0 : 1;
} else {
  process.exitCode = badInput;
}

function readOptions(): { readonly count: number; readonly seed: number; readonly isJson: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        count: { type: 'string', default: '1000000' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    return { count: readWhole('count', values.count, 1), seed: readWhole('seed', values.seed, 0), isJson: values.json };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return undefined;
  }
}

function readWhole(name: string, text: string, least: number): number {
  if (!/^\d{1,9}$/u.test(text) || Number(text) < least)
    throw new Error(`--${name} must be a whole number, ${least} or more, not '${text}'`);
  return Number(text);
}
