/** What failed in a runner's report: its name, and the first lines of why. */
export interface Failed {
  readonly name: string;
  readonly why: string;
}

const longestWhy = 1_500;

/**
 * Reads the failed tests out of a report, so that they can be said first: a log of thousands of lines is often kept in part only.
 * A report that cannot be read names nobody; the whole output follows anyhow.
 */
export function failuresIn(report: string | undefined): readonly Failed[] {
  try {
    const parsed: unknown = JSON.parse(report ?? '');
    return [...unitFailures(parsed), ...endToEndFailures(parsed)];
  } catch {
    return [];
  }
}

/** vitest's JSON report: files, each with its tests, or with the message that kept it from having any. */
function unitFailures(report: unknown): readonly Failed[] {
  return listIn(report, 'testResults').flatMap((file) => {
    const failed = listIn(file, 'assertionResults')
      .filter((test) => textIn(test, 'status') === 'failed')
      .map((test): Failed => ({
        name: `${textIn(file, 'name')} > ${textIn(test, 'fullName')}`,
        why: shorten(listIn(test, 'failureMessages').join('\n')),
      }));
    const isBroken = failed.length === 0 && textIn(file, 'status') === 'failed';
    return isBroken ? [{ name: textIn(file, 'name'), why: shorten(textIn(file, 'message')) }] : failed;
  });
}

/** Playwright's JSON report: suites within suites, each with its specs, each with its runs. */
function endToEndFailures(report: unknown): readonly Failed[] {
  return listIn(report, 'suites').flatMap((suite) => [
    ...listIn(suite, 'specs')
      .filter((spec) => fieldOf(spec, 'ok') === false)
      .map((spec): Failed => ({
        name: `${textIn(suite, 'file')} > ${textIn(spec, 'title')}`,
        why: shorten(
          listIn(spec, 'tests')
            .flatMap((test) => listIn(test, 'results'))
            .flatMap((result) => listIn(result, 'errors'))
            .map((error) => textIn(error, 'message'))
            .join('\n'),
        ),
      })),
    ...endToEndFailures(suite),
  ]);
}

function shorten(why: string): string {
  return why.length > longestWhy ? `${why.slice(0, longestWhy)} …` : why;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list : [];
}

function textIn(value: unknown, name: string): string {
  const text = fieldOf(value, name);
  return typeof text === 'string' ? text : '';
}
