import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBdsSimulator, type BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { startBillpaySimulator, type BillpaySimulator } from '../../simulators/billpay/start-billpay-simulator.ts';
import { takeSellingLock } from '../journal/selling-lock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { Answer } from './answer.ts';
import { answerTo } from './run-command-line.ts';

type Environment = Record<string, string>;

async function machine(): Promise<{ bds: BdsSimulator; billpay: BillpaySimulator; environment: Environment; folder: string }> {
  const bds = await startBdsSimulator();
  const billpay = await startBillpaySimulator();
  onTestFinished(async () => {
    await bds.close();
    await billpay.close();
  });
  const folder = temporaryFolder();
  const environment = {
    TILLSTONE_DATA_DIR: folder,
    TILLSTONE_BDS_URL: bds.url,
    TILLSTONE_BDS_USER: bds.user,
    TILLSTONE_BDS_PASSWORD: bds.password,
    TILLSTONE_BILLPAY_URL: billpay.url,
    TILLSTONE_BILLPAY_USER: billpay.user,
    TILLSTONE_BILLPAY_PASSWORD: billpay.password,
    TILLSTONE_ADVICE_INTERVAL_MS: '20',
    TILLSTONE_INSTITUTION_ID: billpay.user,
    TILLSTONE_INSTITUTION_NAME: 'Kgale Hill Stores',
    TILLSTONE_MERCHANT_ID: 'KGALE0000012345',
    TILLSTONE_MERCHANT_TYPE: '5411',
    TILLSTONE_MERCHANT_NAME: 'Kgale Hill Grocer',
    TILLSTONE_MERCHANT_CITY: 'Gaborone',
    TILLSTONE_MERCHANT_REGION: 'SE',
    TILLSTONE_MERCHANT_COUNTRY: 'BW',
    TILLSTONE_TERMINAL_ID: 'TILL0007',
  };
  return { bds, billpay, environment, folder };
}

/** What a person was told, before the answer. */
const said: string[] = [];
const till = (environment: Environment, ...words: string[]): Promise<Answer> =>
  answerTo([...words, '--json'], environment, (line) => said.push(line));
const pressCtrlC = (): void => void process.emit('SIGINT', 'SIGINT');
const account = 'BW0417733021';
const pay = (environment: Environment, amount: string, ...more: string[]): Promise<Answer> =>
  till(environment, 'bill', 'pay', '--account', account, '--amount', amount, ...more);

describe('till bill look-up', () => {
  it('says what is due, and moves no money', async () => {
    const { environment, billpay } = await machine();
    expect(await till(environment, 'bill', 'look-up', '--biller', '700031', '--account', account)).toMatchObject({
      exitCode: 0,
      json: { isOffered: true, reference: account, balance: { amountMinor: 48_650 }, mayPayLess: true, mayPayMore: false },
    });
    expect(billpay.ledger().payments).toEqual([]);
  });

  it.each([
    ['a reference too short', ['--account', '12345'], 64],
    ['no reference', [], 64],
    ['a biller that the service does not have', ['--account', account, '--biller', 'Nobody'], 64],
    ['a kind that there is not', ['--account', account, '--kind', 'tax'], 64],
    ['an account that nobody knows', ['--account', 'BW9999999999'], 12],
  ])('refuses %s', async (_, words, exitCode) => {
    const { environment } = await machine();
    expect((await till(environment, 'bill', 'look-up', ...words)).exitCode).toBe(exitCode);
  });
});

