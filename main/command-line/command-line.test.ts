import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBdsSimulator, type BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { takeSellingLock } from '../journal/selling-lock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { Answer } from './answer.ts';
import { exitCodes } from './exit-codes.ts';
import { answerTo } from './run-command-line.ts';

type Environment = Record<string, string>;

/** A machine with a card service on it, and a data folder of its own. */
async function machine(): Promise<{ simulator: BdsSimulator; environment: Environment; folder: string }> {
  const simulator = await startBdsSimulator();
  onTestFinished(() => simulator.close());
  const folder = temporaryFolder();
  const environment = {
    TILLSTONE_DATA_DIR: folder,
    TILLSTONE_BDS_URL: simulator.url,
    TILLSTONE_BDS_USER: simulator.user,
    TILLSTONE_BDS_PASSWORD: simulator.password,
  };
  return { simulator, environment, folder };
}

/** Where nobody ever listens. A service that has just been closed may have left its port to another test's. */
const nobody = 'http://127.0.0.1:1/DeviceService/BDS/';

const till = (environment: Environment, ...words: string[]): Promise<Answer> =>
  answerTo([...words, '--json'], environment, () => {});
const sell = (environment: Environment, amount: string, ...more: string[]): Promise<Answer> =>
  till(environment, 'sale', '--amount', amount, '--reference', '987987', ...more);

