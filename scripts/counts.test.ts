import { describe, expect, it } from 'vitest';
import { countCheck, countEndToEnd, countTorture, countUnit, summaryOf } from './counts.ts';

const unit = JSON.stringify({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 });
const harmless = {
  kills: 50,
  sales: 90,
  charged: 40,
  journalled: 90,
  advices: 60,
  delivered: 60,
  lost: 0,
  doubled: 0,
  falselyApproved: 0,
  unresolved: 3,
  conflicting: 0,
  stuck: 0,
};

describe('the counts of a test run', () => {
  it('take a check for one test', () => {
    expect(countCheck({ exitCode: 0, report: undefined })).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countCheck({ exitCode: 2, report: undefined })).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countCheck({ exitCode: null, report: undefined })).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('are those of the unit tests', () => {
    expect(countUnit({ exitCode: 0, report: unit })).toEqual({ passed: 7, failed: 0, skipped: 2 });
  });

  it('are those of the end-to-end tests, a second try being a failure', () => {
    const report = JSON.stringify({ stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 3 } });
    expect(countEndToEnd({ exitCode: 1, report })).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });

  it.each([
    ['failed without a failed test', { exitCode: 1, report: unit }],
    ['was killed', { exitCode: null, report: unit }],
    ['reported nothing', { exitCode: 0, report: undefined }],
    ['reported half', { exitCode: 0, report: '{"numPassed' }],
    ['reported something else', { exitCode: 0, report: '{}' }],
    ['ran nothing', { exitCode: 0, report: unit.replace('7', '0') }],
  ])('never call a runner fine that %s', (_how, ended) => {
    expect(countUnit(ended).failed).toBe(1);
  });

  it('call a torture passed only where it killed as often as it was told and nothing went wrong', () => {
    const passed = (change: object, exitCode = 0): number =>
      countTorture({ exitCode, report: JSON.stringify({ ...harmless, ...change }) }, 50).passed;
    expect(passed({})).toBe(1);
    expect(passed({ kills: 49 })).toBe(0);
    expect(passed({ lost: 1 })).toBe(0);
    expect(passed({ doubled: 1 })).toBe(0);
    expect(passed({ falselyApproved: 1 })).toBe(0);
    expect(passed({ conflicting: 1 })).toBe(0);
    expect(passed({ stuck: 1 })).toBe(0);
    expect(passed({ lost: undefined })).toBe(0);
    expect(countTorture({ exitCode: 1, report: JSON.stringify(harmless) }, 50).failed).toBe(1);
  });

  it('close with one line, which names what was skipped only where something was', () => {
    const check = { passed: 1, failed: 0, skipped: 0 };
    expect(summaryOf([check, { passed: 7, failed: 2, skipped: 0 }])).toBe('8 passed, 2 failed');
    expect(summaryOf([check, { passed: 7, failed: 0, skipped: 2 }])).toBe('8 passed, 0 failed, 2 skipped');
  });
});