describe('till bill pay', () => {
  it.each([
    ['cash', ['--tender', 'cash', '--handed', '120'], { cash: { amountMinor: 10_000, handedMinor: 12_000, changeMinor: 2_000 } }],
    ['card', ['--tender', 'card'], { paymentMethod: 'VisaCredit' }],
    ['both', ['--tender', 'split', '--cash', '40'], { cash: { amountMinor: 4_000 }, paymentMethod: 'VisaCredit' }],
  ])('takes %s, and the biller is told that it is paid, once', async (_, words, expected) => {
    const { environment, billpay } = await machine();
    const answer = await pay(environment, '100.00', ...words);
    expect(answer).toMatchObject({
      exitCode: 0,
      json: {
        outcome: 'approved',
        amountMinor: 10_000,
        bills: [{ state: 'confirmed', approvedMinor: 10_000 }],
        advicesWaiting: 0,
        ...expected,
      },
    });
    expect(billpay.ledger().payments).toMatchObject([{ state: 'confirmed', requestedMinor: 10_000 }]);
    expect(billpay.ledger().conflicts).toEqual([]);
  });

  it('takes the bill back where the card is declined (10), and says what cash to give back', async () => {
    const { environment, billpay } = await machine();
    const answer = await pay(environment, '100.01', '--tender', 'split', '--cash', '40');
    expect(answer).toMatchObject({ exitCode: 10, json: { outcome: 'abandoned', bills: [{ state: 'reversed' }] } });
    expect(answer.lines.join('\n')).toContain('GIVE BACK $40.00');
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reversed' }]);
  });

  it('is cancelled by Ctrl+C while the biller is asked: what it reserves after that is given back (11)', async () => {
    const { environment, billpay } = await machine();
    billpay.control.next({ on: 'payment', fault: { kind: 'hold' } });
    const answering = pay(environment, '100.00', '--tender', 'cash');
    await billpay.control.untilHeld();
    pressCtrlC();
    billpay.control.release();
    expect(await answering).toMatchObject({
      exitCode: 11,
      json: { outcome: 'abandoned', bills: [{ state: 'reversed' }], advicesWaiting: 0 },
    });
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reversed' }]);
  });

  it('is left by Ctrl+C twice without waiting for the biller, and the next till gives the bill back', async () => {
    const { environment, billpay } = await machine();
    billpay.control.next({ on: 'payment', fault: { kind: 'hold' } });
    said.length = 0;
    const answering = pay(environment, '100.00', '--tender', 'cash');
    await billpay.control.untilHeld();
    pressCtrlC();
    expect(said.at(-1)).toContain('Press Ctrl+C once more');
    pressCtrlC();
    expect(await answering).toMatchObject({ exitCode: 11, json: { outcome: 'abandoned', bills: [{ state: 'requested' }] } });
    billpay.control.release();
    await billpay.control.untilIdle();
    expect((await till(environment, 'advices', 'drain', '--timeout-s', '5')).exitCode).toBe(0);
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reversed' }]);
  });

  it('cannot be cancelled while the card is at the terminal, says so, and is left unknown at the second Ctrl+C (20)', async () => {
    const { environment, bds, billpay } = await machine();
    bds.control.next({ customer: { kind: 'hold' } });
    said.length = 0;
    const answering = pay(environment, '100.00', '--tender', 'card');
    await bds.control.untilBegun();
    pressCtrlC();
    expect(said.at(-1)).toContain('The terminal cannot be cancelled');
    pressCtrlC();
    expect(await answering).toMatchObject({
      exitCode: 20,
      json: { outcome: 'outcome-unknown', reason: 'till-stopped', bills: [{ state: 'reserved' }] },
    });
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reserved' }]);
  });

  it('freezes the bill where the card’s outcome is unknown (20), until a person has found out', async () => {
    const { environment, billpay } = await machine();
    const unknown = await pay(environment, '100.82', '--tender', 'card');
    expect(unknown).toMatchObject({ exitCode: 20, json: { outcome: 'outcome-unknown', bills: [{ state: 'reserved' }] } });
    expect((await pay(environment, '100.82', '--tender', 'cash')).exitCode).toBe(13);
    expect(await till(environment, 'advices', 'drain', '--timeout-s', '1')).toMatchObject({ exitCode: 0, json: { waiting: 0 } });
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reserved' }]);

    const statement = ['--evidence', '690489', '--reason', 'read off the slip'];
    await till(environment, 'resolve', String(unknown.json['number']), '--charged', ...statement);
    expect(await till(environment, 'advices', 'drain', '--timeout-s', '60')).toMatchObject({ exitCode: 0 });
    expect(billpay.ledger().payments).toMatchObject([{ state: 'confirmed' }]);
  });

  it('keeps what the service could not be told (21), and tells it when it is back', async () => {
    const { environment, billpay } = await machine();
    billpay.control.always({ on: 'advice', fault: { kind: 'status', status: 500 } });
    const paid = await pay(environment, '100.00', '--tender', 'cash');
    expect(paid).toMatchObject({
      exitCode: 0,
      json: { outcome: 'approved', advicesWaiting: 1, bills: [{ state: 'confirming' }] },
    });
    expect((await till(environment, 'advices', 'drain', '--timeout-s', '0')).exitCode).toBe(21);
    expect((await till(environment, 'advices', 'list')).json).toMatchObject({
      advices: [{ kind: 'confirmation', state: 'waiting' }],
    });
    await billpay.control.reset();
    expect(await till(environment, 'advices', 'drain', '--timeout-s', '60')).toMatchObject({ exitCode: 0, json: { waiting: 0 } });
    expect(billpay.ledger().payments).toMatchObject([{ state: 'confirmed' }]);
  });

  it.each([
    ['no tender', ['--amount', '1.00']],
    ['a tender that there is not', ['--amount', '1.00', '--tender', 'shells']],
    ['a split without its cash', ['--amount', '1.00', '--tender', 'split']],
    ['an amount that is none', ['--amount', '1e3', '--tender', 'cash']],
  ])('says 64 for %s, and reserves nothing', async (_, words) => {
    const { environment, billpay } = await machine();
    expect((await till(environment, 'bill', 'pay', '--account', account, ...words)).exitCode).toBe(64);
    expect(billpay.ledger().payments).toEqual([]);
  });
});

