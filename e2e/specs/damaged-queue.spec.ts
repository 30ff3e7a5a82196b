import { randomUUID } from 'node:crypto';
import { damageQueue, damages } from '../damage.ts';
import { expect, test, type Till } from '../fixtures.ts';
import { createScreens } from '../pages/screens.ts';
import { runCommandLine } from '../start-till.ts';
import { createTexts } from '../../shared/texts/translate.ts';

test.use({ hasBills: true });

test('files of the queue that cannot be read are named on screen and by doctor, and every biller is told all the same', async ({
  page,
  till,
  billpay,
}) => {
  billpay.control.always({ on: 'advice', fault: { kind: 'status', status: 500 } });
  for (let sale = 0; sale < 4; sale += 1) await payBill(till);
  await till.stop();
  const files = await damageQueue(till.dataDirectory);
  const expected = (Object.keys(damages) as (keyof typeof damages)[]).map((how) => [files[how], damages[how]] as const);

  await till.start();
  const screens = createScreens(page, createTexts('en-US'));
  await screens.open(till.url);
  const { header, advices } = screens;
  await expect(header.advices).toHaveAttribute('data-advices', 'attention');
  // Those that are gone are made again out of the journal, and wait with the one that is whole.
  await expect(header.advices).toHaveAttribute('data-waiting', '4');
  await header.advices.click();
  await screens.expectScreen('advices');
  await expect(advices.setAside).toHaveCount(4);
  for (const [file, why] of expected) await expect(advices.setAside.filter({ hasText: file })).toContainText(why);
  await expect(advices.advices).toHaveCount(4);

  const doctor = await runCommandLine(till.settings, 'doctor', '--json');
  expect(doctor.exitCode).toBe(0);
  const { checks } = JSON.parse(doctor.stdout) as { readonly checks: readonly { readonly check: string }[] };
  expect(checks).toContainEqual(expect.objectContaining({ check: 'advices', state: 'warning' }));
  // What is for people goes to stderr.
  const saidByDoctor = (await runCommandLine(till.settings, 'doctor')).stderr;
  const listed = (await runCommandLine(till.settings, 'advices', 'list')).stderr;
  for (const [file, why] of expected)
    for (const said of [doctor.stdout, saidByDoctor, listed]) expect(said).toContain(`${file} ${why}`);

  await billpay.control.reset();
  await billpay.control.untilSettled(4);
  await expect(header.advices).toHaveAttribute('data-waiting', '0');
  const { payments, conflicts, advices: told } = billpay.ledger();
  expect(payments.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => 'confirmed'));
  // Each under its own id and word for word as before: the ledger would know.
  expect(told).toHaveLength(4);
  expect(conflicts).toEqual([]);
  // Nobody has looked at them yet.
  await expect(advices.setAside).toHaveCount(4);
  await expect(header.advices).toHaveAttribute('data-advices', 'attention');
});

async function payBill(till: Till): Promise<void> {
  const saleId = randomUUID();
  const bill = { kind: 'account', reference: 'KP20000001', amount: '12.00' } as const;
  expect(await till.call('bill/request', { saleId, bills: [bill] })).toMatchObject({ ok: true });
  await expect
    .poll(() => till.call('till/snapshot', {}))
    .toMatchObject({ value: { counter: { sale: { saleId, bills: [{ state: 'reserved' }] } } } });
  expect(await till.call('sale/pay-cash', { saleId, handed: '12.00' })).toMatchObject({ ok: true });
  await till.call('sale/dismiss', { saleId });
}