describe('till sale', () => {
  it.each([
    ['12.00', 0, 'approved'],
    ['12.01', 10, 'declined'],
    ['12.02', 11, 'cancelled'],
    ['12.08', 12, 'failed'],
    ['12.82', 20, 'outcome-unknown'],
  ] as const)('of %s ends with %d: %s', async (amount, exitCode, outcome) => {
    const { environment } = await machine();
    const answer = await sell(environment, amount);
    expect(answer.exitCode).toBe(exitCode);
    expect(answer.json).toMatchObject({
      outcome,
      amountMinor: 1200 + Number(amount.slice(3)),
      currency: 'USD',
      reference: '987987',
    });
    expect(answer.json['saleId']).toMatch(/^[0-9a-f-]{36}$/u);
  });

  it('says all that is known of an approval', async () => {
    const { environment, simulator } = await machine();
    const { json } = await sell(
      environment,
      '12.23',
      '--postal-code',
      '36832',
      '--first-name',
      'Ada',
      '--processing-method',
      'Debit',
    );
    const [entry] = simulator.ledger();
    expect(json).toMatchObject({ feeMinor: 35, totalMinor: 1258, paymentMethod: 'VisaDebit', mode: 'live' });
    expect(entry).toMatchObject({ authCode: json['authCode'], lastFour: json['lastFour'] });
    const sent = simulator.requests().find(({ method }) => method === 'POST')?.body ?? '';
    expect(JSON.parse(sent)).toEqual({
      Amount: '12.23',
      Reference: '987987',
      Payor: { FirstName: 'Ada', PostalCode: '36832' },
      BillType: 'Bill Payment',
      ProcessingMethod: 'Debit',
      ApplicationType: 'Cashier',
    });
  });

  it('is blocked by an unresolved attempt at the same bill (13), and goes on with --override', async () => {
    const { environment, simulator } = await machine();
    const { json: first } = await sell(environment, '12.82');
    const blocked = await sell(environment, '12.82');
    expect(blocked).toMatchObject({ exitCode: 13, json: { error: { kind: 'blocked', earlier: [first['saleId']] } } });
    expect(simulator.requests().filter(({ method }) => method === 'POST')).toHaveLength(1);
    const overridden = await sell(environment, '12.82', '--override', 'terminal says declined');
    expect(overridden.json).toMatchObject({ override: { reason: 'terminal says declined' } });
    expect((await sell(environment, '12.82', '--override', ' ')).exitCode).toBe(64);
  });

  it('tells of what is unresolved before it sells something else', async () => {
    const { environment } = await machine();
    await sell(environment, '12.82');
    const said: string[] = [];
    const words = ['sale', '--amount', '1.00', '--reference', 'other', '--json'];
    const answer = await answerTo(words, environment, (line) => said.push(line));
    expect(answer.exitCode).toBe(0);
    expect(said.slice(0, 2)).toEqual(['1 payment is unresolved', expect.stringContaining('#1')]);
  });

  it('says 69 where the card service cannot be reached, and that nothing was charged', async () => {
    const { environment: machineWide } = await machine();
    const environment = { ...machineWide, TILLSTONE_BDS_URL: nobody };
    expect(await sell(environment, '12.00')).toMatchObject({
      exitCode: 69,
      json: { outcome: 'failed', amountMinor: 1200, feeMinor: 0, reason: 'terminal-not-ready', error: { state: 'service-down' } },
    });
    expect((await till(environment, 'history')).json).toEqual({ sales: [], hasMore: false });
  });

  it('says 69 where another till sells from the folder; what only reads works beside it', async () => {
    const { environment, folder } = await machine();
    await sell(environment, '12.00');
    const lock = takeSellingLock(folder);
    onTestFinished(() => {
      if (lock.ok) lock.value.release();
    });
    expect(await sell(environment, '12.00')).toMatchObject({ exitCode: 69, json: { error: { kind: 'in-use' } } });
    for (const words of [['history'], ['show', '1'], ['verify'], ['doctor']]) {
      expect((await till(environment, ...words)).exitCode, words[0]).toBe(0);
    }
  });

  it.each([
    ['an empty amount', ['--amount', '', '--reference', 'x'], '--amount'],
    ['no amount at all', ['--reference', 'x'], '--amount'],
    ['a negative amount', ['--amount', '-5', '--reference', 'x'], '--amount'],
    ['an exponent', ['--amount', '1e3', '--reference', 'x'], '--amount'],
    ['a comma', ['--amount', '12,00', '--reference', 'x'], '--amount'],
    ['a million millions', ['--amount', '1000000000000', '--reference', 'x'], '--amount'],
    ['no reference', ['--amount', '1'], '--reference'],
    ['a reference of ten thousand characters', ['--amount', '1', '--reference', '9'.repeat(10_000)], '--reference'],
    ['a country of three letters', ['--amount', '1', '--reference', 'x', '--country', 'USA'], '--country'],
    ['half an e-mail address', ['--amount', '1', '--reference', 'x', '--email-address', 'a@b'], '--email-address'],
    ['a method that is not offered', ['--amount', '1', '--reference', 'x', '--processing-method', 'Cash'], '--processing-method'],
    ['a card number', ['--amount', '1', '--reference', '4111111111111111'], '--reference'],
  ])('says 64 and names the option for %s; nothing is sent or kept', async (_, words, option) => {
    const { environment, simulator } = await machine();
    const answer = await till(environment, 'sale', ...words);
    expect(answer).toMatchObject({ exitCode: 64, json: { error: { kind: 'bad-input', problems: [{ option }] } } });
    expect(answer.lines.some((line) => line.startsWith(`${option}: `))).toBe(true);
    expect(simulator.requests().filter(({ method }) => method === 'POST')).toEqual([]);
    expect((await till(environment, 'history')).json).toEqual({ sales: [], hasMore: false });
  });
});

