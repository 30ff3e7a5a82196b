import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sale } from '../../shared/sale.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { createElectronPrinter, type ElectronPrinterParts } from './electron-printer.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

const sale = { number: 42 } as Sale;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillstone-printer-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Bench {
  readonly clock: ManualClock;
  readonly printer: ReturnType<typeof createElectronPrinter>;
  /** Electron's dialogs that are open: each ends as the test says. */
  readonly dialogs: ((isPrinted: boolean, reason: string) => void)[];
  readonly asked: string[];
}

function createBench({
  drawPdf = () => Promise.resolve(Buffer.from('%PDF')),
  answer = { canceled: true, filePath: '' },
  ...parts
}: Partial<ElectronPrinterParts> & {
  drawPdf?: () => Promise<Buffer>;
  answer?: { canceled: boolean; filePath: string };
} = {}): Bench {
  const clock = createManualClock();
  const dialogs: Bench['dialogs'] = [];
  const asked: string[] = [];
  const printer = createElectronPrinter({
    window: () => ({
      isDestroyed: () => false,
      webContents: {
        print: (_options, callback) => void dialogs.push(callback ?? (() => {})),
        printToPDF: () => drawPdf(),
      },
    }),
    askWhereTo: (fileName) => {
      asked.push(fileName);
      return Promise.resolve(answer);
    },
    clock,
    logger: createRecordingLogger(),
    ...parts,
  });
  return { clock, printer, dialogs, asked };
}

describe('a slip on paper', () => {
  it.each([
    [true, '', { kind: 'printed' }],
    [false, 'Print job canceled', { kind: 'cancelled' }],
    [false, 'Invalid printer settings', { kind: 'not-printed', detail: 'Invalid printer settings' }],
    [false, 'Print job failed', { kind: 'not-printed', detail: 'Print job failed' }],
  ])('ends as the system says (%s %s)', async (isPrinted, reason, expected) => {
    const { printer, dialogs } = createBench();
    const printing = printer.print(sale, 'printer');
    dialogs[0]?.(isPrinted, reason);
    expect(await printing).toEqual(expected);
  });

  it('is not printed when the printer hangs, and nothing piles up behind it', async () => {
    const { printer, dialogs, clock } = createBench();
    const printing = printer.print(sale, 'printer');
    await clock.advance(120_000);
    expect(await printing).toEqual({ kind: 'not-printed', detail: 'the printer did not answer' });

    const refused = { kind: 'not-printed', detail: 'the slip before is still being printed' };
    expect(await printer.print(sale, 'printer')).toEqual(refused);
    expect(await printer.print(sale, 'pdf')).toEqual(refused);
    expect(dialogs).toHaveLength(1);

    // Once the printer has come to itself, the next slip is printed again.
    dialogs[0]?.(false, 'Print job failed');
    await clock.advance(0);
    const next = printer.print(sale, 'printer');
    dialogs[1]?.(true, '');
    expect(await next).toEqual({ kind: 'printed' });
  });

  it.each([undefined, { isDestroyed: () => true, webContents: {} as never }])(
    'is not printed without a window',
    async (window) => {
      const { printer } = createBench({ window: () => window });
      expect(await printer.print(sale, 'printer')).toMatchObject({ kind: 'not-printed' });
      expect(await printer.print(sale, 'pdf')).toMatchObject({ kind: 'not-printed' });
    },
  );

  it('is not printed when Electron throws, and the next one is', async () => {
    let isBroken = true;
    const { printer } = createBench({
      window: () => ({
        isDestroyed: () => false,
        webContents: {
          print: (_options, callback) => {
            if (isBroken) throw new Error('webContents.print(): Invalid page size');
            callback?.(true, '');
          },
          printToPDF: () => Promise.reject(new Error('not used')),
        },
      }),
    });
    expect(await printer.print(sale, 'printer')).toMatchObject({ kind: 'not-printed' });
    isBroken = false;
    expect(await printer.print(sale, 'printer')).toEqual({ kind: 'printed' });
  });
});

describe('a slip as PDF', () => {
  it('is kept where a person says, under the slip’s number', async () => {
    const path = join(folder, 'kept.pdf');
    const { printer, asked } = createBench({ answer: { canceled: false, filePath: path } });
    expect(await printer.print(sale, 'pdf')).toEqual({ kind: 'saved', path });
    expect(asked).toEqual(['slip-42.pdf']);
    expect(readFileSync(path, 'utf8')).toBe('%PDF');
  });

  it('is not kept when a person thinks better of it', async () => {
    const { printer } = createBench();
    expect(await printer.print(sale, 'pdf')).toEqual({ kind: 'cancelled' });
  });

  it.each([
    ['cannot be drawn', () => Promise.reject(new Error('Printing failed')), 'Printing failed'],
    [
      'cannot be drawn at once',
      () => {
        throw new Error('no printing here');
      },
      'no printing here',
    ],
  ])('that %s is not printed', async (_, drawPdf, detail) => {
    const { printer, asked } = createBench({ drawPdf });
    expect(await printer.print(sale, 'pdf')).toEqual({ kind: 'not-printed', detail });
    expect(asked).toEqual([]);
  });

  it('that hangs while it is drawn is not printed, and does not come later', async () => {
    let finish: (pdf: Buffer) => void = () => {};
    const drawPdf = (): Promise<Buffer> => new Promise((resolve) => (finish = resolve));
    const { printer, clock, asked } = createBench({ drawPdf });
    const printing = printer.print(sale, 'pdf');
    await clock.advance(20_000);
    expect(await printing).toEqual({ kind: 'not-printed', detail: 'drawing the PDF took too long' });
    finish(Buffer.from('%PDF'));
    await clock.advance(0);
    expect(asked).toEqual([]);
  });

  it('says what the disk said', async () => {
    const path = join(folder, 'no-such-folder', 'slip.pdf');
    const { printer } = createBench({ answer: { canceled: false, filePath: path } });
    expect(await printer.print(sale, 'pdf')).toEqual({ kind: 'not-printed', detail: 'ENOENT' });
  });
});

describe('writing a file atomically', () => {
  it('replaces a file as a whole, and leaves nothing beside it', async () => {
    const own = mkdtempSync(join(folder, 'own-'));
    const path = join(own, 'slip.pdf');
    writeFileSync(path, 'the slip before, which is longer');
    await writeFileAtomically(path, Buffer.from('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(own)).toEqual(['slip.pdf']);
  });

  it('leaves nothing half-written where it fails', async () => {
    const own = mkdtempSync(join(folder, 'own-'));
    // A folder cannot be replaced by a file.
    mkdtempSync(join(own, 'slip-'));
    const [target = ''] = readdirSync(own);
    await expect(writeFileAtomically(join(own, target), Buffer.from('new'))).rejects.toThrow(/EISDIR|EPERM|ENOTEMPTY|EEXIST/u);
    expect(readdirSync(own)).toEqual([target]);
  });
});
