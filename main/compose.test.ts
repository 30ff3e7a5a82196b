import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compose } from './compose.ts';
import { silentLogger } from './ports/logger.ts';
import { printInTheWindow } from './ports/slip-printer.ts';
import { chargesOf, openTill, order, postsOf, sellTo, settingsFor, simulatorFor, snapshotOf } from './testing/open-till.ts';

/** The whole till without a window, over real sockets and a real journal. */

describe('a card payment', () => {
  it('is approved, and the till says what the terminal charged', async () => {
    const simulator = await simulatorFor();
    const sale = await sellTo(openTill(settingsFor(simulator)), order('12.23'));
    const [entry] = simulator.ledger();
    expect(sale).toMatchObject({ outcome: 'approved', amountMinor: 1223, feeMinor: 35, number: 1, reference: '987987' });
    expect(entry).toMatchObject({ kind: 'charged', amount: '12.23', feeAmount: '0.35', reference: '987987' });
    expect(sale.card?.transactionId).toBe(String(entry?.kind === 'charged' && entry.transactionId));
  });

  it.each([
    ['12.01', 'declined', 'declined-by-issuer'],
    ['12.02', 'cancelled', 'cancelled-by-customer'],
    ['12.05', 'cancelled', 'customer-too-slow'],
    ['12.51', 'cancelled', 'amount-declined-by-customer'],
    ['12.06', 'failed', 'issuer-unreachable'],
    ['12.82', 'outcome-unknown', 'connection-lost'],
  ])('of %s ends %s (%s)', async (amount, outcome, code) => {
    const sale = await sellTo(openTill(settingsFor(await simulatorFor())), order(amount));
    expect(sale).toMatchObject({ outcome, reason: { code } });
  });

  it('is asked for once, however often and from however many windows it is ordered', async () => {
    const simulator = await simulatorFor();
    const till = openTill(settingsFor(simulator));
    const asked = order();
    const replies = await Promise.all(Array.from({ length: 50 }, () => till.call('sale/begin', asked)));
    await till.decided(asked.saleId);
    const after = await till.call('sale/begin', asked);
    expect(replies.every((reply) => reply.ok && reply.value.saleId === asked.saleId)).toBe(true);
    expect(after).toMatchObject({ ok: true, value: { outcome: 'approved' } });
    expect([postsOf(simulator), chargesOf(simulator)]).toEqual([1, 1]);
  });

  it('keeps every other sale waiting outside until the customer has gone', async () => {
    const simulator = await simulatorFor();
    simulator.control.next({ customer: { kind: 'hold' } });
    const till = openTill(settingsFor(simulator));
    const first = order();
    await till.call('sale/begin', first);
    const others = await Promise.all(
      Array.from({ length: 50 }, (_, index) => till.call('sale/begin', order('5.00', `bill ${index}`))),
    );
    expect(
      others.every((reply) => !reply.ok && reply.failure.kind === 'terminal-busy' && reply.failure.saleId === first.saleId),
    ).toBe(true);
    await simulator.control.untilBegun();
    simulator.control.release({ kind: 'approve' });
    expect(await till.decided(first.saleId)).toMatchObject({ outcome: 'approved' });
    expect(postsOf(simulator)).toBe(1);
  });

  it('refuses an id that was used for something else', async () => {
    const till = openTill(settingsFor(await simulatorFor()));
    const asked = order();
    await sellTo(till, asked);
    const other = await till.call('sale/begin', { ...asked, input: { ...asked.input, amount: '13.00' } });
    expect(other).toMatchObject({ ok: false, failure: { kind: 'id-reused' } });
  });

  it('is shown to every window until the cashier has seen how it ended', async () => {
    const simulator = await simulatorFor();
    simulator.control.next({ customer: { kind: 'hold' } });
    const till = openTill(settingsFor(simulator));
    const asked = order();
    await till.call('sale/begin', asked);
    expect((await snapshotOf(till)).counter).toMatchObject({ kind: 'taking', sale: { saleId: asked.saleId } });
    await simulator.control.untilBegun();
    simulator.control.release();
    await till.decided(asked.saleId);
    await till.call('sale/dismiss', { saleId: randomUUID() });
    expect((await snapshotOf(till)).counter).toMatchObject({ kind: 'decided' });
    await till.call('sale/dismiss', { saleId: asked.saleId });
    expect((await snapshotOf(till)).counter).toEqual({ kind: 'free' });
  });
});

