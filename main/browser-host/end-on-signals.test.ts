import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { SaleId } from '../../shared/ids.ts';
import type { Farewell } from '../farewell.ts';
import { endOnSignals } from './end-on-signals.ts';

const first = '00000000-0000-4000-8000-000000000001' as SaleId;
const second = '00000000-0000-4000-8000-000000000002' as SaleId;
const withSale = (saleId: SaleId): Farewell => ({ stakes: [], saleId, text: 'It will be unknown.' });
const advicesAlone: Farewell = { stakes: [], saleId: undefined, text: '3 wait.' };

interface Bench {
  readonly did: string[];
  atStake: Farewell | undefined;
  answers: boolean;
  signal(name: 'SIGTERM' | 'SIGHUP'): Promise<void>;
  press(): Promise<void>;
}

function createBench(): Bench {
  const signals = new EventEmitter();
  let press = (): void => {};
  const bench: Bench = {
    did: [],
    atStake: undefined,
    answers: true,
    async signal(name) {
      signals.emit(name);
      await turn();
    },
    async press() {
      press();
      await turn();
    },
  };
  endOnSignals({
    signals,
    onInterrupt: (listener) => (press = listener),
    farewell: () => (bench.answers ? Promise.resolve(bench.atStake) : new Promise(() => {})),
    onceMore: 'Once more?',
    say: (line) => void bench.did.push(line),
    end: (isTold) => void bench.did.push(isTold ? 'ends' : 'ends, and says what waits'),
    endNow: () => void bench.did.push('ends at once'),
  });
  return bench;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('Ctrl+C', () => {
  it('ends the till where no sale is at the counter, whatever waits', async () => {
    for (const atStake of [undefined, advicesAlone]) {
      const bench = createBench();
      bench.atStake = atStake;
      await bench.press();
      expect(bench.did).toEqual(['ends, and says what waits']);
    }
  });

  it('says first what would become of a sale, and ends the second time', async () => {
    const bench = createBench();
    bench.atStake = withSale(first);
    await bench.press();
    expect(bench.did).toEqual(['It will be unknown.\nOnce more?']);
    await bench.press();
    expect(bench.did.slice(1)).toEqual(['ends']);
  });

  it('says it again of another sale, and ends where the sale is over by then', async () => {
    const bench = createBench();
    bench.atStake = withSale(first);
    await bench.press();
    bench.atStake = withSale(second);
    await bench.press();
    expect(bench.did).toHaveLength(2);
    bench.atStake = undefined;
    await bench.press();
    expect(bench.did.slice(2)).toEqual(['ends, and says what waits']);
  });

  it('ends the second time where the till does not answer, and at once where it does not end', async () => {
    const bench = createBench();
    bench.answers = false;
    await bench.press();
    expect(bench.did).toEqual([]);
    await bench.press();
    await bench.press();
    expect(bench.did).toEqual(['ends, and says what waits', 'ends at once']);
  });
});

describe('a machine that is shut down', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('asks nobody: %s ends the till at once, in good order', async (name) => {
    const bench = createBench();
    bench.atStake = withSale(first);
    await bench.signal(name);
    expect(bench.did).toEqual(['ends, and says what waits']);
  });
});
