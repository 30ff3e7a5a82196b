import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fail, invariant } from '../shared/result.ts';
import type { AdviceSummary, Snapshot } from '../shared/snapshot.ts';
import type { Advice } from '../main/advices/advice.ts';
import { createAxiosTransport } from '../main/http/axios-transport.ts';
import type { Transport } from '../main/http/transport.ts';
import { fillWithWaiting } from './fill-queue.ts';
import { openTill } from './open-till.ts';
import { inTurn, rowOf, type Row } from './row.ts';

/**
 * The network is back after a long cut: the composed till delivers 10,000 confirmations, notes in its queue before each that it is sent and
 * in its journal afterwards that it was, while a window watches; against the same messages posted by a loop that does nothing else, over the
 * same transport, as many at once, to the same service.
 */
export async function benchAdviceDrain(folder: string): Promise<Row> {
  const directory = mkdtempSync(join(folder, 'advice-drain-'));
  const template = join(directory, 'filled');
  const service = await startAccepting(join(directory, 'received'));
  const transport = createAxiosTransport();
  const advices = fillWithWaiting(template, waiting);
  const untilAllCame = async (): Promise<void> => {
    const came = await service.received();
    invariant(came === waiting, `${came} advices came`);
  };
  const drain = async (): Promise<number> => {
    const dataDirectory = mkdtempSync(join(directory, 'till-'));
    cpSync(template, dataDirectory, { recursive: true });
    settleDisk();
    const took = await drainOnce(dataDirectory, service.url);
    rmSync(dataDirectory, { recursive: true, force: true });
    await untilAllCame();
    return took;
  };
  const post = async (): Promise<number> => {
    settleDisk();
    const took = await postAll(transport, service.url, advices);
    await untilAllCame();
    return took;
  };
  try {
    await post();
    return rowOf('advice-drain', 'ms', { ...(await inTurn(samples, drain, post)), limit: 1.5 });
  } finally {
    transport.close();
    await service.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const waiting = 10_000;
/** Each is of ten thousand, which is warm enough. So many, because each takes seconds, in which a shared disk may be twice as slow as before. */
const samples = 9;
/** As many as the till has under way while the service answers. */
const parallel = 16;
const credentials = { user: '600123', password: 'bench' };

/** What lies there is on the disk already, as it is after a long cut: or the first sync of what is measured would have to bring ten thousand files there. */
function settleDisk(): void {
  execFileSync('sync');
}

/** Opens the till while the network is cut, so that its start is not in what is measured. */
async function drainOnce(dataDirectory: string, url: string): Promise<number> {
  const real = createAxiosTransport();
  let isUp = false;
  const cut = fail({ kind: 'not-connected', mayHaveTakenEffect: false, detail: 'ENETUNREACH' } as const);
  const transport: Transport = { ...real, exchange: (request) => (isUp ? real.exchange(request) : Promise.resolve(cut)) };
  const till = await openTill(dataDirectory, { billpay: { url, ...credentials } }, { transport });
  try {
    await new Promise<void>((resolve) => {
      till.listen('snapshot', ({ journal, advices }: Snapshot) => {
        if (journal.kind === 'sound' && advices?.waiting === waiting) resolve();
      });
    });
    isUp = true;
    const begunAt = performance.now();
    const reply = await till.dispatch('advices/drain', { timeoutMs: 600_000 });
    const took = performance.now() - begunAt;
    invariant(reply.ok && (reply.value as AdviceSummary).waiting === 0, 'nothing waits any more');
    return took;
  } finally {
    await till.close();
  }
}

async function postAll(transport: Transport, url: string, advices: readonly Advice[]): Promise<number> {
  const left = advices.values();
  const begunAt = performance.now();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (const { path, body } of left) {
        const answer = await transport.exchange({
          method: 'POST',
          url: `${url}/billpay/v4/${path}`,
          body,
          basicAuth: credentials,
          timeoutMs: 60_000,
        });
        invariant(answer.ok && answer.value.status === 202, 'the service has it');
      }
    }),
  );
  return performance.now() - begunAt;
}

interface Accepting {
  readonly url: string;
  /** How many different advices came since the last time. */
  received(): Promise<number>;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('accept-advices.ts', import.meta.url));

async function startAccepting(file: string): Promise<Accepting> {
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url,
    received: async () => Number(await (await fetch(url)).text()),
    async close() {
      child.kill();
      await gone;
    },
  };
}
