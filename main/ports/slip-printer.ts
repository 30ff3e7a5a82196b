import type { PrintAnswer } from '../../shared/ipc/contract.ts';
import type { Sale } from '../../shared/sale.ts';

/** Paper, or a PDF. Never rejects, and never has a say in the sale. */
export interface SlipPrinter {
  print(sale: Sale, to: 'printer' | 'pdf'): Promise<PrintAnswer>;
}

/** For hosts whose window can print by itself: a browser. */
export const printInTheWindow: SlipPrinter = {
  print: () => Promise.resolve({ kind: 'print-here' }),
};
