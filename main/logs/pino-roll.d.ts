/** pino-roll 4 ships no types: what we use of them. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  interface RollingStream extends EventEmitter {
    write(text: string): boolean;
    end(): void;
  }

  interface RollSettings {
    readonly file: string;
    readonly extension: string;
    readonly size: string;
    readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean };
    readonly maxLength: number;
    readonly mode: number;
  }

  // oxlint-disable-next-line import/no-default-export -- the package exports it so
  export default function roll(settings: RollSettings): Promise<RollingStream>;
}
