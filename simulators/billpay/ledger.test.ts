import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from './ledger.ts';
import { startBillpaySimulator, type BillpaySimulator, type BillpaySimulatorOptions } from './start-billpay-simulator.ts';
import { confirm, issuerReferenceOf, newId, pay, payment, post, refund, reverse, transaction } from './testing-client.ts';

let folder: string;
let ledgerFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'billpay-ledger-'));
  ledgerFile = join(folder, 'deep', 'ledger.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function during<Value>(
  use: (simulator: BillpaySimulator) => Promise<Value>,
  options: BillpaySimulatorOptions = {},
): Promise<Value> {
  const simulator = await startBillpaySimulator({ ledgerFile, ...options });
  try {
    return await use(simulator);
  } finally {
    await simulator.close();
  }
}

describe('the ledger', () => {
  it('survives the simulator, which goes on where it was', async () => {
    const { ledger, open, confirmed, adviceId } = await during(async (simulator) => {
      const first = await pay(simulator, {}, 10_000);
      const id = newId();
      await confirm(simulator, first, id);
      simulator.control.next({ on: 'payment', fault: { kind: 'cut', applied: true } });
      const second = await pay(simulator, {}, 20_000);
      await reverse(simulator, await pay(simulator, { accountRef: 'UNKNOWN-1' }));
      simulator.control.next({ on: 'payment', fault: { kind: 'hang', applied: false } });
      const silent = new AbortController();
      const lost = newId();
      const waiting = post(simulator, `/payments/${lost}`, payment(lost), { signal: silent.signal });
      await simulator.control.untilLedger(({ payments }) => payments.length === 4);
      silent.abort();
      await waiting;
      await simulator.control.untilIdle();
      return { ledger: simulator.ledger(), open: second, confirmed: first, adviceId: id };
    });
    expect(ledger.payments.map(({ state, how }) => `${state} ${how}`)).toEqual([
      'confirmed answered',
      'reserved cut',
      'declined answered',
      'requested hang',
    ]);

    await during(async (simulator) => {
      expect(simulator.ledger()).toEqual(ledger);
      // Ids are still used, states are known, and what is due is what it was.
      const again = await post(simulator, `/payments/${confirmed.id}`, confirmed.request);
      expect(again).toMatchObject({ json: { errorType: 'DUPLICATE_RECORD' } });
      expect(await confirm(simulator, confirmed, adviceId)).toMatchObject({ status: 202 });
      const id = newId();
      expect(await post(simulator, `/accountLookups/${id}`, transaction(id, { accountRef: 'BW0417733021' }))).toMatchObject({
        json: { amounts: { balanceAmount: { amount: 18_650 } } },
      });
      expect(await reverse(simulator, open)).toMatchObject({ status: 202 });
      const refundId = newId();
      expect(
        await post(simulator, `/refunds/${refundId}`, refund(refundId, issuerReferenceOf(confirmed.response))),
      ).toMatchObject({ status: 201 });
      await simulator.control.untilIdle();
      const numbers = [...simulator.ledger().payments, ...simulator.ledger().refunds].map(({ number }) => number);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(simulator.ledger().conflicts).toMatchObject([
        { kind: 'declined-request', isBreach: false },
        { kind: 'repeated-request', isBreach: true },
      ]);
    });
  });

  it('has the reservation on the disk before the answer leaves', async () => {
    await during(async (simulator) => {
      simulator.control.next({ on: 'payment', fault: { kind: 'hold' } });
      const paying = pay(simulator);
      await simulator.control.untilHeld();
      expect(readFileSync(ledgerFile, 'utf8')).toContain('"state":"reserved"');
      expect(readFileSync(ledgerFile, 'utf8')).not.toContain('"line":"answer"');
      simulator.control.release();
      await paying;
    });
  });

  it('says once what does not fit, however often it comes', async () => {
    await during(async (simulator) => {
      const paid = await pay(simulator);
      await confirm(simulator, paid);
      const adviceId = newId();
      for (let time = 0; time < 3; time += 1) await reverse(simulator, paid, adviceId);
      expect(simulator.ledger().conflicts).toMatchObject([{ kind: 'both-advices', requestId: paid.id, id: adviceId }]);
    });
    expect(readFileSync(ledgerFile, 'utf8').match(/"line":"conflict"/gu)).toHaveLength(1);
  });

  it('remembers that the service forgot', async () => {
    const paid = await during(async (simulator) => {
      const one = await pay(simulator);
      simulator.control.forget();
      return one;
    });
    await during(async (simulator) => {
      expect(await confirm(simulator, paid)).toMatchObject({ json: { errorType: 'UNABLE_TO_LOCATE_RECORD' } });
    });
  });

  it('survives the test server, whose memory does not', async () => {
    const accountRef = '2100000047';
    const paid = await during(async (simulator) => pay(simulator, { accountRef }), { mode: 'peer' });
    await during(
      async (simulator) => {
        expect(simulator.ledger().payments).toMatchObject([{ id: paid.id, state: 'reserved', reference: accountRef }]);
        expect(await confirm(simulator, paid)).toMatchObject({ json: { errorType: 'UNABLE_TO_LOCATE_RECORD' } });
      },
      { mode: 'peer' },
    );
  });

  it('holds no card number and no security code of a payment method', async () => {
    await during(async (simulator) => {
      await pay(simulator, {
        paymentMethods: [{ type: 'CARD', pan: '4576120000003390', pin: { type: 'CLEAR_PIN', pin: '9157' } }],
      });
    });
    expect(readFileSync(ledgerFile, 'utf8')).not.toMatch(/4576120000003390|9157/u);
  });

  it('forgets a line that was being written when the simulator was killed', () => {
    const first = openLedger(ledgerFile);
    first.useId('one', 'createAccountPayment');
    first.close();
    const whole = readFileSync(ledgerFile, 'utf8');
    appendFileSync(ledgerFile, '{"line":"id","number":2,"i');
    const second = openLedger(ledgerFile);
    expect(second.usedId('one')).toBeDefined();
    expect(second.useId('two', 'createAccountPayment')).toBe(2);
    second.close();
    const lines = readFileSync(ledgerFile, 'utf8');
    expect(lines.startsWith(whole)).toBe(true);
    expect(lines.trimEnd().split('\n')).toHaveLength(2);
  });

  it.each(['not JSON', '{"line":"something","number":1}', '{"line":"id"}', '[]'])(
    'refuses a file that is no ledger: %s',
    async (line) => {
      openLedger(ledgerFile).close();
      writeFileSync(ledgerFile, `${line}\n`);
      await expect(startBillpaySimulator({ ledgerFile })).rejects.toThrow('line 1 is not a ledger entry');
    },
  );
});
