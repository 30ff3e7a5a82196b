import type { Texts } from '../../shared/texts/translate.ts';
import { verifyJournal } from '../journal/verify.ts';
import type { Settings } from '../settings/settings.ts';
import type { Answer } from './answer.ts';
import { exitCodes } from './exit-codes.ts';

/** Reads the whole journal and recomputes its chain. Works beside a running till. */
export function verifyChain(texts: Texts, settings: Settings): Answer {
  const verification = verifyJournal(settings.dataDirectory);
  const { kind: verdict, ...found } = verification;
  if (verification.kind === 'sound') {
    const { sequence, sales, hash } = verification;
    return {
      exitCode: exitCodes.done,
      json: { verdict, ...found },
      lines: [texts.t('commandLine.sound', { sequence, sales, hash })],
    };
  }
  const { lastGoodSequence, lastGoodAt = '', detail } = verification;
  return {
    exitCode: exitCodes.failed,
    json: { verdict, ...found },
    lines: [texts.t('commandLine.damaged', { sequence: lastGoodSequence, at: lastGoodAt, detail })],
  };
}
