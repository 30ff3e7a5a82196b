import { describe, expect, it } from 'vitest';
import { failuresIn } from './failures.ts';

describe('the failed tests of a report', () => {
  it('are named with their file and with why, from the unit tests', () => {
    const report = {
      testResults: [
        {
          name: '/till/main/a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            { fullName: 'a sale is kept', status: 'passed', failureMessages: [] },
            { fullName: 'a sale is sent once', status: 'failed', failureMessages: ['expected 2 to be 1', 'at a.test.ts:7'] },
          ],
        },
      ],
    };
    expect(failuresIn(JSON.stringify(report))).toEqual([
      { name: '/till/main/a.test.ts > a sale is sent once', why: 'expected 2 to be 1\nat a.test.ts:7' },
    ]);
  });

  it('are the files that broke before their first test as well', () => {
    const report = {
      testResults: [{ name: 'b.test.ts', status: 'failed', message: 'Cannot find ./b.ts', assertionResults: [] }],
    };
    expect(failuresIn(JSON.stringify(report))).toEqual([{ name: 'b.test.ts', why: 'Cannot find ./b.ts' }]);
  });

  it('are found however deep their suite is, from the tests in a browser', () => {
    const failedRun = { results: [{ errors: [{ message: 'Timed out' }] }] };
    const specs = [
      { title: 'pays', ok: true, tests: [] },
      { title: 'recovers', ok: false, tests: [failedRun] },
    ];
    const report = { suites: [{ file: 'c.spec.ts', specs: [], suites: [{ file: 'c.spec.ts', specs }] }] };
    expect(failuresIn(JSON.stringify(report))).toEqual([{ name: 'c.spec.ts > recovers', why: 'Timed out' }]);
  });

  it.each([undefined, '', 'not JSON', '[]', '{"testResults": 7, "suites": null}'])(
    'are none in a report that says %j',
    (report) => {
      expect(failuresIn(report)).toEqual([]);
    },
  );

  it('are cut where they would fill a page', () => {
    const report = {
      testResults: [{ name: 'd.test.ts', status: 'failed', message: 'x'.repeat(5_000), assertionResults: [] }],
    };
    expect(failuresIn(JSON.stringify(report))[0]?.why).toHaveLength(1_502);
  });
});
