import { existsSync } from 'node:fs';
import type { Logger } from '../ports/logger.ts';
import { formatBytes } from '../../shared/texts/describe.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import { allowsCard, type TerminalState } from '../../shared/terminal-status.ts';
import { readAdvices } from '../advices/read-folder.ts';
import { createBillpayClient } from '../billpay/client.ts';
import { createAxiosTransport } from '../http/axios-transport.ts';
import { createDiskGuard } from '../journal/disk.ts';
import type { Verification } from '../journal/journal.ts';
import { verifyJournal } from '../journal/verify.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import { settingNames } from '../settings/read-settings.ts';
import type { SettingProblem, Settings } from '../settings/settings.ts';
import { createCardTerminal } from '../terminal/session.ts';
import type { Answer } from './answer.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** One look at one part: what was found, and what to do about it. */
interface Check {
  readonly check: 'settings' | 'journal' | 'disk' | 'terminal' | 'bills' | 'advices' | 'clock';
  readonly state: 'fine' | 'warning' | 'problem';
  readonly finding: string;
  readonly advice?: string;
}

/** Looks at everything that a till needs, changes nothing, and takes no lock: it works beside a running till. */
export async function doctor(texts: Texts, settings: Settings, logger: Logger): Promise<Answer> {
  const verification = verifyJournal(settings.dataDirectory);
  const checks = [
    checkSettings(texts, settings),
    checkJournal(texts, verification),
    checkDisk(texts, settings.dataDirectory),
    await checkTerminal(texts, settings, logger),
    ...(await checkBills(texts, settings, logger)),
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

async function checkTerminal({ t }: Texts, settings: Settings, logger: Logger): Promise<Check> {
  if (!settings.bds) return { check: 'terminal', state: 'fine', finding: t('doctor.simulator') };
  const transport = createAxiosTransport();
  const { currency, bdsIdlePollMs: idlePollMs, bdsBusyPollMs: busyPollMs } = settings;
  const terminal = createCardTerminal(
    { ...settings.bds, currency, idlePollMs, busyPollMs },
    { transport, clock: systemClock, logger },
  );
  const { state, detail } = await terminal.refreshStatus();
  terminal.close();
  transport.close();
  const finding = detail === undefined ? t(`terminal.${state}`) : `${t(`terminal.${state}`)} (${detail})`;
  if (state === 'available') return { check: 'terminal', state: 'fine', finding };
  return {
    check: 'terminal',
    state: allowsCard(state) ? 'warning' : 'problem',
    finding,
    advice: t(`terminalAdvice.${state satisfies TerminalState}`),
  };
}

/** Where a bill service is set up: does it answer to us, and what does it still have to be told? */
async function checkBills({ t }: Texts, settings: Settings, logger: Logger): Promise<readonly Check[]> {
  const { billpay, identity, currency, certificateAuthority, dataDirectory } = settings;
  const checks: Check[] = [];
  if (billpay) {
    const transport = createAxiosTransport(certificateAuthority === undefined ? {} : { certificateAuthority });
    const service = createBillpayClient(
      { ...billpay, timeoutMs: Math.min(billpay.timeoutMs, billAnswerMs), identity, currency },
      { transport, clock: systemClock, logger },
    );
    const billers = await service.listBillers();
    transport.close();
    const isFine = billers.kind === 'listed' || billers.kind === 'not-offered';
    checks.push(
      isFine
        ? { check: 'bills', state: 'fine', finding: t('doctor.billsFine') }
        : { check: 'bills', state: 'problem', finding: t(`billReason.${billers.reason.code}`), advice: t('doctor.billsAdvice') },
    );
  }
  const { entries, setAside } = readAdvices(dataDirectory);
  const refused = entries.filter(({ state }) => state === 'needs-attention').length;
  const finding = t('doctor.advices', { waiting: entries.length - refused, refused, setAside: setAside.length });
  const files = setAside.map(({ file, why }) => `${file} ${why}.`).join(' ');
  if (refused + setAside.length === 0) checks.push({ check: 'advices', state: 'fine', finding });
  else
    checks.push({ check: 'advices', state: 'warning', finding: `${finding} ${files}`.trim(), advice: t('doctor.advicesAdvice') });
  return checks;
}

/** A person waits for the doctor. */
const billAnswerMs = 10_000;

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
  return problems.every(({ check }) => check === 'terminal' || check === 'bills') ? exitCodes.unavailable : exitCodes.failed;
}