describe('the limits of a bill', () => {
  const fine = ['fine', '--notice', 'TN-2026-0093317'];
  const policy = ['policy', '--policy', 'PL-77-100234'];

  it.each([
    ['less than the least', ['pay', '--account', account], '49.99', 'below-least', '$50.00 or more'],
    ['more than is due', ['pay', '--account', account], '486.51', 'above-most', 'at most $486.50'],
    ['more than the most', ['pay', '--account', 'BW0417733047'], '1000.01', 'above-most', 'at most $1,000.00'],
    ['a part of a fine', [...fine], '299.99', 'below-least', '$300.00 or more'],
    ['more than a fine', [...fine], '300.01', 'above-most', 'at most $300.00'],
    ['a part of a policy', [...policy], '189.89', 'below-least', '$189.90 or more'],
    ['what is paid already', ['pay', '--account', 'BW0417733039'], '60.00', 'nothing-to-pay', 'nothing to pay'],
  ])('keep %s from being requested, and say so at the amount (64)', async (_, words, amount, code, said) => {
    const { environment, billpay } = await machine();
    const answer = await till(environment, 'bill', ...words, '--amount', amount, '--tender', 'cash');
    const problem = { field: 'amount', option: '--amount', code, message: expect.stringContaining(said) as unknown };
    expect(answer).toMatchObject({ exitCode: 64, json: { error: { kind: 'bad-input', problems: [problem] } } });
    expect(answer.lines.at(-1)).toMatch(/^--amount: /u);
    expect([billpay.control.receivedCount('lookup'), billpay.control.receivedCount('payment')]).toEqual([1, 0]);
    expect((await till(environment, 'history')).json).toMatchObject({ sales: [] });
  });

  it.each([
    ['the least', ['pay', '--account', account], '50.00', 5_000],
    ['all that is due', ['pay', '--account', account], '486.50', 48_650],
    ['exactly a fine', [...fine], '300.00', 30_000],
    ['more than a policy', [...policy], '200.00', 20_000],
  ])('let %s through', async (_, words, amount, amountMinor) => {
    const { environment, billpay } = await machine();
    const answer = await till(environment, 'bill', ...words, '--amount', amount, '--tender', 'cash');
    expect(answer).toMatchObject({ exitCode: 0, json: { outcome: 'approved', amountMinor } });
    expect(billpay.ledger().payments).toMatchObject([{ state: 'confirmed' }]);
  });

  it('are the service’s business with --no-look-up', async () => {
    const { environment, billpay } = await machine();
    const answer = await pay(environment, '49.99', '--tender', 'cash', '--no-look-up');
    expect(answer).toMatchObject({ exitCode: 10, json: { outcome: 'declined', bills: [{ state: 'declined' }] } });
    expect([billpay.control.receivedCount('lookup'), billpay.control.receivedCount('payment')]).toEqual([0, 1]);
  });

  it.each([
    ['is not offered', 501],
    ['fails', 500],
  ])('are the service’s business where a look-up %s', async (_, status) => {
    const { environment, billpay } = await machine();
    billpay.control.next({ on: 'lookup', fault: { kind: 'status', status } });
    expect(await pay(environment, '100.00', '--tender', 'cash')).toMatchObject({ exitCode: 0, json: { outcome: 'approved' } });
    expect(billpay.ledger().payments).toMatchObject([{ state: 'confirmed' }]);
  });

  it('are not asked for where the amount is none, and its option is named', async () => {
    const { environment, billpay } = await machine();
    const answer = await pay(environment, '1e3', '--tender', 'cash');
    expect(answer).toMatchObject({ exitCode: 64, json: { error: { problems: [{ option: '--amount' }] } } });
    expect(billpay.control.receivedCount('lookup')).toBe(0);
    const noNotice = await till(environment, 'bill', 'fine', '--amount', '300', '--tender', 'cash');
    expect(noNotice).toMatchObject({ exitCode: 64, json: { error: { problems: [{ option: '--notice', code: 'required' }] } } });
  });
});