describe('a terminal that cannot take a card', () => {
  it.each([
    ['no-terminal', 2],
    ['not-available', 3],
  ] as const)('is %s: no sale is begun and nothing is sent', async (state, code) => {
    const simulator = await simulatorFor();
    simulator.control.always({ status: { kind: 'code', code } });
    const till = openTill(settingsFor(simulator));
    expect(await till.call('sale/begin', order())).toMatchObject({ ok: false, failure: { kind: 'terminal-not-ready', state } });
    expect(postsOf(simulator)).toBe(0);
    expect(await till.call('history/list', { limit: 10 })).toMatchObject({ ok: true, value: { sales: [] } });
  });

  it('may be asked where its state cannot be determined', async () => {
    const simulator = await simulatorFor();
    simulator.control.always({ status: { kind: 'code', code: 0 } });
    expect(await sellTo(openTill(settingsFor(simulator)))).toMatchObject({ outcome: 'approved' });
  });

  it('whose service is not running is named, and nothing is begun', async () => {
    const simulator = await simulatorFor();
    const till = openTill(settingsFor(simulator));
    simulator.control.refuse({ dropConnections: true });
    expect(await till.call('sale/begin', order())).toMatchObject({
      ok: false,
      failure: { kind: 'terminal-not-ready', state: 'service-down' },
    });
  });
});

describe('an unknown outcome', () => {
  it('keeps the same bill from being charged again, until a person says how it ended', async () => {
    const simulator = await simulatorFor();
    const till = openTill(settingsFor(simulator));
    const sale = await sellTo(till, order('12.82'));
    expect((await snapshotOf(till)).unresolved).toMatchObject([{ saleId: sale.saleId }]);

    const again = await till.call('sale/begin', order('12.82', ' 987987 '));
    expect(again).toMatchObject({ ok: false, failure: { kind: 'blocked', earlier: [sale.saleId] } });
    expect([postsOf(simulator), chargesOf(simulator)]).toEqual([1, 1]);

    const verdict = { saleId: sale.saleId, verdict: 'charged', evidence: '690489', reason: 'read off the slip' } as const;
    expect(await till.call('sale/resolve', verdict)).toMatchObject({
      ok: true,
      value: { outcome: 'approved', resolution: { verdict: 'charged', evidence: '690489' } },
    });
    expect((await snapshotOf(till)).unresolved).toEqual([]);
    expect(await till.call('sale/resolve', verdict)).toMatchObject({ ok: false, failure: { kind: 'not-unresolved' } });
    expect(await sellTo(till, order('12.00'))).toMatchObject({ outcome: 'approved' });
  });

  it('does not keep other bills, or other amounts, from being paid', async () => {
    const till = openTill(settingsFor(await simulatorFor()));
    await sellTo(till, order('12.82'));
    expect(await sellTo(till, order('12.00'))).toMatchObject({ outcome: 'approved' });
    expect(await sellTo(till, order('12.83', 'another'))).toMatchObject({ outcome: 'outcome-unknown' });
  });

  it('can be overridden with a reason, which stays on the record', async () => {
    const till = openTill(settingsFor(await simulatorFor()));
    const earlier = await sellTo(till, order('12.82'));
    const second = { ...order('12.82'), overrideReason: ' slip says declined ' };
    const sale = await sellTo(till, second);
    expect(sale.override).toEqual({ reason: 'slip says declined', earlier: [earlier.saleId] });
    const blank = await till.call('sale/begin', { ...order('12.82'), overrideReason: '  ' });
    expect(blank).toMatchObject({ ok: false, failure: { kind: 'blocked' } });
  });

  it('is found by the next till, before anything is sold, where the till died while the customer was paying', async () => {
    const simulator = await simulatorFor();
    simulator.control.next({ customer: { kind: 'hold' } });
    const settings = settingsFor(simulator);
    const first = openTill(settings);
    const asked = order();
    await first.call('sale/begin', asked);
    await simulator.control.untilBegun();
    await first.close();
    simulator.control.release({ kind: 'approve' });
    await simulator.control.untilFree();

    const second = openTill(settings);
    expect((await snapshotOf(second)).unresolved).toMatchObject([
      { saleId: asked.saleId, outcome: 'outcome-unknown', reason: { code: 'till-stopped' } },
    ]);
    expect(await second.call('sale/begin', order())).toMatchObject({ ok: false, failure: { kind: 'blocked' } });
    const shown = await second.call('history/show', { saleId: asked.saleId });
    expect(shown.ok && shown.value.timeline.map(({ kind }) => kind)).toEqual(['payment-begun', 'payment-outcome-unknown']);
    expect(chargesOf(simulator)).toBe(1);
  });

  it.each([
    [{ evidence: '', reason: 'because' }, 'evidence', 'required'],
    [{ evidence: '690489', reason: '  ' }, 'reason', 'required'],
    [{ evidence: 'x'.repeat(201), reason: 'because' }, 'evidence', 'too-long'],
    [{ evidence: '4111 1111 1111 1111', reason: 'because' }, 'evidence', 'card-number'],
  ])('is not resolved by %j', async (statement, field, code) => {
    const till = openTill(settingsFor(await simulatorFor()));
    const { saleId } = await sellTo(till, order('12.82'));
    const resolved = await till.call('sale/resolve', { saleId, verdict: 'charged', ...statement });
    expect(resolved).toMatchObject({ ok: false, failure: { kind: 'bad-input', problems: [{ field, code }] } });
    expect((await snapshotOf(till)).unresolved).toHaveLength(1);
  });
});

