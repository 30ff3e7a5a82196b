import { globSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

export interface LayerCheck {
  readonly modules: number;
  readonly dependencies: number;
  readonly violations: readonly LayerViolation[];
  /** Files that are there and were not looked at. */
  readonly unseen: readonly string[];
}

export interface LayerViolation {
  readonly rule: string;
  readonly comment: string | undefined;
  readonly from: string;
  readonly to: string;
}

const folders = ['shared', 'main', 'renderer', 'simulators', 'e2e', 'bench', 'scripts'];

/** Holds the imports of everything below `directory` to the rules of .dependency-cruiser.mjs. */
export async function checkLayers(directory: string): Promise<LayerCheck> {
  const rules = await extractDepcruiseOptions(fileURLToPath(new URL('../.dependency-cruiser.mjs', import.meta.url)));
  const { output } = await cruise(folders, { ...rules, baseDir: directory, validate: true });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with a text');
  return {
    modules: output.summary.totalCruised,
    dependencies: output.summary.totalDependenciesCruised ?? 0,
    violations: violationsOf(output),
    unseen: unseenBy(output, directory),
  };
}

function violationsOf(output: ICruiseResult): LayerViolation[] {
  const comments = new Map(output.summary.ruleSetUsed?.forbidden?.map((rule) => [rule.name, rule.comment]));
  return output.summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    comment: comments.get(rule.name),
    from,
    to: cycle ? cycle.map(({ name }) => name).join(' -> ') : to,
  }));
}

/** A parser that is missing reads nothing and complains of nothing: so what it read is compared with what is there. */
function unseenBy(output: ICruiseResult, directory: string): string[] {
  const seen = new Set(output.modules.map(({ source }) => source));
  return globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
    { cwd: directory, exclude: ['**/dist/**', '**/.build/**', '**/node_modules/**'] },
  )
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !seen.has(file));
}
