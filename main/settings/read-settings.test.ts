import { describe, expect, it } from 'vitest';
import { readSettings, settingNames } from './read-settings.ts';
import type { Settings } from './settings.ts';

const live = {
  TILLSTONE_BDS_URL: 'http://localhost:8526/DeviceService/BDS/',
  TILLSTONE_BDS_USER: 'till',
  TILLSTONE_BDS_PASSWORD: 'secret',
};

function settingsOf(environment: Record<string, string>): Settings {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value;
}

function problemsOf(environment: Record<string, string>): readonly { name: string; problem: string }[] {
  const read = readSettings(environment);
  return read.ok ? [] : read.failure;
}

describe('settings', () => {
  it('are demonstration mode in a folder of its own where nothing is set', () => {
    const settings = settingsOf({ XDG_DATA_HOME: '/data', LOCALAPPDATA: '/data' });
    expect(settings).toMatchObject({
      mode: 'demonstration',
      currency: 'USD',
      locale: 'en-US',
      port: 0,
      billType: 'Bill Payment',
    });
    expect(settings.bds).toBeUndefined();
    expect(settings.customerDisplay).toBe('auto');
    // The identity has a made-up name for practice; the customer's display has not.
    expect(settings).not.toHaveProperty('shop');
    expect(settings.dataDirectory).toContain('tillstone-demonstration');
  });

  it('are live as soon as the card service is set, in another folder', () => {
    const settings = settingsOf(live);
    expect(settings).toMatchObject({ mode: 'live', bds: { url: live.TILLSTONE_BDS_URL, user: 'till', password: 'secret' } });
    expect(settings.dataDirectory).not.toContain('demonstration');
  });

  it('use the service’s own address where only its credentials are set', () => {
    expect(settingsOf({ TILLSTONE_BDS_USER: 'till', TILLSTONE_BDS_PASSWORD: 'x' }).bds?.url).toBe(
      'http://localhost:8526/DeviceService/BDS/',
    );
  });

  it.each([
    ['TILLSTONE_DATA_DIR', '/tmp/somewhere', { dataDirectory: '/tmp/somewhere' }],
    ['TILLSTONE_CURRENCY', 'KWD', { currency: 'KWD' }],
    ['TILLSTONE_LOCALE', 'de-DE', { locale: 'de-DE' }],
    ['TILLSTONE_HOST', 'browser', { host: 'browser' }],
    ['TILLSTONE_HOST', 'electron', { host: 'electron' }],
    ['TILLSTONE_PORT', '8080', { port: 8080 }],
    ['TILLSTONE_CUSTOMER_DISPLAY', 'off', { customerDisplay: 'off' }],
    ['TILLSTONE_CUSTOMER_DISPLAY', 'auto', { customerDisplay: 'auto' }],
    ['TILLSTONE_CUSTOMER_DISPLAY', '2', { customerDisplay: 2 }],
    ['TILLSTONE_MERCHANT_NAME', 'Harbour Lane ', { shop: 'Harbour Lane' }],
    ['TILLSTONE_BDS_IDLE_POLL_MS', '1000', { bdsIdlePollMs: 1000 }],
    ['TILLSTONE_BDS_BUSY_POLL_MS', '2000', { bdsBusyPollMs: 2000 }],
    ['TILLSTONE_BDS_BILL_TYPE', 'Water', { billType: 'Water' }],
  ])('take %s=%s', (name, value, expected) => {
    expect(settingsOf({ [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['TILLSTONE_DATA_DIR', ' '],
    ['TILLSTONE_BDS_URL', 'localhost'],
    ['TILLSTONE_BDS_URL', 'ftp://localhost/'],
    ['TILLSTONE_BDS_URL', 'http://user:word@localhost/'],
    ['TILLSTONE_BDS_URL', 'http://192.168.0.7:8526/'],
    ['TILLSTONE_BDS_URL', 'http://localhost.example.com/'],
    ['TILLSTONE_BDS_USER', 'a:b'],
    ['TILLSTONE_BDS_USER', ''],
    ['TILLSTONE_BDS_PASSWORD', ''],
    ['TILLSTONE_BDS_ALLOW_REMOTE', 'perhaps'],
    ['TILLSTONE_BDS_IDLE_POLL_MS', '5s'],
    ['TILLSTONE_BDS_BUSY_POLL_MS', '0'],
    ['TILLSTONE_BDS_BILL_TYPE', 'x'.repeat(51)],
    ['TILLSTONE_CURRENCY', 'usd'],
    ['TILLSTONE_CURRENCY', 'XYZ'],
    ['TILLSTONE_LOCALE', 'english please'],
    ['TILLSTONE_HOST', 'chrome'],
    ['TILLSTONE_CUSTOMER_DISPLAY', '0'],
    ['TILLSTONE_CUSTOMER_DISPLAY', 'yes'],
    ['TILLSTONE_CUSTOMER_DISPLAY', '1.5'],
    ['TILLSTONE_CUSTOMER_DISPLAY', '-1'],
    ['TILLSTONE_PORT', '65536'],
    ['TILLSTONE_PORT', '-1'],
    ['TILLSTONE_PORT', '80.5'],
    ['TILLSTONE_BDS_PASSWROD', 'x'],
  ])('refuse %s=%j and name it', (name, value) => {
    expect(problemsOf({ ...live, [name]: value }).map((problem) => problem.name)).toContain(name);
  });

  it('refuse a card service without its credentials, naming both', () => {
    expect(problemsOf({ TILLSTONE_BDS_URL: live.TILLSTONE_BDS_URL }).map((problem) => problem.name)).toEqual([
      'TILLSTONE_BDS_USER',
      'TILLSTONE_BDS_PASSWORD',
    ]);
  });

  it.each(['http://127.0.0.1:1/', 'http://127.8.9.1:1/', 'http://[::1]:1/', 'https://LOCALHOST/'])(
    'take %s as this machine',
    (url) => {
      expect(settingsOf({ ...live, TILLSTONE_BDS_URL: url }).bds?.url).toBe(url);
    },
  );

  it('allow another machine where IT says so', () => {
    const url = 'http://192.168.0.7:8526/DeviceService/BDS/';
    expect(settingsOf({ ...live, TILLSTONE_BDS_URL: url, TILLSTONE_BDS_ALLOW_REMOTE: 'yes' }).bds?.url).toBe(url);
  });

  it('never repeat a value: it may be a password', () => {
    const problems = problemsOf({
      ...live,
      TILLSTONE_BDS_USER: 'hidden:one',
      TILLSTONE_PORT: 'hidden',
      TILLSTONE_PASSWORD: 'hidden',
    });
    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems)).not.toContain('hidden');
  });

  it('have a word on each in the list that people are shown', () => {
    for (const meaning of Object.values(settingNames)) expect(meaning.length).toBeGreaterThan(5);
  });
});

const identity = {
  TILLSTONE_INSTITUTION_ID: '600123',
  TILLSTONE_INSTITUTION_NAME: 'Kgale Hill Stores',
  TILLSTONE_MERCHANT_ID: 'KGALE0000012345',
  TILLSTONE_MERCHANT_TYPE: '5411',
  TILLSTONE_MERCHANT_NAME: 'Kgale Hill Grocer',
  TILLSTONE_MERCHANT_CITY: 'Gaborone',
  TILLSTONE_MERCHANT_REGION: 'SE',
  TILLSTONE_MERCHANT_COUNTRY: 'BW',
  TILLSTONE_TERMINAL_ID: 'TILL0007',
};

describe('settings of bills', () => {
  const billpay = {
    TILLSTONE_BILLPAY_URL: 'https://bills.example/',
    TILLSTONE_BILLPAY_USER: '600123',
    TILLSTONE_BILLPAY_PASSWORD: 'secret',
    ...identity,
  };

  it('are the service, its patience, and who the till is to it', () => {
    expect(settingsOf({ ...live, ...billpay })).toMatchObject({
      mode: 'live',
      billpay: { url: 'https://bills.example/', user: '600123', password: 'secret', timeoutMs: 60_000 },
      identity: { institution: { id: '600123' }, terminalId: 'TILL0007' },
      adviceIntervalMs: 5_000,
    });
  });

  it('are not needed where only cards are taken', () => {
    expect(settingsOf(live).billpay).toBeUndefined();
  });

  it('are enough for a till that takes no cards', () => {
    expect(settingsOf(billpay)).toMatchObject({ mode: 'live' });
    expect(settingsOf(billpay).bds).toBeUndefined();
  });

  it.each([
    ['TILLSTONE_BILLPAY_TIMEOUT_MS', '5000', { billpay: { timeoutMs: 5_000 } }],
    ['TILLSTONE_ADVICE_INTERVAL_MS', '250', { adviceIntervalMs: 250 }],
    ['TILLSTONE_CHANNEL_ID', 'POS', { identity: { channelId: 'POS' } }],
    ['TILLSTONE_BILLPAY_URL', 'http://127.0.0.1:8527/billpay/v4', { billpay: { url: 'http://127.0.0.1:8527/billpay/v4' } }],
  ])('take %s=%s', (name, value, expected) => {
    expect(settingsOf({ ...live, ...billpay, [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['TILLSTONE_BILLPAY_URL', 'http://bills.example/'],
    ['TILLSTONE_BILLPAY_URL', 'bills'],
    ['TILLSTONE_BILLPAY_URL', 'https://me:word@bills.example/'],
    ['TILLSTONE_BILLPAY_USER', 'a:b'],
    ['TILLSTONE_BILLPAY_PASSWORD', ''],
    ['TILLSTONE_BILLPAY_TIMEOUT_MS', 'a minute'],
    ['TILLSTONE_ADVICE_INTERVAL_MS', '0'],
    ['TILLSTONE_CA_FILE', '/is/not/there.pem'],
    ['TILLSTONE_MERCHANT_ID', 'short'],
    ['TILLSTONE_TERMINAL_ID', 'TILL00071'],
    ['TILLSTONE_MERCHANT_TYPE', 'shop'],
  ])('refuse %s=%j and name it', (name, value) => {
    expect(problemsOf({ ...live, ...billpay, [name]: value }).map((problem) => problem.name)).toContain(name);
  });

  it('want everything about the till that a live service is told, by name', () => {
    const { TILLSTONE_MERCHANT_NAME: _, ...without } = billpay;
    expect(problemsOf(without).map((problem) => problem.name)).toEqual(['TILLSTONE_MERCHANT_NAME']);
  });

  it('are missing where only the credentials are set', () => {
    expect(problemsOf({ ...identity, TILLSTONE_BILLPAY_USER: 'a', TILLSTONE_BILLPAY_PASSWORD: 'b' })).toMatchObject([
      { name: 'TILLSTONE_BILLPAY_URL' },
    ]);
  });
});

describe('settings of QR payments', () => {
  const qr = {
    TILLSTONE_QR_URL: 'https://qr.example/',
    TILLSTONE_QR_USER: '600123',
    TILLSTONE_QR_PASSWORD: 'secret',
    TILLSTONE_QR_GUID: 'za.co.elec',
    ...identity,
  };

  it('are the service, its patience, the provider’s id, and who the till is to it', () => {
    expect(settingsOf({ ...live, ...qr })).toMatchObject({
      mode: 'live',
      qr: { url: 'https://qr.example/', user: '600123', password: 'secret', timeoutMs: 60_000 },
      qrGuid: 'za.co.elec',
      identity: { institution: { id: '600123' }, terminalId: 'TILL0007' },
    });
  });

  it('are enough for a till that takes nothing else', () => {
    expect(settingsOf(qr)).toMatchObject({ mode: 'live' });
    expect(settingsOf(qr).bds).toBeUndefined();
    expect(settingsOf(qr).billpay).toBeUndefined();
  });

  it('are not needed where only cards and bills are taken', () => {
    expect(settingsOf(live).qr).toBeUndefined();
  });

  it('know the bundled simulator’s provider id for practice, and one that was set', () => {
    expect(settingsOf({}).qrGuid).toBe('dev.sim.qr');
    const practice = settingsOf({ TILLSTONE_QR_GUID: 'org.practice' });
    expect(practice).toMatchObject({ mode: 'demonstration', qrGuid: 'org.practice' });
    expect(practice.qr).toBeUndefined();
  });

  it.each([
    ['TILLSTONE_QR_TIMEOUT_MS', '90000', { qr: { timeoutMs: 90_000 } }],
    ['TILLSTONE_QR_URL', 'http://127.0.0.1:8528/qr/v1', { qr: { url: 'http://127.0.0.1:8528/qr/v1' } }],
    ['TILLSTONE_QR_URL', 'http://localhost:8528', { qr: { url: 'http://localhost:8528' } }],
    ['TILLSTONE_QR_PASSWORD', ' with blanks ', { qr: { password: ' with blanks ' } }],
  ])('take %s=%s', (name, value, expected) => {
    expect(settingsOf({ ...qr, [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['TILLSTONE_QR_URL', 'http://qr.example/'],
    ['TILLSTONE_QR_URL', 'http://192.168.0.7/'],
    ['TILLSTONE_QR_URL', 'http://localhost.example.com/'],
    ['TILLSTONE_QR_URL', 'qr'],
    ['TILLSTONE_QR_URL', 'https://me:word@qr.example/'],
    ['TILLSTONE_QR_USER', 'a:b'],
    ['TILLSTONE_QR_USER', ''],
    ['TILLSTONE_QR_PASSWORD', ''],
    ['TILLSTONE_QR_TIMEOUT_MS', 'a minute'],
    ['TILLSTONE_QR_TIMEOUT_MS', '99'],
    ['TILLSTONE_QR_GUID', 'é'],
    ['TILLSTONE_QR_GUID', 'x'.repeat(91)],
    ['TILLSTONE_QR_GUID', ''],
    ['TILLSTONE_TERMINAL_ID', 'TILL00071'],
  ])('refuse %s=%j and name it', (name, value) => {
    expect(problemsOf({ ...live, ...qr, [name]: value }).map((problem) => problem.name)).toContain(name);
  });

  it('want each of them where any of them is set, and the provider’s id with them', () => {
    const names = (environment: Record<string, string>) => problemsOf({ ...identity, ...environment }).map(({ name }) => name);
    expect(names({ TILLSTONE_QR_URL: 'https://qr.example/' })).toEqual([
      'TILLSTONE_QR_USER',
      'TILLSTONE_QR_PASSWORD',
      'TILLSTONE_QR_GUID',
    ]);
    expect(names({ TILLSTONE_QR_USER: 'a', TILLSTONE_QR_PASSWORD: 'b', TILLSTONE_QR_GUID: 'c' })).toEqual(['TILLSTONE_QR_URL']);
  });

  it('want everything about the till that a live service is told, by name', () => {
    const { TILLSTONE_MERCHANT_NAME: _, ...without } = qr;
    expect(problemsOf(without).map((problem) => problem.name)).toEqual(['TILLSTONE_MERCHANT_NAME']);
  });

  it('never repeat a value', () => {
    const problems = problemsOf({
      ...qr,
      TILLSTONE_QR_USER: 'hidden:one',
      TILLSTONE_QR_GUID: 'hidden\u0000',
      TILLSTONE_QR_URL: 'hidden',
    });
    expect(problems.length).toBe(3);
    expect(JSON.stringify(problems)).not.toContain('hidden');
  });
});