describe('bad input', () => {
  it.each([
    ['an empty amount', 'amount', { amount: '' }],
    ['an exponent', 'amount', { amount: '1e3' }],
    ['a comma for a point', 'amount', { amount: '12,00' }],
    ['a million millions', 'amount', { amount: '1000000000000' }],
    ['a blank reference', 'reference', { reference: '   ' }],
    ['a bell in the reference', 'reference', { reference: 'a\u0007b' }],
    ['a reference of ten thousand characters', 'reference', { reference: '9'.repeat(10_000) }],
    ['a country of three letters', 'country', { payor: { country: 'USA' } }],
    ['half an e-mail address', 'emailAddress', { payor: { emailAddress: 'nobody' } }],
    ['a first name too long', 'firstName', { payor: { firstName: 'x'.repeat(51) } }],
  ])('%s gets a message at its field (%s); nothing is sent and nothing written down', async (_, field, bad) => {
    const simulator = await simulatorFor();
    const till = openTill(settingsFor(simulator));
    const asked = order();
    const reply = await till.call('sale/begin', { ...asked, input: { ...asked.input, ...bad } });
    expect(reply).toMatchObject({ ok: false, failure: { kind: 'bad-input', problems: [{ field }] } });
    expect(postsOf(simulator)).toBe(0);
    expect(await till.call('history/list', { limit: 10 })).toMatchObject({ ok: true, value: { sales: [] } });
  });

  it.each([
    ['toString', {}, 'unknown-call'],
    ['sale/steal', {}, 'unknown-call'],
    ['sale/begin', {}, 'bad-call'],
    ['sale/begin', null, 'bad-call'],
    ['sale/begin', { saleId: 'x', input: { amount: '1', reference: 'x' } }, 'bad-call'],
    ['sale/begin', { saleId: randomUUID(), input: { amount: 12, reference: 'x' } }, 'bad-call'],
    ['sale/begin', { saleId: randomUUID(), input: { amount: '12', reference: 'x'.repeat(10_000_000) } }, 'bad-call'],
    ['sale/begin', { saleId: randomUUID(), input: { amount: '12', reference: 'x', cardNumber: '1' } }, 'bad-call'],
    ['history/list', { limit: 1_000_000 }, 'bad-call'],
  ])('the call %s is refused, and the till goes on', async (name, request, kind) => {
    const till = openTill(settingsFor(await simulatorFor()));
    expect(await till.dispatch(name, request)).toMatchObject({ ok: false, failure: { kind } });
    expect(await sellTo(till)).toMatchObject({ outcome: 'approved' });
  });

  it('a sale that nobody knows cannot be shown, resolved or printed', async () => {
    const till = openTill(settingsFor(await simulatorFor()));
    const saleId = randomUUID();
    const unknown = { ok: false, failure: { kind: 'no-such-sale' } };
    expect(await till.call('history/show', { saleId })).toMatchObject(unknown);
    expect(await till.call('slip/print', { saleId, to: 'pdf' })).toMatchObject(unknown);
    expect(await till.call('sale/resolve', { saleId, verdict: 'charged', evidence: '1', reason: 'x' })).toMatchObject(unknown);
  });
});

