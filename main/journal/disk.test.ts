import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createDiskGuard, diskLimits, freeBytesIn, type DiskGuard } from './disk.ts';
import { journalFiles } from './files.ts';
import { openWithRoom } from './open-with-room.ts';
import { projectPlainly, steppingClock } from './sample-facts.ts';

const limits = { warnBelowBytes: 1000, refuseBelowBytes: 100, ballastBytes: 300 };

/** A disk with as much room as a test says; the ballast's own room is not counted, it is only asked for. */
function diskWith(freeBytes: number): { directory: string; ballast: string; disk: DiskGuard; setFree(bytes: number): void } {
  let free = freeBytes;
  const directory = temporaryFolder();
  return {
    directory,
    ballast: join(directory, 'ballast'),
    disk: createDiskGuard({ directory, freeBytes: () => free, limits }),
    setFree: (bytes) => {
      free = bytes;
    },
  };
}

describe('createDiskGuard', () => {
  it.each([
    [1000, 'ample'],
    [999, 'low'],
    [100, 'low'],
    [99, 'full'],
  ])('with %d bytes free, of which 1000 are ample and 100 enough: %s', (freeBytes, kind) => {
    const { disk, setFree } = diskWith(5000);
    disk.ensureBallast();
    setFree(freeBytes);
    expect(disk.check()).toEqual({ kind, freeBytes, neededBytes: 100 });
  });

  it('keeps ballast of real bytes, under its name only when it is whole', () => {
    const { disk, ballast } = diskWith(5000);
    expect(disk.ensureBallast()).toBe(true);
    const { size, blocks } = statSync(ballast);
    expect(size).toBe(300);
    expect(blocks * 512).toBeGreaterThanOrEqual(300);
    expect(existsSync(`${ballast}.partial`)).toBe(false);
  });

  it('makes no ballast where selling would not be possible beside it', () => {
    const { disk, ballast } = diskWith(399);
    expect(disk.ensureBallast()).toBe(false);
    expect(existsSync(ballast)).toBe(false);
    expect(disk.check()).toEqual({ kind: 'full', freeBytes: 399, neededBytes: 400 });
  });

  it('refuses sales after the ballast was given up, until there is room for it again', () => {
    const { disk, ballast, setFree } = diskWith(5000);
    disk.ensureBallast();
    setFree(0);
    expect(disk.giveUpBallast()).toBe(true);
    expect(existsSync(ballast)).toBe(false);
    expect(disk.giveUpBallast()).toBe(false);
    setFree(300);
    expect(disk.check()).toEqual({ kind: 'full', freeBytes: 300, neededBytes: 400 });
    setFree(2000);
    expect(disk.check()).toEqual({ kind: 'ample', freeBytes: 2000, neededBytes: 100 });
    expect(statSync(ballast).size).toBe(300);
  });

  it('makes ballast again that is not whole', () => {
    const { disk, ballast } = diskWith(5000);
    writeFileSync(ballast, 'too short');
    expect(disk.check().kind).toBe('ample');
    expect(statSync(ballast).size).toBe(300);
  });

  it('measures the real disk', () => {
    expect(freeBytesIn(temporaryFolder())).toBeGreaterThan(0);
    expect(diskLimits.ballastBytes).toBe(16 * 1024 * 1024);
  });
});

describe('openWithRoom', () => {
  const openOn = (at: ReturnType<typeof diskWith>, readOnly = false): ReturnType<typeof openWithRoom> =>
    openWithRoom({
      directory: at.directory,
      disk: at.disk,
      clock: steppingClock(),
      project: projectPlainly,
      readOnly,
      openBelowBytes: 50,
    });

  it('opens the journal, and has ballast from then on', () => {
    const at = diskWith(5000);
    const journal = openOn(at);
    expect(journal.ok).toBe(true);
    expect(existsSync(at.ballast)).toBe(true);
    if (journal.ok) journal.value.close();
  });

  it('does not touch the journal on a full disk, after it has given up what it had', () => {
    const at = diskWith(5000);
    at.disk.ensureBallast();
    at.setFree(49);
    expect(openOn(at)).toEqual({ ok: false, failure: { kind: 'disk-full', freeBytes: 49, neededBytes: 50 } });
    expect(existsSync(at.ballast)).toBe(false);
    expect(existsSync(journalFiles(at.directory).database)).toBe(false);
  });

  it('does not give up the ballast of a running till for a reader', () => {
    const at = diskWith(5000);
    at.disk.ensureBallast();
    at.setFree(49);
    expect(openOn(at, true)).toMatchObject({ ok: false, failure: { kind: 'disk-full' } });
    expect(existsSync(at.ballast)).toBe(true);
  });
});
