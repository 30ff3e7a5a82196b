import type { Currency } from '../../shared/currency.ts';
import type { Identity } from './identity.ts';
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
  /** Electron: whether the customer's display opens by itself, and on which display; a number counts them from 1. */
  readonly customerDisplay: 'off' | 'auto' | number;
  /** What the shop calls itself on the customer's display; absent: nothing. */
  readonly shop?: string;
  /** Of the browser host; 0: any free one. */
  readonly port: number;
  /** Absent in demonstration mode. */
  readonly bds?: BdsSettings;
  readonly bdsIdlePollMs: number;
  readonly bdsBusyPollMs: number;
  /** As configured at Heartland (BDS 3). */
  readonly billType: string;
  /** Absent: the till pays no bills; in demonstration mode the bundled simulator takes its place. */
  readonly billpay?: BillpaySettings;
  /** Absent: the till takes no QR payments; in demonstration mode the bundled simulator takes its place. */
  readonly qr?: QrSettings;
  /** The provider's id in the payload of a QR code, as its operator agreed (qr 5.1). */
  readonly qrGuid: string;
  /** Who the till is to the bill and the QR payment service. */
  readonly identity: Identity;
  /** The first interval between two attempts to deliver an advice. */
  readonly adviceIntervalMs: number;
  /** PEM: a private authority that may vouch for the services. */
  readonly certificateAuthority?: string;
}

export interface BillpaySettings {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly timeoutMs: number;
}

export interface QrSettings {
  readonly url: string;
  /** Also the `client.id` of every message (qr 1). */
  readonly user: string;
  readonly password: string;
  readonly timeoutMs: number;
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
