import { parseArgs } from 'node:util';
import { torture } from './torture/torture.ts';

// Kills the real till at random moments while it sells, starts it again, and compares its journal with what was really charged.

const usage = 'npm run torture -- [--kills 50] [--seed 1] [--json]';
const badInput = 64;

const options = readOptions();
if (options) {
  const { kills, seed, isJson } = options;
  const begunAt = performance.now();
  const { found, ...counts } = await torture({ kills, seed, say: (line) => console.error(line) });
  const { lost, doubled, falselyApproved, unresolved, conflicting, stuck } = found;
  const wrongs = [lost, doubled, falselyApproved, unresolved, conflicting, stuck];
  const report = {
    ...counts,
    lost: lost.length,
    doubled: doubled.length,
    falselyApproved: falselyApproved.length,
    unresolved: unresolved.length,
    conflicting: conflicting.length,
    stuck: stuck.length,
    seed,
    seconds: Math.round((performance.now() - begunAt) / 100) / 10,
  };
  for (const line of wrongs.flat()) console.error(line);
  if (isJson) console.log(JSON.stringify(report));
  else for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(16)} ${value}`);
  process.exitCode = wrongs.every((cases) => cases.length === 0) ? 0 : 1;
} else {
  process.exitCode = badInput;
}

function readOptions(): { readonly kills: number; readonly seed: number; readonly isJson: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        kills: { type: 'string', default: '50' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    return { kills: readWhole('kills', values.kills), seed: readWhole('seed', values.seed), isJson: values.json };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return undefined;
  }
}

function readWhole(name: string, text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new Error(`--${name} must be a whole number, not '${text}'`);
  return Number(text);
}
