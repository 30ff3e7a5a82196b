import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type LedgerFact } from './ledger.ts';
import { startBdsSimulator, type BdsSimulator } from './start-bds-simulator.ts';
import { jsonOf, postTransaction, properRequest } from './testing-client.ts';

let folder: string;
let ledgerFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bds-ledger-'));
  ledgerFile = join(folder, 'deep', 'ledger.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function during<Value>(use: (simulator: BdsSimulator) => Promise<Value>): Promise<Value> {
  const simulator = await startBdsSimulator({ ledgerFile });
  try {
    return await use(simulator);
  } finally {
    await simulator.close();
  }
}

const turnedAway: LedgerFact = { kind: 'not-charged', reference: 'r', why: 'bad-request' };

describe('the ledger', () => {
  it('survives the simulator, and ids go on', async () => {
    const before = await during(async (simulator) => {
      await postTransaction(simulator);
      await postTransaction(simulator, { ...properRequest, Amount: '12.01' });
      simulator.control.next({ fault: { kind: 'close-after-charging' } });
      await postTransaction(simulator);
      await simulator.control.untilIdle();
      return simulator.ledger();
    });
    expect(before).toMatchObject([
      { number: 1, kind: 'charged', transactionId: 690_489, how: 'answered' },
      { number: 2, kind: 'not-charged', transactionId: 690_490, how: 'answered' },
      { number: 3, kind: 'charged', transactionId: 690_491, how: 'close-after-charging' },
    ]);
    await during(async (simulator) => {
      expect(simulator.ledger()).toEqual(before);
      expect(jsonOf(await postTransaction(simulator))).toMatchObject({ TransactionId: 690_492 });
      expect(simulator.ledger().at(-1)).toMatchObject({ number: 4 });
    });
  });

  it('has the charge on the disk before the answer leaves', async () => {
    await during(async (simulator) => {
      simulator.control.next({ fault: { kind: 'late-answer', delayMs: 60_000 } });
      void postTransaction(simulator);
      await simulator.control.untilBegun();
      await expect.poll(() => readFileSync(ledgerFile, 'utf8')).toContain('"transactionId":690489');
      expect(readFileSync(ledgerFile, 'utf8')).toContain('"how":"pending"');
    });
  });

  it('forgets a line that was being written when the simulator was killed', () => {
    const first = openLedger(ledgerFile);
    first.write(turnedAway);
    first.close();
    const whole = readFileSync(ledgerFile, 'utf8');
    appendFileSync(ledgerFile, '{"kind":"charged","number":2,"transac');
    const second = openLedger(ledgerFile);
    expect(second.entries()).toHaveLength(1);
    expect(second.write(turnedAway)).toBe(2);
    second.close();
    const lines = readFileSync(ledgerFile, 'utf8');
    expect(lines.startsWith(whole)).toBe(true);
    expect(lines.trimEnd().split('\n')).toHaveLength(2);
  });

  it.each(['not JSON', '{"kind":"something","number":1}', '[]'])('refuses a file that is no ledger: %s', async (line) => {
    openLedger(ledgerFile).close();
    writeFileSync(ledgerFile, `${line}\n`);
    await expect(startBdsSimulator({ ledgerFile })).rejects.toThrow('line 1 is not a ledger entry');
  });

  it('lives in memory without a file', () => {
    const ledger = openLedger(undefined);
    const number = ledger.write(turnedAway);
    expect(ledger.entries()).toMatchObject([{ number, answered: false, how: 'pending' }]);
    ledger.answer(number, { answered: true, how: 'answered' });
    expect(ledger.entries()).toMatchObject([{ number, answered: true, how: 'answered' }]);
    ledger.close();
  });
});
