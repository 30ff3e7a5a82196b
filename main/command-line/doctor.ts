import { existsSync } from 'node:fs';
import type { Logger } from '../ports/logger.ts';
import { formatBytes } from '../../shared/texts/describe.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import { createDiskGuard } from '../journal/disk.ts';
import type { Verification } from '../journal/journal.ts';
import { verifyJournal } from '../journal/verify.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import { settingNames } from '../settings/read-settings.ts';
import type { SettingProblem, Settings } from '../settings/settings.ts';
import type { Answer } from './answer.ts';
import { checkAdvices, checkBills, checkCodes, checkTerminal } from './check-services.ts';
import type { Check } from './check.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Looks at everything that a till needs, moves no money, and takes no lock: it works beside a running till. */
export async function doctor(texts: Texts, settings: Settings, logger: Logger): Promise<Answer> {
  const verification = verifyJournal(settings.dataDirectory);
  const checks = [
    checkSettings(texts, settings),
    checkJournal(texts, verification),
    checkDisk(texts, settings.dataDirectory),
    await checkTerminal(texts, settings, logger),
    ...(await checkBills(texts, settings, logger)),
    ...(await checkCodes(texts, settings, logger)),
    checkAdvices(texts, settings),
    checkClock(texts, systemClock, verification),
  ];
  return answerOf(checks);
}

/** Settings that cannot be read are the first thing to mend: nothing else can be looked at without them. */
export function doctorOfSettings(texts: Texts, problems: readonly SettingProblem[]): Answer {
  const checks = problems.map(({ name, problem }): Check => ({
    check: 'settings',
    state: 'problem',
    finding: `${name} ${problem}`,
    advice: texts.t('doctor.settingAdvice'),
  }));
  return { ...answerOf(checks), exitCode: exitCodes.badInput };
}

function checkSettings({ t }: Texts, { mode, dataDirectory, bds, currency, locale }: Settings): Check {
  const set = Object.keys(settingNames).filter((name) => process.env[name] !== undefined);
  const finding = t('doctor.settings', {
    mode: t(`mode.${mode}`),
    folder: dataDirectory,
    service: bds?.url ?? t('doctor.simulator'),
    currency,
    locale,
    set: set.length > 0 ? set.join(', ') : t('doctor.none'),
  });
  return mode === 'live'
    ? { check: 'settings', state: 'fine', finding }
    : { check: 'settings', state: 'warning', finding, advice: t('doctor.demonstrationAdvice') };
}

function checkJournal({ t }: Texts, verification: Verification): Check {
  if (verification.kind === 'damaged') {
    const { lastGoodSequence: sequence, lastGoodAt: at = '', detail } = verification;
    return {
      check: 'journal',
      state: 'problem',
      finding: t('commandLine.damaged', { sequence, at, detail }),
      advice: t('doctor.journalAdvice'),
    };
  }
  const { sequence, sales } = verification;
  return { check: 'journal', state: 'fine', finding: t('doctor.journal', { sequence, sales }) };
}

function checkDisk({ t, locale }: Texts, directory: string): Check {
  if (!existsSync(directory)) return { check: 'disk', state: 'fine', finding: t('doctor.noFolderYet', { folder: directory }) };
  const room = createDiskGuard({ directory }).check();
  const finding = t('doctor.disk', { free: formatBytes(room.freeBytes, locale) });
  if (room.kind === 'ample') return { check: 'disk', state: 'fine', finding };
  return { check: 'disk', state: room.kind === 'low' ? 'warning' : 'problem', finding, advice: t('doctor.diskAdvice') };
}

/** A clock that was set back dates payments before ones that happened earlier; a year that cannot be is a dead battery. */
function checkClock({ t, locale }: Texts, clock: Clock, verification: Verification): Check {
  const now = new Date(clock.now());
  const finding = t('doctor.clock', {
    now: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(now),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const lastAt = verification.kind === 'sound' ? verification.lastAt : verification.lastGoodAt;
  if (now.getUTCFullYear() < 2026) return { check: 'clock', state: 'problem', finding, advice: t('doctor.clockAdvice') };
  if (lastAt !== undefined && Date.parse(lastAt) > now.getTime() + toleratedSkewMs) {
    return {
      check: 'clock',
      state: 'problem',
      finding: `${finding} ${t('doctor.clockBehind', { at: lastAt })}`,
      advice: t('doctor.clockAdvice'),
    };
  }
  return { check: 'clock', state: 'fine', finding };
}

/** A time service nudges a clock by less than this. */
const toleratedSkewMs = 5_000;

function answerOf(checks: readonly Check[]): Answer {
  const problems = checks.filter((check) => check.state === 'problem');
  return {
    exitCode: exitCodeOf(problems),
    json: { healthy: problems.length === 0, checks },
    lines: checks.map(({ check, state, finding, advice }) => `${marks[state]} ${check}: ${finding}${advice ? ` ${advice}` : ''}`),
  };
}

const marks: Readonly<Record<Check['state'], string>> = { fine: 'ok  ', warning: 'warn', problem: 'FAIL' };

function exitCodeOf(problems: readonly Check[]): ExitCode {
  if (problems.length === 0) return exitCodes.done;
  return problems.every(({ check }) => services.has(check)) ? exitCodes.unavailable : exitCodes.failed;
}

const services: ReadonlySet<Check['check']> = new Set(['terminal', 'bills', 'codes']);
