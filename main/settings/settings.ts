import type { Currency } from '../../shared/currency.ts';
import type { Mode } from '../../shared/snapshot.ts';

/** Everything that can be set, checked. */
export interface Settings {
  /** Live as soon as the card service is set; without it the bundled simulator takes its place, in a data folder of its own. */
  readonly mode: Mode;
  readonly dataDirectory: string;
  readonly currency: Currency;
  readonly locale: string;
  /** Which window to open; absent: Electron where it can, else the browser. */
  readonly host?: 'electron' | 'browser';
  /** Of the browser host; 0: any free one. */
  readonly port: number;
  /** Absent in demonstration mode. */
  readonly bds?: BdsSettings;
  readonly bdsIdlePollMs: number;
  readonly bdsBusyPollMs: number;
  /** As configured at Heartland (BDS 3). */
  readonly billType: string;
}

export interface BdsSettings {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** A setting that will not do, by its name. Never its value: it may be a password. */
export interface SettingProblem {
  readonly name: string;
  readonly problem: string;
}
