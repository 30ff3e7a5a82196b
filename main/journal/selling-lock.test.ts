import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { steppingClock } from './sample-facts.ts';
import { isHeld, takeSellingLock, type SellingLock } from './selling-lock.ts';

function taken(directory: string): SellingLock {
  const lock = takeSellingLock(directory, steppingClock());
  invariant(lock.ok, 'free');
  return lock.value;
}

describe('takeSellingLock', () => {
  it('lets one sell, and tells the second who does', () => {
    const directory = join(temporaryFolder(), 'data');
    const lock = taken(directory);
    const inUse = { kind: 'in-use', holder: { pid: process.pid, startedAt: '2026-11-21T09:00:00.000Z' } };
    expect(takeSellingLock(directory)).toEqual({ ok: false, failure: inUse });
    // Being refused must not have let go of the first one's lock.
    expect(takeSellingLock(directory)).toEqual({ ok: false, failure: inUse });
    lock.release();
    taken(directory).release();
  });

  it('knows who holds it without taking it', () => {
    const directory = temporaryFolder();
    expect(isHeld(directory)).toBe(false);
    const lock = taken(directory);
    expect(isHeld(directory)).toBe(true);
    expect(isHeld(directory)).toBe(true);
    expect(takeSellingLock(directory).ok).toBe(false);
    lock.release();
    expect(isHeld(directory)).toBe(false);
  });

  it('refuses without a name where the holder could not leave one', () => {
    const directory = temporaryFolder();
    const lock = taken(directory);
    writeFileSync(join(directory, 'till.pid'), '');
    expect(takeSellingLock(directory)).toEqual({ ok: false, failure: { kind: 'in-use' } });
    lock.release();
  });

  it('takes what a killed till left behind', () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'till.lock'), '');
    writeFileSync(join(directory, 'till.pid'), '{"pid":1,"startedAt":"2020-01-01T00:00:00.000Z"}');
    expect(isHeld(directory)).toBe(false);
    taken(directory).release();
  });

  it('holds folders apart, and leaves nothing but an empty file', () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    const lock = taken(one);
    taken(other).release();
    lock.release();
    expect(statSync(join(one, 'till.lock')).size).toBe(0);
    expect(existsSync(join(one, 'till.pid'))).toBe(false);
  });
});
