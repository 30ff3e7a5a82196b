import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { invariant } from '../../shared/result.ts';
import type { Answer } from './answer.ts';
import { exitCodes } from './exit-codes.ts';

/** What the process in the background says of itself, once. */
export type BackgroundReport =
  | { readonly kind: 'shown'; readonly json: Readonly<Record<string, unknown>> }
  /** It never came to a code. */
  | { readonly kind: 'ended'; readonly answer: Answer };

const program = fileURLToPath(new URL('background.ts', import.meta.url));

/**
 * Runs a command in a process that outlives this one, and answers as soon as a customer may scan. Somebody has to hold the payment open until
 * it ends, and to confirm or reverse it then: that process does, and `till show` tells how it went.
 */
export async function payInBackground(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Answer> {
  const child = fork(program, [...words], { env: environment, detached: true, stdio: 'ignore' });
  const report = await new Promise<BackgroundReport>((resolve, reject) => {
    child.once('message', (message) => resolve(message as BackgroundReport));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the background process ended with ${code} before it said anything`)));
  });
  if (child.connected) child.disconnect();
  child.unref();
  if (report.kind === 'ended') return report.answer;
  const { payload } = report.json;
  invariant(typeof payload === 'string', 'a code that is shown has its payload');
  return { exitCode: exitCodes.done, json: { ...report.json }, lines: [payload] };
}