describe('till history, show and resolve', () => {
  it('list the newest first, as many as asked for', async () => {
    const { environment } = await machine();
    for (const amount of ['1.00', '2.00', '3.00']) await sell(environment, amount);
    const { json } = await till(environment, 'history', '--limit', '2');
    expect(json).toMatchObject({ hasMore: true, sales: [{ amountMinor: 300 }, { amountMinor: 200 }] });
  });

  it('tell a sale’s story by its id or by the number on its slip', async () => {
    const { environment } = await machine();
    const { json } = await sell(environment, '1.00');
    const byId = await till(environment, 'show', String(json['saleId']));
    expect(await till(environment, 'show', String(json['number']))).toEqual(byId);
    expect(byId.json).toMatchObject({ outcome: 'approved', timeline: [{ kind: 'payment-begun' }, { kind: 'payment-approved' }] });
    expect((await till(environment, 'show', '99')).exitCode).toBe(64);
  });

  it('resolve an unknown outcome once, with evidence and a reason', async () => {
    const { environment } = await machine();
    const { json } = await sell(environment, '12.82');
    const sale = String(json['saleId']);
    const statement = ['--evidence', '690489', '--reason', 'read off the slip'];
    const unclear = await till(environment, 'resolve', sale, ...statement);
    expect(unclear).toMatchObject({ exitCode: 64, json: { error: { problems: [{ field: 'charged' }] } } });
    const silent = await till(environment, 'resolve', sale, '--charged', '--reason', 'x');
    expect(silent).toMatchObject({ exitCode: 64, json: { error: { problems: [{ option: '--evidence' }] } } });
    expect(await till(environment, 'resolve', sale, '--charged', ...statement)).toMatchObject({
      exitCode: 0,
      json: { outcome: 'approved', resolution: { verdict: 'charged', evidence: '690489', reason: 'read off the slip' } },
    });
    expect((await till(environment, 'resolve', sale, '--not-charged', ...statement)).exitCode).toBe(64);
  });

  it('show a sale that was waiting when its till died as unknown, before any till has started again', async () => {
    const { environment, simulator } = await machine();
    simulator.control.next({ customer: { kind: 'hold' } });
    const child = spawnTill(environment, 'sale', '--amount', '5.00', '--reference', 'x', '--json');
    await simulator.control.untilBegun();
    child.kill('SIGKILL');
    await child.ended;
    const { json } = await till(environment, 'history');
    expect(json).toMatchObject({ sales: [{ outcome: 'outcome-unknown', reason: 'till-stopped' }] });
  });
});

describe('Ctrl+C during a sale', () => {
  it('cancels nothing, says so, and leaves the outcome unknown the second time', async () => {
    const { environment, simulator } = await machine();
    simulator.control.next({ customer: { kind: 'hold' } });
    const child = spawnTill(environment, 'sale', '--amount', '5.00', '--reference', 'x', '--json');
    await simulator.control.untilBegun();
    await child.says('The till cannot cancel this');
    child.kill('SIGINT');
    await child.says('Press Ctrl+C once more');
    child.kill('SIGINT');
    const { exitCode, stdout } = await child.ended;
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([20, { outcome: 'outcome-unknown', reason: 'till-stopped' }]);
    expect((await sell(environment, '5.00', '--reference', 'x')).exitCode).toBe(13);
  });
});

describe('till verify and doctor', () => {
  it('say that all is well', async () => {
    const { environment } = await machine();
    await sell(environment, '12.00');
    expect(await till(environment, 'verify')).toMatchObject({ exitCode: 0, json: { verdict: 'sound', sequence: 2, sales: 1 } });
    const { exitCode, json, lines } = await till(environment, 'doctor');
    expect(exitCode).toBe(exitCodes.done);
    expect(json).toMatchObject({ healthy: true });
    expect(lines).toHaveLength(6);
  });

  it('name the last good record of a journal with a changed byte', async () => {
    const { environment, folder } = await machine();
    await sell(environment, '12.00');
    await sell(environment, '13.00');
    const journal = join(folder, 'journal.sqlite');
    const bytes = readFileSync(journal);
    bytes.write('9', bytes.indexOf('"amountMinor":1300') + '"amountMinor":'.length);
    writeFileSync(journal, bytes);
    expect(await till(environment, 'verify')).toMatchObject({ exitCode: 12, json: { verdict: 'damaged', lastGoodSequence: 2 } });
    expect((await till(environment, 'doctor')).exitCode).toBe(12);
    expect(await sell(environment, '14.00')).toMatchObject({
      exitCode: 12,
      json: { error: { kind: 'journal-damaged', lastGoodSequence: 2 } },
    });
  });

  it('say what to do about a service that is down and about wrong credentials', async () => {
    const { environment } = await machine();
    const wrong = await till({ ...environment, TILLSTONE_BDS_PASSWORD: 'wrong' }, 'doctor');
    expect(wrong.json['checks']).toContainEqual(expect.objectContaining({ check: 'terminal', state: 'problem' }));
    expect((await till({ ...environment, TILLSTONE_BDS_URL: nobody }, 'doctor')).exitCode).toBe(69);
  });
});

