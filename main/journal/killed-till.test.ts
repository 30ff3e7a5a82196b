import { spawn } from 'node:child_process';
import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { SaleId } from '../../shared/ids.ts';
import { invariant } from '../../shared/result.ts';
import { systemClock } from '../ports/clock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { journalFiles } from './files.ts';
import { projectPlainly } from './sample-facts.ts';
import { isHeld, takeSellingLock } from './selling-lock.ts';
import { openSqliteJournal } from './sqlite-journal.ts';
import { verifyJournal } from './verify.ts';

interface Acknowledged {
  readonly sequence: number;
  readonly saleId: SaleId;
}

const program = fileURLToPath(new URL('./append-until-killed.ts', import.meta.url));

/**
 * Starts a till's process on the folder, kills it with SIGKILL as soon as it has said `records` lines, and waits until it is gone.
 * @param options `most`: it writes no more than these, and is then idle; `meanwhile` is called when the lines are there, before the kill
 * @returns every record that the process said was written
 */
async function killAfter(
  directory: string,
  records: number,
  { most = 40_000, meanwhile = () => {} }: { readonly most?: number; readonly meanwhile?: () => void } = {},
): Promise<readonly Acknowledged[]> {
  const till = spawn(process.execPath, [program, directory, String(most)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  let isKilled = false;
  till.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (isKilled || said.split('\n').length <= records) return;
    isKilled = true;
    meanwhile();
    till.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => till.once('close', (_code, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  // What follows the last line end is a line that was cut off.
  return said
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [sequence, saleId] = line.split(' ');
      return { sequence: Number(sequence), saleId: saleId as SaleId };
    });
}

describe('a till that is killed', () => {
  it('has lost nothing that it said was written, a dozen times in a row', async () => {
    const directory = temporaryFolder();
    const acknowledged: Acknowledged[] = [];
    for (const records of [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 700]) {
      acknowledged.push(...(await killAfter(directory, records)));
      expect(verifyJournal(directory).kind).toBe('sound');
    }
    const journal = openSqliteJournal({ directory, clock: systemClock, project: projectPlainly });
    invariant(journal.ok, `opened: ${JSON.stringify(journal)}`);
    const lost = acknowledged.filter(
      ({ sequence, saleId }) => !journal.value.records(saleId).some((record) => record.sequence === sequence),
    );
    expect(acknowledged.length).toBeGreaterThan(1000);
    expect(lost).toEqual([]);
    // At most the one record under way at each kill was written without being said.
    const { sequence } = journal.value.head();
    expect(sequence - acknowledged.length).toBeLessThanOrEqual(12);
    journal.value.close();
    expect(verifyJournal(directory)).toMatchObject({ kind: 'sound', sequence });
  });

  it('leaves the folder free, and held it until then', async () => {
    const directory = temporaryFolder();
    const seen: unknown[] = [];
    const meanwhile = (): void => {
      seen.push(isHeld(directory));
      seen.push(takeSellingLock(directory));
      const reader = openSqliteJournal({ directory, clock: systemClock, project: projectPlainly, readOnly: true });
      invariant(reader.ok, `a reader beside the till: ${JSON.stringify(reader)}`);
      seen.push(reader.value.history({ limit: 1 }).length);
      reader.value.close();
    };
    await killAfter(directory, 3, { meanwhile });
    expect(seen).toEqual([
      true,
      { ok: false, failure: { kind: 'in-use', holder: { pid: expect.any(Number), startedAt: expect.stringMatching(/Z$/) } } },
      1,
    ]);
    expect(isHeld(directory)).toBe(false);
    const lock = takeSellingLock(directory);
    invariant(lock.ok, 'free');
    lock.value.release();
  });

  it('is found damaged by one changed byte in its write-ahead log, whose end SQLite would silently drop', async () => {
    const directory = temporaryFolder();
    const acknowledged = await killAfter(directory, 40, { most: 40 });
    const last = verifyJournal(directory);
    invariant(last.kind === 'sound', 'sound when it was killed');
    expect(last.sequence).toBe(acknowledged.length);

    const log = `${journalFiles(directory).database}-wal`;
    const bytes = readFileSync(log);
    const copy = join(temporaryFolder(), 'copy');
    // The log's header, frames near its beginning, in its middle, and the last one.
    for (const offset of [9, 60, 5000, Math.floor(bytes.length / 2), bytes.length - 4100, bytes.length - 1]) {
      cpSync(directory, copy, { recursive: true });
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(offset) ^ 1, offset);
      const log = `${journalFiles(copy).database}-wal`;
      writeFileSync(log, changed);

      const verification = verifyJournal(copy);
      expect([offset, verification.kind]).toEqual([offset, 'damaged']);
      invariant(verification.kind === 'damaged', 'damaged');
      expect(verification.lastGoodSequence).toBeLessThan(last.sequence);
      expect(verification.detail).toContain(String(last.sequence));
      expect(openSqliteJournal({ directory: copy, clock: systemClock, project: projectPlainly })).toEqual({
        ok: false,
        failure: verification,
      });
      // Kept for whoever repairs it: a writer would have deleted it.
      expect(statSync(log).size).toBe(bytes.length);
    }
  });
});
