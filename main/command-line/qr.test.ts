import { describe, expect, it, onTestFinished } from 'vitest';
import { startBdsSimulator, type BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { startQrSimulator, type QrSimulator, type QrSimulatorOptions } from '../../simulators/qr/start-qr-simulator.ts';
import { takeSellingLock } from '../journal/selling-lock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { demonstrationIdentitySettings } from '../testing/till-process.ts';
import type { Answer } from './answer.ts';
import { answerTo } from './run-command-line.ts';

type Environment = Record<string, string>;

interface Machine {
  readonly bds: BdsSimulator;
  readonly qr: QrSimulator;
  readonly environment: Environment;
}

async function machine(options: QrSimulatorOptions = {}): Promise<Machine> {
  const [bds, qr] = await Promise.all([startBdsSimulator(), startQrSimulator(options)]);
  onTestFinished(async () => {
    await bds.close();
    await qr.close();
  });
  const environment = {
    ...demonstrationIdentitySettings,
    TILLSTONE_DATA_DIR: temporaryFolder(),
    TILLSTONE_BDS_URL: bds.url,
    TILLSTONE_BDS_USER: bds.user,
    TILLSTONE_BDS_PASSWORD: bds.password,
    TILLSTONE_QR_URL: qr.url,
    TILLSTONE_QR_USER: qr.user,
    TILLSTONE_QR_PASSWORD: qr.password,
    TILLSTONE_QR_GUID: 'dev.sim.qr',
    TILLSTONE_ADVICE_INTERVAL_MS: '20',
  };
  return { bds, qr, environment };
}

const said: string[] = [];
const till = (environment: Environment, ...words: string[]): Promise<Answer> =>
  answerTo([...words, '--json'], environment, (line) => void said.push(line));
const pay = (environment: Environment, ...more: string[]): Promise<Answer> =>
  till(environment, 'qr', 'pay', '--amount', '25.00', '--reference', '987987', ...more);

const payload = '00020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037';

describe('till qr pay', () => {
  it('says the payload and draws it, waits for the customer, and confirms', async () => {
    const { environment, qr } = await machine();
    said.length = 0;
    const answering = pay(environment);
    const { tranId } = await qr.control.untilWaiting();
    qr.control.scan({ tranId });
    const answer = await answering;
    expect(answer).toMatchObject({
      exitCode: 0,
      json: {
        outcome: 'approved',
        amountMinor: 2_500,
        feeMinor: 0,
        currency: 'USD',
        reference: '987987',
        tranId,
        advicesWaiting: 0,
        codes: [{ state: 'confirmed', partner: { name: 'Blue Heron Wallet' } }],
      },
    });
    expect(qr.ledger().payments).toMatchObject([{ state: 'confirmed', takenMinor: 2_500 }]);
  });

  it('has said payload and drawing before the customer pays', async () => {
    const { environment, qr } = await machine();
    said.length = 0;
    const answering = pay(environment);
    const { tranId } = await qr.control.untilWaiting();
    await expect.poll(() => said.join('\n')).toContain(`0132${tranId}\n█`);
    expect(said.at(-1)).toMatch(/^Waiting for the scan of \$25\.00\./u);
    qr.control.scan({ tranId });
    expect((await answering).json).toMatchObject({ payload: expect.stringContaining(tranId) as unknown });
  });

  it.each([
    ['declines', 10, 'declined', 'declined-by-partner'],
    ['has-no-money', 10, 'declined', 'insufficient-funds'],
    ['pays-half', 12, 'failed', 'other-amount'],
  ] as const)('of a customer who %s ends with %d, and nothing is kept', async (customer, exitCode, outcome, reason) => {
    const { environment, qr } = await machine();
    qr.control.next({ customer });
    expect(await pay(environment)).toMatchObject({ exitCode, json: { outcome, reason, advicesWaiting: 0 } });
    expect((await till(environment, 'history')).json).toMatchObject({ sales: [{ outcome: 'abandoned' }] });
    for (const { takenMinor, reservedMinor } of qr.ledger().payments) expect([takenMinor, reservedMinor]).toEqual([0, 0]);
  });

  it('that nobody scans ends with 12 when the time is up', async () => {
    const { environment, qr } = await machine({ scanWindowMs: 20 });
    expect(await pay(environment)).toMatchObject({ exitCode: 12, json: { outcome: 'failed', reason: 'no-scan-received' } });
    expect(qr.ledger().payments).toMatchObject([{ state: 'expired' }]);
  });

  it('to a service that is not there ends with 69, and nothing was sent', async () => {
    const { environment, qr } = await machine();
    await qr.close();
    expect(await pay(environment)).toMatchObject({ exitCode: 69, json: { outcome: 'failed', reason: 'service-unreachable' } });
  });

  it('without a QR service is refused', async () => {
    const { environment } = await machine();
    const { TILLSTONE_QR_URL: _url, TILLSTONE_QR_USER: _user, TILLSTONE_QR_PASSWORD: _password, ...others } = environment;
    expect(await pay(others)).toMatchObject({ exitCode: 64, json: { error: { kind: 'no-qr-service' } } });
  });

  it('is cancelled by Ctrl+C: what the customer does after that is declined', async () => {
    const { environment, qr } = await machine();
    const answering = pay(environment);
    const { tranId } = await qr.control.untilWaiting();
    process.emit('SIGINT', 'SIGINT');
    expect(await answering).toMatchObject({ exitCode: 11, json: { outcome: 'cancelled', reason: 'cancelled-by-cashier' } });
    expect(qr.control.scan({ tranId }).isAccepted).toBe(false);
    expect(qr.ledger().payments).toMatchObject([{ state: 'reversed', reversalReason: 'CANCELLED' }]);
  });

  it.each([
    ['--amount', ['qr', 'pay', '--amount', '1e3', '--reference', '1']],
    ['--reference', ['qr', 'pay', '--amount', '1.00', '--reference', '']],
    ['--override', ['qr', 'pay', '--amount', '1.00', '--reference', '1', '--override', ' ']],
  ])('names %s where something is wrong with it, and asks for nothing', async (option, words) => {
    const { environment, qr } = await machine();
    const answer = await till(environment, ...words);
    expect(answer.exitCode).toBe(64);
    expect(answer.lines.join('\n')).toContain(option);
    expect(qr.requests()).toEqual([]);
  });
});

describe('till qr pay --no-wait', () => {
  it('ends as soon as the code may be scanned; the payment goes on, and is confirmed', async () => {
    const { environment, qr } = await machine();
    const answer = await pay(environment, '--no-wait');
    const { tranId } = await qr.control.untilWaiting();
    expect(answer).toMatchObject({ exitCode: 0, json: { outcome: 'open', payload: expect.stringContaining(tranId) as unknown } });
    // Whoever asks now is told who sells from this folder.
    expect((await pay(environment)).exitCode).toBe(69);
    qr.control.scan({ tranId });
    await qr.control.untilSettled(1);
    await untilLeft(environment['TILLSTONE_DATA_DIR'] ?? '');
    const saleId = (answer.json as { readonly saleId: string }).saleId;
    expect((await till(environment, 'show', saleId)).json).toMatchObject({
      outcome: 'approved',
      codes: [{ state: 'confirmed' }],
    });
  });

  it('says at once what keeps it from a code', async () => {
    const { environment } = await machine();
    expect(await till(environment, 'qr', 'pay', '--amount', '0', '--reference', '1', '--no-wait')).toMatchObject({
      exitCode: 64,
      json: { error: { kind: 'bad-input', problems: [{ field: 'amount' }] } },
    });
  });

  /** The process in the background has let go of the data folder. */
  async function untilLeft(folder: string): Promise<void> {
    await expect
      .poll(() => {
        const lock = takeSellingLock(folder);
        if (lock.ok) lock.value.release();
        return lock.ok;
      })
      .toBe(true);
  }
});

describe('till qr decode', () => {
  it('says what a payload holds, and that the till would pay on it', async () => {
    const { environment } = await machine();
    const answer = await till(environment, 'qr', 'decode', payload);
    expect(answer).toMatchObject({
      exitCode: 0,
      json: {
        isPayable: true,
        tranId: '84b62eba1d2d9c017e08cd853c9f0037',
        objects: [
          { tag: '00', value: '01' },
          { tag: '26', objects: [{ tag: '00', value: 'dev.sim.qr' }, { tag: '01' }] },
        ],
      },
    });
    expect(answer.lines.join('\n')).toContain('26.00  dev.sim.qr');
  });

  it.each([
    ['cut off', payload.slice(0, -1), 'TRUNCATED'],
    ['of another provider', payload.replace('dev.sim.qr', 'org.other.'), 'NO_PROVIDER'],
    ['no payload at all', 'https://pay.example/q/1', 'BAD_TAG'],
    ['empty', '', 'EMPTY'],
  ])('says why the till would not pay on one that is %s (64)', async (_, text, problem) => {
    const { environment } = await machine();
    expect(await till(environment, 'qr', 'decode', text)).toMatchObject({
      exitCode: 64,
      json: { isPayable: false, error: { kind: 'bad-payload', problem } },
    });
  });

  it('wants a payload', async () => {
    const { environment } = await machine();
    expect((await till(environment, 'qr', 'decode')).exitCode).toBe(64);
  });
});

describe('till doctor, where a QR service is set up', () => {
  it('asks for a code, and throws it away', async () => {
    const { environment, qr } = await machine();
    expect((await till(environment, 'doctor')).json).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ check: 'codes', state: 'fine' })]) as unknown,
    });
    expect(qr.ledger()).toMatchObject({ codes: [{ amount: { minor: 1 } }], payments: [], conflicts: [] });
  });

  it.each([
    ['a wrong password', { TILLSTONE_QR_PASSWORD: 'wrong' }, 'user name'],
    ['the codes of another provider', { TILLSTONE_QR_GUID: 'org.example.qr' }, 'code'],
    ['a service that is not there', { TILLSTONE_QR_URL: 'http://127.0.0.1:9/' }, 'reach'],
  ])('finds %s', async (_what, wrong, words) => {
    const { environment } = await machine();
    const { exitCode, json } = await till({ ...environment, ...wrong }, 'doctor');
    expect(exitCode).toBe(69);
    expect(json).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ check: 'codes', state: 'problem', finding: expect.stringContaining(words) as unknown }),
      ]) as unknown,
    });
  });
});