describe('till advices', () => {
  it('lists beside a running till, and names a file that is none of ours', async () => {
    const { environment, billpay, folder } = await machine();
    billpay.control.always({ on: 'advice', fault: { kind: 'status', status: 500 } });
    await pay(environment, '100.00', '--tender', 'cash');
    writeFileSync(join(folder, 'advices', 'holiday.json'), 'not ours');
    const lock = takeSellingLock(folder);
    onTestFinished(() => {
      if (lock.ok) lock.value.release();
    });
    const list = await till(environment, 'advices', 'list');
    expect(list.json).toMatchObject({ advices: [{ state: 'waiting' }], setAside: [{ file: 'holiday.json' }] });
    expect((await till(environment, 'doctor')).json).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ check: 'advices', state: 'warning' })]) as unknown,
    });
    expect((await till(environment, 'advices', 'drain')).exitCode).toBe(69);
  });

  it('tells nobody anything out of a journal that is damaged (12)', async () => {
    const { environment, billpay, folder } = await machine();
    billpay.control.always({ on: 'advice', fault: { kind: 'status', status: 500 } });
    await pay(environment, '100.00', '--tender', 'cash');
    await billpay.control.reset();
    const journal = join(folder, 'journal.sqlite');
    const bytes = readFileSync(journal);
    bytes.write('9', bytes.indexOf('"amountMinor":10000') + '"amountMinor":'.length);
    writeFileSync(journal, bytes);
    expect(await till(environment, 'advices', 'drain', '--timeout-s', '5')).toMatchObject({
      exitCode: 12,
      json: { error: { kind: 'journal-damaged' } },
    });
    expect(billpay.control.receivedCount('advice')).toBe(0);
  });

  it('send again what was refused, when a person says so', async () => {
    const { environment, billpay } = await machine();
    billpay.control.always({ on: 'advice', fault: { kind: 'status', status: 503 } });
    await pay(environment, '100.00', '--tender', 'cash');
    const { json } = await till(environment, 'advices', 'list');
    const [advice] = json['advices'] as readonly { adviceId: string; state: string }[];
    expect(advice?.state).toBe('needs-attention');
    await billpay.control.reset();
    expect((await till(environment, 'advices', 'retry', String(advice?.adviceId))).exitCode).toBe(0);
    expect(billpay.ledger().payments).toMatchObject([{ state: 'confirmed' }]);
    expect((await till(environment, 'advices', 'retry', String(advice?.adviceId))).exitCode).toBe(64);
  });
});
