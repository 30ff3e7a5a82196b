import { enableCompileCache } from 'node:module';

// The second start finds its modules compiled: a script that sells one sale per process notices.
enableCompileCache();
const { runCommandLine } = await import('./run-command-line.ts');
// Not left to the event loop: a payment that nobody waits for any more keeps its connection, and would keep the process.
process.exit(await runCommandLine(process.argv.slice(2), process.env));
