import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestingClock, type TestingClock } from '../common/testing-clock.ts';
import { openLedger } from './ledger.ts';
import { startQrSimulator, type QrSimulator, type QrSimulatorOptions } from './start-qr-simulator.ts';
import {
  codeRequest,
  confirm,
  confirmation,
  makeCode,
  newId,
  payAtOnce,
  post,
  reverse,
  scan,
  sendPayment,
  type Advised,
} from './testing-client.ts';

let folder: string;
let ledgerFile: string;
let clock: TestingClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qr-ledger-'));
  ledgerFile = join(folder, 'deep', 'ledger.jsonl');
  clock = createTestingClock(Date.parse('2026-03-17T08:42:11.007Z'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function during<Value>(use: (simulator: QrSimulator) => Promise<Value>, options: QrSimulatorOptions = {}): Promise<Value> {
  const simulator = await startQrSimulator({ ledgerFile, clock, ...options });
  try {
    return await use(simulator);
  } finally {
    await simulator.close();
  }
}

/** A payment that waits for its scan. Its answer comes as an error, when the simulator goes. */
async function waiting(simulator: QrSimulator): Promise<Advised & { readonly tranId: string }> {
  const code = await makeCode(simulator);
  const sent = sendPayment(simulator, code);
  await simulator.control.untilWaiting(code.tranId);
  return { id: sent.id, request: sent.request, response: {}, tranId: code.tranId };
}

describe('the ledger', () => {
  it('survives the simulator, which goes on where it was', async () => {
    const before = await during(async (simulator) => {
      const unpaid = await makeCode(simulator);
      const confirmed = await payAtOnce(simulator);
      const advice = confirmation(confirmed);
      await post(simulator, '/payments/confirmations', advice);
      const reversed = await payAtOnce(simulator);
      await reverse(simulator, reversed);
      const open = await payAtOnce(simulator);
      const declined = await payAtOnce(simulator, { kind: 'decline' });
      simulator.control.next({ on: 'pay', fault: { kind: 'cut', applied: false } });
      const lost = await sendPayment(simulator, await makeCode(simulator)).seen;
      expect(lost).toHaveProperty('error');
      const orphan: Advised = { id: newId(), request: { tranId: 'x', thirdPartyIdentifiers: [] }, response: {} };
      await reverse(simulator, orphan);
      await scan(simulator, unpaid.tranId);
      await simulator.control.untilIdle();
      return { ledger: simulator.ledger(), unpaid, confirmed, advice, reversed, open, declined, orphan };
    });
    expect(before.ledger.payments.map(({ state, how }) => `${state} ${how}`)).toEqual([
      'confirmed answered',
      'reversed answered',
      'authorised answered',
      'declined answered',
      'requested cut',
    ]);
    expect(before.ledger.conflicts).toMatchObject([{ kind: 'unknown-request', isBreach: false }]);

    await during(
      async (simulator) => {
        expect(simulator.ledger()).toEqual(before.ledger);
        // Ids are still used, codes and payments are what they were, and so is everybody's money.
        const again = async (path: string, body: unknown): Promise<unknown> =>
          (await post(simulator, path, body)).json?.['errorType'];
        expect(await again('/qrCodes', before.unpaid.request)).toBe('DUPLICATE_RECORD');
        expect(await again('/payments', before.declined.request)).toBe('DUPLICATE_RECORD');
        expect(await again('/payments/confirmations', before.advice)).toBe('DUPLICATE_RECORD');
        simulator.control.set({ replayAdvices: true, rememberOrphans: true });
        expect(await post(simulator, '/payments/confirmations', before.advice)).toMatchObject({ status: 202 });
        expect(await reverse(simulator, before.confirmed)).toMatchObject({ json: { errorType: 'ACCOUNT_ALREADY_SETTLED' } });
        expect(await confirm(simulator, before.open)).toMatchObject({ status: 202 });
        expect(await sendPayment(simulator, before.unpaid, { id: before.orphan.id }).seen).toMatchObject({
          json: { errorType: 'TRANSACTION_NOT_SUPPORTED' },
        });
        simulator.control.next({ customer: 'pays' });
        expect(await sendPayment(simulator, before.unpaid).seen).toMatchObject({ status: 201 });
        await simulator.control.untilIdle();
        const { codes, payments, scans } = simulator.ledger();
        const numbers = [...codes, ...payments, ...scans].map(({ number }) => number);
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(simulator.ledger().partners).toEqual([
          { partnerId: '88021', currency: '710', reservedMinor: 28_450, takenMinor: 2 * 28_450, releasedMinor: 28_450 },
        ]);
      },
      { seed: 1 },
    );
  });

  it('goes on waiting for the scan of a payment that waited, although nobody is left to be told', async () => {
    const paid = await during(waiting);
    await clock.advance(20_000);
    await during(async (simulator) => {
      expect(simulator.control.state().waiting).toMatchObject([{ tranId: paid.tranId, state: 'pending-scan' }]);
      expect(await scan(simulator, paid.tranId)).toMatchObject({ status: 202 });
      await simulator.control.untilLedger(({ payments }) => payments[0]?.state === 'authorised');
      expect(await reverse(simulator, paid)).toMatchObject({ status: 202 });
      expect(simulator.ledger()).toMatchObject({
        payments: [{ state: 'reversed', reservedMinor: 0, releasedMinor: 28_450, how: 'client-gone' }],
        conflicts: [],
      });
    });
  });

  it('gives up a payment whose time has gone by meanwhile, and one whose time goes by now', async () => {
    const [early, late] = await during(async (simulator) => {
      const first = await waiting(simulator);
      await clock.advance(20_000);
      return [first, await waiting(simulator)];
    });
    await clock.advance(40_000);
    await during(async (simulator) => {
      await simulator.control.untilLedger(({ payments }) => payments[0]?.state === 'expired');
      expect(simulator.control.state().waiting).toMatchObject([{ paymentId: late?.id }]);
      await clock.advance(10_000);
      expect(simulator.ledger().payments).toMatchObject([
        { id: early?.id, state: 'expired', errorType: 'NO_SCAN_RECEIVED' },
        { id: late?.id, state: 'expired', errorType: 'NO_SCAN_RECEIVED' },
      ]);
    });
  });

  it('releases what a silent partner kept back, after a restart as well', async () => {
    await during(async (simulator) => {
      const { tranId } = await waiting(simulator);
      simulator.control.scan({ tranId, decision: { kind: 'silent' } });
      await simulator.control.untilLedger(({ payments }) => (payments[0]?.reservedMinor ?? 0) > 0);
    });
    await during(async (simulator) => {
      expect(simulator.ledger().payments).toMatchObject([{ state: 'pending-partner', reservedMinor: 28_450 }]);
      await clock.advance(58_000);
      expect(simulator.ledger()).toMatchObject({
        payments: [{ state: 'expired', errorType: 'UPSTREAM_UNAVAILABLE', reservedMinor: 0, releasedMinor: 28_450 }],
        partners: [{ reservedMinor: 0, takenMinor: 0, releasedMinor: 28_450 }],
      });
    });
  });

  it('does not decide any more for a partner, once the simulator goes', async () => {
    await during(async (simulator) => {
      const { tranId } = await waiting(simulator);
      simulator.control.scan({ tranId });
      void simulator.close();
    });
    await during((simulator) => {
      expect(simulator.ledger().payments).toMatchObject([{ state: 'pending-partner', reservedMinor: 0 }]);
      return Promise.resolve();
    });
  });

  it('has the authorisation on the disk before the answer leaves', async () => {
    await during(async (simulator) => {
      simulator.control.next({ on: 'pay', fault: { kind: 'hold' } });
      const paying = payAtOnce(simulator);
      await simulator.control.untilHeld();
      const text = readFileSync(ledgerFile, 'utf8');
      expect(text).toContain('"state":"authorised"');
      expect(text.match(/"line":"answer"/gu)).toHaveLength(1);
      simulator.control.release();
      await paying;
    });
  });

  it('says once what does not fit, however often it comes', async () => {
    await during(async (simulator) => {
      const paid = await payAtOnce(simulator);
      await confirm(simulator, paid);
      const id = newId();
      for (let time = 0; time < 3; time += 1) await reverse(simulator, paid, 'CANCELLED', { id });
      expect(simulator.ledger().conflicts).toMatchObject([{ kind: 'both-advices', requestId: paid.id, id }]);
    });
    expect(readFileSync(ledgerFile, 'utf8').match(/"line":"conflict"/gu)).toHaveLength(1);
  });

  it("holds no partner's token, no card number and no customer's name", async () => {
    await during(async (simulator) => {
      const paid = await makeCode(simulator, { customer: { firstName: 'Secretname' } });
      const sent = sendPayment(simulator, paid, { partnerPaymentToken: 'tok-from-till' });
      await simulator.control.untilWaiting(paid.tranId);
      await scan(simulator, paid.tranId, { partnerPaymentToken: 'tok-from-partner' });
      const seen = await sent.seen;
      expect(seen.text).not.toMatch(/tok-from/u);
    });
    expect(readFileSync(ledgerFile, 'utf8')).not.toMatch(/tok-from|Secretname/u);
  });

  it('does not give out a code a second time, although its seed comes again', async () => {
    const seed = 5;
    const first = await during(async (simulator) => (await makeCode(simulator)).tranId, { seed });
    const second = await during(async (simulator) => (await makeCode(simulator)).tranId, { seed });
    expect(second).not.toBe(first);
  });

  it('forgets a line that was being written when the simulator was killed', () => {
    const first = openLedger(ledgerFile, clock);
    first.noteId('one', 'createQrCode', true);
    first.close();
    const whole = readFileSync(ledgerFile, 'utf8');
    appendFileSync(ledgerFile, '{"line":"id","number":2,"i');
    const second = openLedger(ledgerFile, clock);
    expect(second.usedId('one')).toEqual({ by: 'createQrCode' });
    second.noteId('two', 'occupied', true);
    second.close();
    const lines = readFileSync(ledgerFile, 'utf8');
    expect(lines.startsWith(whole)).toBe(true);
    expect(lines.trimEnd().split('\n')).toHaveLength(2);
  });

  it.each(['not JSON', '{"line":"something","number":1}', '{"line":"id"}', '[]'])(
    'refuses a file that is no ledger: %s',
    async (line) => {
      openLedger(ledgerFile, clock).close();
      writeFileSync(ledgerFile, `${line}\n`);
      await expect(startQrSimulator({ ledgerFile })).rejects.toThrow('line 1 is not a ledger entry');
    },
  );

  it('is left alone where the port is taken', async () => {
    const other = await startQrSimulator();
    await expect(startQrSimulator({ ledgerFile, port: other.port })).rejects.toThrow('EADDRINUSE');
    await other.close();
    await during(async (simulator) => {
      expect(await post(simulator, '/qrCodes', codeRequest())).toMatchObject({ status: 201 });
    });
  });
});