describe('the command line', () => {
  it.each([
    [['fly']],
    [['sale', '--amuont', '1']],
    [['sale', 'more']],
    [['show']],
    [['show', 'the last one']],
    [['history', '--limit', '0']],
  ])('refuses %j with 64', async (words) => {
    const { environment } = await machine();
    expect(await till(environment, ...words)).toMatchObject({ exitCode: 64, json: { error: { kind: 'bad-input' } } });
  });

  it('refuses a setting that it does not know, by its name, and doctor shows it', async () => {
    const { environment } = await machine();
    const mistyped = { ...environment, TILLSTONE_BDS_PASWORD: 'x' };
    expect(await till(mistyped, 'history')).toMatchObject({
      exitCode: 64,
      json: { error: { problems: [{ field: 'TILLSTONE_BDS_PASWORD' }] } },
    });
    expect(await till(mistyped, 'doctor')).toMatchObject({
      exitCode: 64,
      json: { healthy: false, checks: [{ check: 'settings' }] },
    });
  });

  it('prints one JSON object on stdout and nothing else there; people’s words go to stderr', async () => {
    const { environment } = await machine();
    const sold = await spawnTill(environment, 'sale', '--amount', '12.00', '--reference', '1', '--json').ended;
    expect(sold.exitCode).toBe(0);
    expect(JSON.parse(sold.stdout)).toMatchObject({ outcome: 'approved' });
    expect(sold.stdout.trim().split('\n')).toHaveLength(1);
    expect(sold.stderr).toContain('Approved');
    const plain = await spawnTill(environment, 'history').ended;
    expect([plain.exitCode, plain.stdout]).toEqual([0, '']);
    expect(plain.stderr).toContain('$12.00');
  });

  it('sells to the simulated customer where nothing is set but the folder', async () => {
    const sold = await spawnTill(
      { TILLSTONE_DATA_DIR: temporaryFolder() },
      'sale',
      '--amount',
      '1.01',
      '--reference',
      '1',
      '--json',
    ).ended;
    expect(JSON.parse(sold.stdout)).toMatchObject({ outcome: 'declined', mode: 'demonstration' });
    expect(sold.exitCode).toBe(10);
  });
});

interface RunningTill {
  kill(signal: NodeJS.Signals): boolean;
  /** Resolves as soon as it has said so on stderr. */
  says(words: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real process, as a script starts it. */
function spawnTill(environment: Environment, ...words: string[]): RunningTill {
  const entry = fileURLToPath(new URL('till.ts', import.meta.url));
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:TILLSTONE_|NODE_|VITEST)/u.test(name)),
  );
  const ended = Promise.withResolvers<Ended>();
  const child = execFile(
    process.execPath,
    [entry, ...words],
    { env: { ...inherited, ...environment } },
    (_error, stdout, stderr) => ended.resolve({ exitCode: child.exitCode, stdout, stderr }),
  );
  let said = '';
  const heard = new Set<() => void>();
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
    for (const listen of heard) listen();
  });
  const says = (wanted: string): Promise<void> =>
    new Promise((resolve) => {
      const listen = (): void => (said.includes(wanted) ? resolve() : undefined);
      heard.add(listen);
      listen();
    });
  return { kill: (signal) => child.kill(signal), says, ended: ended.promise };
}
