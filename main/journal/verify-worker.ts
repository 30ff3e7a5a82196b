import { invariant } from '../../shared/result.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { verifyJournal } from './verify.ts';

/** The worker's whole program: verifies the journal in the folder that it is given, says the result, and ends. */
invariant(parentPort !== null && typeof workerData === 'string', 'started as a worker, with a data folder');
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window: there is no origin
parentPort.postMessage(verifyJournal(workerData));
