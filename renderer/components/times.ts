import type { Texts } from '../../shared/texts/translate.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, style: 'time' | 'date-time' | 'exact'): Intl.DateTimeFormat {
  const key = `${locale} ${style}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(locale, {
    ...(style === 'time' ? {} : { dateStyle: 'medium' }),
    timeStyle: style === 'exact' ? 'medium' : 'short',
  });
  formats.set(key, format);
  return format;
}

/** `3:41 PM`: for lists of one day. */
export function formatTime(at: string, locale: string): string {
  return formatOf(locale, 'time').format(new Date(at));
}

/** `Nov 21, 2026, 3:41 PM`. */
export function formatDateTime(at: string, locale: string): string {
  return formatOf(locale, 'date-time').format(new Date(at));
}

/** `Mar 31, 2026`: a day that a service writes as `yyyy-MM-dd`, the same day wherever the till stands; a text that is no day stays as it came. */
export function formatDate(day: string, locale: string): string {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) return day;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(ms);
}

/** The local day of a moment as a service writes days, `yyyy-MM-dd`: what is due is due by the shop's own calendar. */
export function dayOf(at: string): string {
  const date = new Date(at);
  const pair = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pair(date.getMonth() + 1)}-${pair(date.getDate())}`;
}

/** With seconds: for timelines. */
export function formatExactly(at: string, locale: string): string {
  return formatOf(locale, 'exact').format(new Date(at));
}

/** When the terminal says that it was: as the service writes it (UTC, up to seven fractional digits); a text that is no moment stays as it came. */
export function formatTerminalTime(at: string, locale: string): string {
  const isZoned = /(?:Z|[+-]\d{2}:?\d{2})$/u.test(at);
  const ms = Date.parse(isZoned ? at : `${at}Z`);
  return Number.isNaN(ms) ? at : formatOf(locale, 'exact').format(ms);
}

/** `1:07`, `12:00`, `1:02:03`: how long something has taken. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const pair = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pair(minutes)}:${pair(seconds % 60)}` : `${minutes}:${pair(seconds % 60)}`;
}

/** `just now`, `12 s ago`, `3 min ago`. */
export function formatAge(ms: number, t: Texts['t']): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 2) return t('age.now');
  if (seconds < 90) return t('age.seconds', { count: seconds });
  const minutes = Math.floor(seconds / 60);
  return minutes < 90 ? t('age.minutes', { count: minutes }) : t('age.hours', { count: Math.floor(minutes / 60) });
}

/** The moment at which the local day of a moment began, ISO 8601, UTC: what `history/list` wants as `since`. */
export function startOfDay(nowMs: number): string {
  const day = new Date(nowMs);
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}
