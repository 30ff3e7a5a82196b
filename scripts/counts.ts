/** How a step of `npm test` went, in tests. A step that is no test runner is one test. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a step left behind: its exit code (null where it was killed) and its report, where it writes one. */
export interface Ended {
  readonly exitCode: number | null;
  readonly report: string | undefined;
}

export function countCheck({ exitCode }: Ended): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** vitest's JSON report. */
export function countUnit(ended: Ended): Counts {
  return countReport(ended, (report) => ({
    passed: numberIn(report, 'numPassedTests'),
    failed: numberIn(report, 'numFailedTests'),
    skipped: numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests'),
  }));
}

/** Playwright's JSON report. A test that passed at a second try has failed: there are no second tries. */
export function countEndToEnd(ended: Ended): Counts {
  return countReport(ended, (report) => {
    const stats = objectIn(report, 'stats');
    return {
      passed: numberIn(stats, 'expected'),
      failed: numberIn(stats, 'unexpected') + numberIn(stats, 'flaky'),
      skipped: numberIn(stats, 'skipped'),
    };
  });
}

/** The torture's one object on stdout: a single test, which holds only where it really killed and nothing was lost, doubled, made up, said twice or left unsaid. */
export function countTorture(ended: Ended, kills: number): Counts {
  return countReport(ended, (report) => {
    const sins = ['lost', 'doubled', 'falselyApproved', 'conflicting', 'stuck'].reduce(
      (sum, name) => sum + numberIn(report, name),
      0,
    );
    const isHarmless = sins === 0 && numberIn(report, 'kills') >= kills;
    return { passed: isHarmless ? 1 : 0, failed: isHarmless ? 0 : 1, skipped: 0 };
  });
}

/** The line that closes a run. */
export function summaryOf(counts: readonly Counts[]): string {
  const sum = (name: keyof Counts): number => counts.reduce((total, count) => total + count[name], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A runner that broke before its first test, reported nothing or ran nothing has failed, whatever its numbers say. */
function countReport({ exitCode, report }: Ended, count: (report: unknown) => Counts): Counts {
  const broken = { passed: 0, failed: 1, skipped: 0 };
  if (report === undefined) return broken;
  try {
    const counts = count(JSON.parse(report));
    const hasRun = counts.passed + counts.failed > 0;
    if (!hasRun) return { ...counts, failed: 1 };
    return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return broken;
  }
}

function objectIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function numberIn(value: unknown, name: string): number {
  const number = objectIn(value, name);
  if (typeof number !== 'number') throw new Error(`the report has no ${name}`);
  return number;
}