describe('a data folder', () => {
  it('has one selling till; a second one is told who has it', async () => {
    const settings = settingsFor(await simulatorFor());
    openTill(settings);
    const second = compose(settings, { logger: silentLogger, printer: printInTheWindow, bds: settings.bds });
    expect(second).toMatchObject({ ok: false, failure: { kind: 'in-use', holder: { pid: process.pid } } });
  });

  it('of a demonstration takes no real payment', async () => {
    const settings = settingsFor(await simulatorFor());
    const practice = openTill({ ...settings, mode: 'demonstration' });
    await sellTo(practice);
    await practice.close();
    const live = openTill(settings);
    expect((await snapshotOf(live)).journal).toMatchObject({ kind: 'wrong-mode', folderMode: 'demonstration' });
    expect(await live.call('sale/begin', order())).toMatchObject({ ok: false, failure: { kind: 'wrong-mode' } });
  });

  it('with one changed byte in its journal sells nothing, and names the last good record', async () => {
    const simulator = await simulatorFor();
    const settings = settingsFor(simulator);
    const first = openTill(settings);
    await sellTo(first, order('12.00', 'first'));
    await sellTo(first, order('12.00', 'second'));
    await first.close();
    const journal = join(settings.dataDirectory, 'journal.sqlite');
    const bytes = readFileSync(journal);
    const at = bytes.indexOf('"reference":"second"');
    bytes.write('S', at + '"reference":"'.length);
    writeFileSync(journal, bytes);

    const second = openTill(settings);
    const posts = postsOf(simulator);
    const refused = await second.call('sale/begin', order('12.00', 'third'));
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'journal-damaged', lastGoodSequence: 2 } });
    expect(postsOf(simulator)).toBe(posts);
    expect((await snapshotOf(second)).journal).toMatchObject({ kind: 'damaged', lastGoodSequence: 2 });
  });

  it('never holds the card holder’s name, the read’s id or a token', async () => {
    const simulator = await simulatorFor();
    simulator.control.next({ fault: { kind: 'token' } });
    const settings = settingsFor(simulator);
    const till = openTill(settings);
    const sale = await sellTo(till);
    expect(sale.outcome).toBe('approved');
    await till.close();
    const kept = readdirSync(settings.dataDirectory).map((name) =>
      readFileSync(join(settings.dataDirectory, name)).toString('latin1'),
    );
    for (const secret of ['TEST CARD', 'CardHolder', 'ReadId', 'Token', simulator.password]) {
      expect(
        kept.some((text) => text.includes(secret)),
        secret,
      ).toBe(false);
    }
  });
});
