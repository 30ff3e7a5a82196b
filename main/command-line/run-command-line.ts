import { join } from 'node:path';
import { createTexts, type Texts } from '../../shared/texts/translate.ts';
import { describeFailure } from '../../shared/texts/describe.ts';
import { compose } from '../compose.ts';
import { startServices, type Services } from '../demonstration.ts';
import { createFileLogger, type FileLogger } from '../logs/file-logger.ts';
import { randomIds } from '../ports/ids.ts';
import { onInterrupt } from '../ports/interrupts.ts';
import { silentLogger } from '../ports/logger.ts';
import { printInTheWindow } from '../ports/slip-printer.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { Till } from '../till.ts';
import type { Answer } from './answer.ts';
import { drainAdvices, listAdvices, retryAdvice } from './advices.ts';
import { lookUp, payBill } from './bills.ts';
import { decodeCode } from './decode-code.ts';
import { doctor, doctorOfSettings } from './doctor.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { helpText } from './help-text.ts';
import { optionOf, parseCommand, type ArgumentProblem, type Command } from './parse-command.ts';
import { payByCode } from './pay-by-code.ts';
import { payInBackground } from './pay-in-background.ts';
import { listSales, showSale } from './read-sales.ts';
import { resolveSale } from './resolve-sale.ts';
import { sell } from './sell.ts';
import { verifyChain } from './verify-chain.ts';

/**
 * Runs one command and says how it ended. With --json stdout carries exactly one JSON object, whatever happens;
 * what people read goes to stderr.
 */
export async function runCommandLine(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const isJson = words.includes('--json');
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const answer = await answerTo(words, environment, say);
  answer.lines.forEach(say);
  // Written to its end before the process goes: a pipe takes a long answer in pieces.
  if (isJson) await new Promise((resolve) => process.stdout.write(`${JSON.stringify(answer.json)}\n`, resolve));
  return answer.exitCode;
}

/** What a command tells before its answer, beside its words for people. */
export interface CommandHooks {
  /** A customer may scan a code now. */
  shown?(json: Readonly<Record<string, unknown>>): void;
}

/** The same without a process: what the command says, and its code. */
export async function answerTo(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
  hooks: CommandHooks = {},
): Promise<Answer> {
  let settings: Settings | undefined;
  try {
    const usual = createTexts('en-US');
    const command = parseCommand(words);
    if (!command.ok) return refuseArguments(command.failure);
    if (command.value.kind === 'help') return { exitCode: exitCodes.done, json: { help: helpText }, lines: [helpText] };
    const read = readSettings(environment);
    if (!read.ok) {
      if (command.value.kind === 'doctor') return doctorOfSettings(usual, read.failure);
      return refuseArguments(read.failure.map(({ name, problem }) => ({ field: name, message: problem })));
    }
    settings = read.value;
    if (command.value.kind === 'pay-by-code' && !command.value.isWaitedFor)
      return await payInBackground(
        words.filter((word) => word !== '--no-wait'),
        environment,
      );
    return await perform(command.value, settings, createTexts(settings.locale), { say, ...hooks });
  } catch (error) {
    return incident(error, settings);
  }
}

async function perform(
  command: Exclude<Command, { kind: 'help' }>,
  settings: Settings,
  texts: Texts,
  { say, shown }: CommandHooks & { say(line: string): void },
): Promise<Answer> {
  switch (command.kind) {
    case 'history':
      return listSales(texts, settings, command.limit);
    case 'show':
      return showSale(texts, settings, command.sale);
    case 'verify':
      return verifyChain(texts, settings);
    case 'doctor':
      return doctor(texts, settings, silentLogger);
    case 'sale':
      return withServices(settings, texts, (till) =>
        sell({ till, settings, texts, saleId: randomIds.saleId(), say, onInterrupt }, command.input, command.overrideReason),
      );
    case 'look-up':
      return withServices(settings, texts, (till) => lookUp({ till, settings, texts, say }, command.bill));
    case 'pay-bill':
      return withServices(settings, texts, (till) => payBill({ till, settings, texts, say, onInterrupt }, command));
    case 'pay-by-code': {
      const more = { saleId: randomIds.saleId(), onInterrupt, ...(shown ? { shown } : {}) };
      return withServices(settings, texts, (till) =>
        payByCode({ till, settings, texts, say, ...more }, command.input, command.overrideReason),
      );
    }
    case 'decode-code':
      return decodeCode(texts, settings, command.payload);
    case 'list-advices':
      return listAdvices(texts, settings);
    case 'drain-advices':
      return withServices(settings, texts, (till) => drainAdvices({ till, settings, texts, say }, command.timeoutMs));
    case 'retry-advice':
      return withServices(settings, texts, (till) => retryAdvice({ till, settings, texts, say }, command.adviceId));
    case 'resolve':
      // What is resolved may owe a biller a message: it is queued, and goes out with this till or the next.
      return withServices(settings, texts, (till) => resolveSale({ till, settings, texts }, command));
  }
}

async function withServices(settings: Settings, texts: Texts, work: (till: Till) => Promise<Answer>): Promise<Answer> {
  const services = await startServices(settings);
  try {
    return await withTill(settings, texts, services, work);
  } finally {
    await services.close();
  }
}

async function withTill(
  settings: Settings,
  texts: Texts,
  { bds, billpay, qr }: Pick<Services, 'bds' | 'billpay' | 'qr'>,
  work: (till: Till) => Promise<Answer>,
): Promise<Answer> {
  const logger = await openLog(settings);
  try {
    const composed = compose(settings, { logger, printer: printInTheWindow, bds, billpay, qr });
    if (!composed.ok) {
      const { holder } = composed.failure;
      const message = holder ? texts.t('commandLine.inUseBy', { pid: holder.pid }) : texts.t('commandLine.inUse');
      return { exitCode: exitCodes.unavailable, json: { error: { ...composed.failure, message } }, lines: [message] };
    }
    try {
      return await work(composed.value);
    } finally {
      await composed.value.close();
    }
  } finally {
    await logger.close();
  }
}

function openLog(settings: Settings): Promise<FileLogger> {
  return createFileLogger({ directory: join(settings.dataDirectory, 'logs'), name: 'command-line' });
}

function refuseArguments(problems: readonly ArgumentProblem[]): Answer {
  const lines = problems.map(
    ({ field, message }) => `${/^[A-Z]|^command$|^arguments$/u.test(field) ? field : optionOf(field)}: ${message}`,
  );
  return { exitCode: exitCodes.badInput, json: { error: { kind: 'bad-input', problems } }, lines: [...lines, 'Try: help'] };
}

/** A programmer's mistake: the person gets a number, the log the whole of it. */
async function incident(error: unknown, settings: Settings | undefined): Promise<Answer> {
  const incidentId = randomIds.incidentId();
  if (settings) {
    const logger = await openLog(settings);
    logger.error('incident', { incidentId, error });
    await logger.close();
  }
  const message = describeFailure(createTexts('en-US'), { kind: 'internal', incidentId });
  return { exitCode: exitCodes.internal, json: { error: { kind: 'internal', incidentId, message } }, lines: [message] };
}
