import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isCurrency, type Currency } from '../../shared/currency.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Mode } from '../../shared/snapshot.ts';
import { isLoopback } from './is-loopback.ts';
import { identitySettingNames, readIdentity } from './identity.ts';
import type { BdsSettings, SettingProblem, Settings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'TILLSTONE_';

/** Every setting that the environment can hold, with what it means. `doctor` and the README list them from here. */
export const settingNames = {
  TILLSTONE_DATA_DIR: 'folder of the journal and the logs',
  TILLSTONE_BDS_URL: 'base address of the card service; setting it ends demonstration mode',
  TILLSTONE_BDS_USER: 'user name for the card service',
  TILLSTONE_BDS_PASSWORD: 'password for the card service',
  TILLSTONE_BDS_ALLOW_REMOTE: 'yes: the card service may be on another machine',
  TILLSTONE_BDS_BILL_TYPE: 'bill type as configured at Heartland',
  TILLSTONE_BDS_IDLE_POLL_MS: 'how often the terminal is asked for its state',
  TILLSTONE_BDS_BUSY_POLL_MS: 'how often while a payment runs',
  TILLSTONE_BILLPAY_URL: 'base address of the bill payment service',
  TILLSTONE_BILLPAY_USER: 'user name for the bill payment service',
  TILLSTONE_BILLPAY_PASSWORD: 'password for the bill payment service',
  TILLSTONE_BILLPAY_TIMEOUT_MS: 'how long an answer of the bill payment service may take',
  TILLSTONE_QR_URL: 'base address of the QR payment service',
  TILLSTONE_QR_USER: 'user name for the QR payment service, and the till’s id there',
  TILLSTONE_QR_PASSWORD: 'password for the QR payment service',
  TILLSTONE_QR_TIMEOUT_MS: 'how long an answer of the QR payment service may take, the customer’s scan and approval included',
  TILLSTONE_QR_GUID: 'the provider’s id in the QR codes, as its operator agreed',
  TILLSTONE_ADVICE_INTERVAL_MS: 'the first interval between two attempts to tell a service what became of a payment',
  TILLSTONE_CA_FILE: 'PEM file of a private certificate authority that may vouch for the services',
  ...identitySettingNames,
  TILLSTONE_CURRENCY: 'ISO 4217 code, for example USD',
  TILLSTONE_LOCALE: 'how amounts and dates are written, for example en-US',
  TILLSTONE_HOST: 'electron or browser',
  TILLSTONE_CUSTOMER_DISPLAY:
    'Electron: off, auto (the second display, where there is one) or the number of the display that the customer sees',
  TILLSTONE_PORT: 'port of the browser host; 0 takes any free one',
} as const;

export type SettingName = keyof typeof settingNames;

/** The service's own address (BDS 1). */
const usualBdsUrl = 'http://localhost:8526/DeviceService/BDS/';
// Idle and busy polling are ours (BDS 2): a cashier notices a dead terminal within five seconds; a busy one is left alone.
// The interfaces' default (billpay 2, qr 2), and ours for repetitions (billpay 5.2, qr 6.2).
const usualTimeoutMs = 60_000;
const usualAdviceIntervalMs = 5_000;
const usualIdlePollMs = 5_000;
const usualBusyPollMs = 15_000;

/**
 * Reads the settings from the environment. An unknown name with our prefix is a mistyped one, and as wrong as a bad value.
 * @returns the settings, or every problem by its name
 */
export function readSettings(environment: Environment): Result<Settings, readonly SettingProblem[]> {
  const problems: SettingProblem[] = [];
  const problem = (name: SettingName, text: string): void => void problems.push({ name, problem: text });
  const read = (name: SettingName): string | undefined => {
    const value = environment[name];
    if (value === undefined) return undefined;
    if (value.trim() === '') problem(name, 'is empty; leave it out to use what is usual');
    // A password is taken to the letter: a blank may be part of it.
    return name.endsWith('_PASSWORD') ? value : value.trim();
  };

  for (const name of Object.keys(environment)) {
    if (!name.startsWith(prefix) || Object.hasOwn(settingNames, name)) continue;
    problems.push({ name, problem: `is not a setting of Tillstone; the settings are ${Object.keys(settingNames).join(', ')}` });
  }

  const currency = read('TILLSTONE_CURRENCY') ?? 'USD';
  if (!isCurrency(currency)) problem('TILLSTONE_CURRENCY', 'is not a currency of ISO 4217, like USD');

  const locale = read('TILLSTONE_LOCALE') ?? 'en-US';
  if (!isLocale(locale)) problem('TILLSTONE_LOCALE', 'is not a language tag, like en-US');

  const host = read('TILLSTONE_HOST');
  if (host !== undefined && host !== 'electron' && host !== 'browser')
    problem('TILLSTONE_HOST', 'is neither electron nor browser');

  const customerDisplay = readCustomerDisplay(read('TILLSTONE_CUSTOMER_DISPLAY') ?? 'auto', problem);
  // Only what somebody has set: the name that is made up in its absence is nobody's shop. What is wrong with it is said with the identity.
  const shop = environment['TILLSTONE_MERCHANT_NAME']?.trim();

  const wholeNumber = (name: SettingName, usual: number, least: number, most: number): number => {
    const value = read(name);
    if (value === undefined) return usual;
    if (/^\d{1,9}$/u.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    problem(name, `is not a whole number from ${least} to ${most}`);
    return usual;
  };
  const port = wholeNumber('TILLSTONE_PORT', 0, 0, 65_535);
  const bdsIdlePollMs = wholeNumber('TILLSTONE_BDS_IDLE_POLL_MS', usualIdlePollMs, 100, 3_600_000);
  const bdsBusyPollMs = wholeNumber('TILLSTONE_BDS_BUSY_POLL_MS', usualBusyPollMs, 100, 3_600_000);

  const billType = read('TILLSTONE_BDS_BILL_TYPE') ?? 'Bill Payment';
  if (billType.length > 50) problem('TILLSTONE_BDS_BILL_TYPE', 'is longer than 50 characters');

  const bds = readBds(read, problem);
  const billpay = readService('TILLSTONE_BILLPAY', 'the bill service', read, problem);
  const billpayTimeoutMs = wholeNumber('TILLSTONE_BILLPAY_TIMEOUT_MS', usualTimeoutMs, 100, 3_600_000);
  const qr = readService('TILLSTONE_QR', 'the QR payment service', read, problem);
  const qrTimeoutMs = wholeNumber('TILLSTONE_QR_TIMEOUT_MS', usualTimeoutMs, 100, 3_600_000);
  const qrGuid = readQrGuid(read('TILLSTONE_QR_GUID'), qr !== undefined, problem);
  const adviceIntervalMs = wholeNumber('TILLSTONE_ADVICE_INTERVAL_MS', usualAdviceIntervalMs, 10, 3_600_000);
  const certificateAuthority = readAuthority(read('TILLSTONE_CA_FILE'), problem);
  const mode: Mode = (bds ?? billpay ?? qr) ? 'live' : 'demonstration';
  // Who the till is matters to these two services alone; where there is neither what is not set is made up.
  const identity = readIdentity(environment, (billpay ?? qr) ? 'live' : 'demonstration');
  if (!identity.ok) problems.push(...identity.failure);
  const dataDirectory = resolve(read('TILLSTONE_DATA_DIR') ?? usualDataDirectory(environment, mode));

  if (problems.length > 0 || !identity.ok) return fail(problems);
  return ok({
    mode,
    dataDirectory,
    currency: currency as Currency,
    locale,
    ...(host === undefined ? {} : { host: host as 'electron' | 'browser' }),
    customerDisplay,
    ...(shop === undefined ? {} : { shop }),
    port,
    ...(bds ? { bds } : {}),
    bdsIdlePollMs,
    bdsBusyPollMs,
    billType,
    ...(billpay ? { billpay: { ...billpay, timeoutMs: billpayTimeoutMs } } : {}),
    ...(qr ? { qr: { ...qr, timeoutMs: qrTimeoutMs } } : {}),
    qrGuid,
    identity: identity.value,
    adviceIntervalMs,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  });
}

function readBds(
  read: (name: SettingName) => string | undefined,
  problem: (name: SettingName, text: string) => void,
): BdsSettings | undefined {
  const [url, user, password] = [read('TILLSTONE_BDS_URL'), read('TILLSTONE_BDS_USER'), read('TILLSTONE_BDS_PASSWORD')];
  const allowRemote = read('TILLSTONE_BDS_ALLOW_REMOTE');
  if (allowRemote !== undefined && allowRemote !== 'yes' && allowRemote !== 'no') {
    problem('TILLSTONE_BDS_ALLOW_REMOTE', 'is neither yes nor no');
  }
  if (url === undefined && user === undefined && password === undefined) return undefined;

  if (user === undefined) problem('TILLSTONE_BDS_USER', 'is missing: the card service wants a user name and a password');
  if (user?.includes(':')) problem('TILLSTONE_BDS_USER', 'holds a colon, which Basic authentication cannot carry');
  if (password === undefined) problem('TILLSTONE_BDS_PASSWORD', 'is missing: the card service wants a user name and a password');

  const address = url ?? usualBdsUrl;
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    problem('TILLSTONE_BDS_URL', `is not an http address, like ${usualBdsUrl}`);
  } else if (parsed.username !== '' || parsed.password !== '') {
    problem('TILLSTONE_BDS_URL', 'holds a user name or password; use TILLSTONE_BDS_USER and TILLSTONE_BDS_PASSWORD');
  } else if (!isLoopback(parsed.hostname) && allowRemote !== 'yes') {
    problem('TILLSTONE_BDS_URL', 'is on another machine; TILLSTONE_BDS_ALLOW_REMOTE=yes allows that');
  }
  return { url: address, user: user ?? '', password: password ?? '' };
}

/** Of a service that may be on another machine: its address and its credentials, all three or none. */
function readService(
  prefix: 'TILLSTONE_BILLPAY' | 'TILLSTONE_QR',
  service: string,
  read: (name: SettingName) => string | undefined,
  problem: (name: SettingName, text: string) => void,
): { readonly url: string; readonly user: string; readonly password: string } | undefined {
  const [url, user, password] = [read(`${prefix}_URL`), read(`${prefix}_USER`), read(`${prefix}_PASSWORD`)];
  if (url === undefined && user === undefined && password === undefined) return undefined;
  if (user === undefined) problem(`${prefix}_USER`, `is missing: ${service} wants a user name and a password`);
  if (user?.includes(':')) problem(`${prefix}_USER`, 'holds a colon, which Basic authentication cannot carry');
  if (password === undefined) problem(`${prefix}_PASSWORD`, `is missing: ${service} wants a user name and a password`);
  const parsed = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
  if (url === undefined) problem(`${prefix}_URL`, `is missing: where ${service} is`);
  else if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) problem(`${prefix}_URL`, 'is not an https address');
  else if (parsed.username !== '' || parsed.password !== '') {
    problem(`${prefix}_URL`, `holds a user name or password; use ${prefix}_USER and ${prefix}_PASSWORD`);
  } else if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname)) {
    // Every connection must be encrypted (billpay 1.1, qr 1); what stays on this machine needs it less than it needs to be tried out.
    problem(`${prefix}_URL`, 'is http to another machine: the connection has to be encrypted, with https');
  }
  return { url: url ?? '', user: user ?? '', password: password ?? '' };
}

