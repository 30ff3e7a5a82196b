import type { BrowserWindow, Dialog } from 'electron';
import type { PrintAnswer } from '../../shared/ipc/contract.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { SlipPrinter } from '../ports/slip-printer.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

export interface ElectronPrinterParts {
  /** The window that shows the slip; its style sheet for print leaves the slip alone on the paper. Absent before it opened and after it closed. */
  readonly window: () => PrintingWindow | undefined;
  /** The system's dialog for a file's name and folder. */
  readonly askWhereTo: (fileName: string) => ReturnType<Dialog['showSaveDialog']>;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
  readonly write?: typeof writeFileAtomically;
}

export interface PrintingWindow extends Pick<BrowserWindow, 'isDestroyed'> {
  readonly webContents: Pick<BrowserWindow['webContents'], 'print' | 'printToPDF'>;
}

/** A person chooses a printer and its paper in the system's dialog meanwhile. */
const printingMs = 2 * 60_000;
/** A slip is one page; it takes a tenth of a second. */
const drawingMs = 20_000;

/**
 * Prints what the window shows of a sale's slip, with the system's dialog, or keeps it as PDF where a person says.
 * Never rejects, and never has a say in the sale: what goes wrong is an answer with its cause.
 */
export function createElectronPrinter(parts: ElectronPrinterParts): SlipPrinter {
  const { clock, logger, write = writeFileAtomically } = parts;
  /** Electron prints one thing at a time; a job that hangs would let the next one wait behind it and come out later, unasked. */
  let isBusy = false;

  /** The job's own end, or `not-printed` if it takes too long. */
  function within(ms: number, cause: string, job: Promise<PrintAnswer>): Promise<PrintAnswer> {
    return new Promise((resolve) => {
      const stopWaiting = clock.after(ms, () => resolve({ kind: 'not-printed', detail: cause }));
      void job.then((answer) => {
        stopWaiting();
        resolve(answer);
      });
    });
  }

  /** Runs a job to its end, however long that takes: only then is the next one begun. */
  async function alone(job: () => Promise<PrintAnswer>): Promise<PrintAnswer> {
    isBusy = true;
    try {
      return await job();
    } catch (error) {
      logger.warn('slip-not-printed', { error });
      return { kind: 'not-printed', detail: causeOf(error) };
    } finally {
      isBusy = false;
    }
  }

  function onPaper({ webContents }: PrintingWindow): Promise<PrintAnswer> {
    return new Promise((resolve) => {
      webContents.print({ silent: false, printBackground: false }, (isPrinted, reason) => {
        if (isPrinted) resolve({ kind: 'printed' });
        else if (/cancel/iu.test(reason)) resolve({ kind: 'cancelled' });
        else resolve({ kind: 'not-printed', detail: reason });
      });
    });
  }

  async function asPdf(window: PrintingWindow, fileName: string): Promise<PrintAnswer> {
    let pdf: Uint8Array | undefined;
    const drawn = await within(
      drawingMs,
      'drawing the PDF took too long',
      window.webContents.printToPDF({ printBackground: false, preferCSSPageSize: true }).then(
        (drawing): PrintAnswer => {
          pdf = drawing;
          return { kind: 'printed' };
        },
        (error: unknown): PrintAnswer => ({ kind: 'not-printed', detail: causeOf(error) }),
      ),
    );
    if (pdf === undefined) return drawn;
    const { canceled, filePath } = await parts.askWhereTo(fileName);
    if (canceled || filePath === '') return { kind: 'cancelled' };
    await write(filePath, pdf);
    return { kind: 'saved', path: filePath };
  }

  return {
    async print(sale, to) {
      const window = parts.window();
      if (!window || window.isDestroyed()) return { kind: 'not-printed', detail: 'there is no window' };
      if (isBusy) return { kind: 'not-printed', detail: 'the slip before is still being printed' };
      if (to === 'pdf') return alone(() => asPdf(window, `slip-${sale.number}.pdf`));
      const job = alone(() => onPaper(window));
      return within(printingMs, 'the printer did not answer', job);
    },
  };
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown cause';
  return 'code' in error ? String(error.code) : error.message;
}
