import type { Texts } from '../../shared/texts/translate.ts';
import { describePayload, type DescribedObject } from '../qr/emv/describe-payload.ts';
import type { Settings } from '../settings/settings.ts';
import type { Answer } from './answer.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * What a QR payload says, object by object, and whether the till would pay on it. Sends nothing.
 * One that breaks the rules is bad input, and is still read as far as it goes.
 */
export function decodeCode(texts: Texts, { qrGuid: guid }: Pick<Settings, 'qrGuid'>, payload: string): Answer {
  const { refusal, ...described } = describePayload(payload, { guid });
  const isPayable = refusal === undefined;
  const verdict = isPayable
    ? texts.t('commandLine.payable')
    : texts.t('commandLine.notPayable', { why: refusal.kind, at: refusal.at });
  const error = isPayable ? {} : { error: { kind: 'bad-payload', problem: refusal.kind, at: refusal.at, message: verdict } };
  return {
    exitCode: isPayable ? exitCodes.done : exitCodes.badInput,
    json: { payload, isPayable, ...described, ...error },
    lines: [...described.objects.flatMap((object) => linesOf(object)), verdict],
  };
}

function linesOf({ tag, value, objects }: DescribedObject): readonly string[] {
  return objects ? [tag, ...objects.map((inner) => `  ${tag}.${inner.tag}  ${inner.value}`)] : [`${tag}  ${value}`];
}