/** The bundled simulator's. Of a live service nobody can guess it, and with a wrong one no code can be used (qr 5.4, rule 6). */
const demonstrationQrGuid = 'dev.sim.qr';

function readQrGuid(guid: string | undefined, isLive: boolean, problem: (name: SettingName, text: string) => void): string {
  if (guid === undefined && isLive) problem('TILLSTONE_QR_GUID', 'is missing: by it the till finds its part of a QR code');
  // What has room in a payload beside a transaction id (qr 5.2), in its characters (qr 5.4).
  if (guid !== undefined && !/^[\x20-\x7e]{1,90}$/u.test(guid))
    problem('TILLSTONE_QR_GUID', 'is not 1 to 90 characters of printable ASCII, like za.co.elec');
  return guid ?? demonstrationQrGuid;
}

function readCustomerDisplay(value: string, problem: (name: SettingName, text: string) => void): Settings['customerDisplay'] {
  if (value === 'off' || value === 'auto') return value;
  if (/^[1-9]\d?$/u.test(value)) return Number(value);
  problem('TILLSTONE_CUSTOMER_DISPLAY', 'is neither off, nor auto, nor the number of a display from 1');
  return 'auto';
}

function readAuthority(path: string | undefined, problem: (name: SettingName, text: string) => void): string | undefined {
  if (path === undefined) return undefined;
  try {
    const pem = readFileSync(path, 'utf8');
    if (isCertificate(pem)) return pem;
    problem('TILLSTONE_CA_FILE', 'is not a PEM file with a certificate');
  } catch {
    problem('TILLSTONE_CA_FILE', 'cannot be read');
  }
  return undefined;
}

/** Node passes over what it cannot read among the authorities, without a word. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** Where programs of the system keep their data; practice apart from real payments. */
function usualDataDirectory(environment: Environment, mode: Mode): string {
  const folder = mode === 'live' ? 'tillstone' : 'tillstone-demonstration';
  switch (process.platform) {
    case 'win32':
      return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), folder);
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', folder);
    default:
      return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), folder);
  }
}
