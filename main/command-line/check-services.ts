import { allowsCard, type TerminalState } from '../../shared/terminal-status.ts';
import { describeQrReason } from '../../shared/texts/describe.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import { readAdvices } from '../advices/read-folder.ts';
import { createBillpayClient } from '../billpay/client.ts';
import { makeReferences } from '../electrum/references.ts';
import { createAxiosTransport } from '../http/axios-transport.ts';
import { systemClock } from '../ports/clock.ts';
import { randomIds } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import { createQrClient } from '../qr/client.ts';
import type { Settings } from '../settings/settings.ts';
import { createCardTerminal } from '../terminal/session.ts';
import type { Check } from './check.ts';

/** Does the card service answer, and can a card be taken now? */
export async function checkTerminal({ t }: Texts, settings: Settings, logger: Logger): Promise<Check> {
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

/** Where a bill service is set up: does it answer to us? */
export async function checkBills({ t }: Texts, settings: Settings, logger: Logger): Promise<readonly Check[]> {
  const { billpay, identity, currency, certificateAuthority } = settings;
  if (!billpay) return [];
  const transport = createAxiosTransport(certificateAuthority === undefined ? {} : { certificateAuthority });
  const service = createBillpayClient(
    { ...billpay, timeoutMs: Math.min(billpay.timeoutMs, patienceMs), identity, currency },
    { transport, clock: systemClock, logger },
  );
  const billers = await service.listBillers();
  transport.close();
  const isFine = billers.kind === 'listed' || billers.kind === 'not-offered';
  return [
    isFine
      ? { check: 'bills', state: 'fine', finding: t('doctor.billsFine') }
      : { check: 'bills', state: 'problem', finding: t(`billReason.${billers.reason.code}`), advice: t('doctor.billsAdvice') },
  ];
}

/**
 * Where a QR service is set up: does it give us a code that the till would show? One for the smallest amount is asked for, and thrown away:
 * it moves no money (qr 4.1), and there is no smaller question that finds a wrong password or another provider's codes.
 */
export async function checkCodes(texts: Texts, settings: Settings, logger: Logger): Promise<readonly Check[]> {
  const { qr, qrGuid: guid, identity, currency, certificateAuthority } = settings;
  if (!qr) return [];
  const transport = createAxiosTransport(certificateAuthority === undefined ? {} : { certificateAuthority });
  const service = createQrClient(
    { ...qr, codeTimeoutMs: patienceMs, guid, identity, currency },
    { transport, clock: systemClock, logger, newId: randomIds.qrId },
  );
  // No sale of any till has the counter 0.
  const references = makeReferences({
    requestId: randomIds.qrId(),
    terminalId: identity.terminalId,
    counter: 0,
    atMs: systemClock.now(),
  });
  const outcome = await service.createCode({ amountMinor: 1, references });
  transport.close();
  if (outcome.kind === 'created') return [{ check: 'codes', state: 'fine', finding: texts.t('doctor.codesFine') }];
  const finding =
    outcome.kind === 'not-sendable'
      ? outcome.problems.map(({ field, rule }) => `${field}: ${rule}`).join(', ')
      : describeQrReason(texts, outcome.reason);
  return [{ check: 'codes', state: 'problem', finding, advice: texts.t('doctor.codesAdvice') }];
}

/** A person waits for the doctor. */
const patienceMs = 10_000;

/** What do the services still have to be told? */
export function checkAdvices({ t }: Texts, { dataDirectory }: Settings): Check {
  const { entries, setAside } = readAdvices(dataDirectory);
  const refused = entries.filter(({ state }) => state === 'needs-attention').length;
  const finding = t('doctor.advices', { waiting: entries.length - refused, refused, setAside: setAside.length });
  const files = setAside.map(({ file, why }) => `${file} ${why}.`).join(' ');
  if (refused + setAside.length === 0) return { check: 'advices', state: 'fine', finding };
  return { check: 'advices', state: 'warning', finding: `${finding} ${files}`.trim(), advice: t('doctor.advicesAdvice') };
}
