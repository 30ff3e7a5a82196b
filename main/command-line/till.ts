import { enableCompileCache } from 'node:module';

// The second start finds its modules compiled: a script that sells one sale per process notices.
enableCompileCache();
const { runCommandLine } = await import('./run-command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2), process.env);
