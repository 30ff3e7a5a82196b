/**
 * What may stand in a log: everything but secrets and what identifies a card or its holder.
 * First line of defence, at the source: an entry's fields are rebuilt here, and what is not safe never reaches the line that is written.
 */

/**
 * Names whose value is left out wherever they occur, at any depth, compared without case, blanks, hyphens and underscores.
 * `readid`, `token`, `cardholdername` and `cardnumber` come back from the card service (BDS 3); `headers`, `config`, `request` and their like
 * are where an HTTP library's objects keep the password and the body. Who pays is nobody's business either.
 */
const secretNames = new Set(
  [
    'accessToken',
    'apiKey',
    'authorization',
    'auth',
    'basicAuth',
    'body',
    'cardHolder',
    'cardHolderName',
    'cardNumber',
    'clientSecret',
    'config',
    'cookie',
    'credentials',
    'cvc',
    'cvv',
    'data',
    'emailAddress',
    'firstName',
    'headers',
    'lastName',
    'middleName',
    'pan',
    'passphrase',
    'password',
    'payor',
    'phoneNumber',
    'pin',
    'pinBlock',
    'privateKey',
    'proxyAuthorization',
    'readId',
    'refreshToken',
    'request',
    'response',
    'secret',
    'securityCode',
    'setCookie',
    'token',
    'track',
    'track1',
    'track2',
    'track3',
    'trackData',
  ].map(plainName),
);

const leftOut = '[left out]';

/** A log is for ids, codes and durations: what is larger is a mistake, and must not fill the disk. */
const limits = { depth: 6, entries: 50, textLength: 4_000 } as const;

/** The fields as they may be written: plain data, without secrets. Never throws, whatever it is given. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const redacted = redact(fields, limits.depth, new Set());
  return typeof redacted === 'object' && redacted !== null ? { ...redacted } : { fields: redacted };
}

function redact(value: unknown, depthLeft: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (above.has(value)) return '[circular]';
  if (depthLeft === 0) return '[deeper]';
  const path = new Set(above).add(value);
  if (value instanceof Map) return redact(Object.fromEntries(value), depthLeft, path);
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, limits.entries).map((entry) => redact(entry, depthLeft - 1, path));
  }
  return redactObject(value, depthLeft, path);
}

function redactObject(value: object, depthLeft: number, path: ReadonlySet<object>): Record<string, unknown> {
  const redacted: Record<string, unknown> = {};
  for (const name of Object.keys(value).slice(0, limits.entries)) {
    redacted[name] = secretNames.has(plainName(name)) ? leftOut : redact(read(value, name), depthLeft - 1, path);
  }
  return redacted;
}

/**
 * An error's own words and nothing that somebody hung on it: an axios error carries the whole request, with its password and its body.
 * Its `cause` is left out for the same reason.
 */
function redactError(error: Error): Record<string, unknown> {
  const code = read(error, 'code');
  return {
    name: redactText(String(read(error, 'name'))),
    message: redactText(String(read(error, 'message'))),
    stack: redactText(String(read(error, 'stack'))),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
  };
}

/** Credentials hide in addresses and in what servers and libraries quote. */
function redactText(text: string): string {
  const short = text.length > limits.textLength ? `${text.slice(0, limits.textLength)} [shortened]` : text;
  return short
    .replaceAll(/\/\/[^\s/?#@]+@/gu, `//${leftOut}@`)
    .replaceAll(/\b(basic|bearer)\s+[\w.~+/-]{6,}=*/giu, `$1 ${leftOut}`);
}

/** A getter may throw; a log entry must not. */
function read(value: object, name: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[name];
  } catch {
    return '[unreadable]';
  }
}

function plainName(name: string): string {
  return name.replaceAll(/[\s_-]/gu, '').toLowerCase();
}
