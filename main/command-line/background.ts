import type { BackgroundReport } from './pay-in-background.ts';
import { answerTo } from './run-command-line.ts';

// A command without anybody who reads what it says: it reports once, to whoever started it, and goes on alone.

const report = (said: BackgroundReport): void => {
  if (process.connected) process.send?.(said);
};
const answer = await answerTo(process.argv.slice(2), process.env, () => {}, { shown: (json) => report({ kind: 'shown', json }) });
report({ kind: 'ended', answer });
process.exit(answer.exitCode);
