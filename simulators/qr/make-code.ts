import type { Clock } from '../common/clock.ts';
import { fieldOf, textOf, type JsonObject } from '../common/json-object.ts';
import { codeAnswer } from './answers.ts';
import type { IdSource } from './ids.ts';
import type { Ledger } from './ledger.ts';
import type { Code } from './ledger-types.ts';
import { amountOf, identifiersOf, withIdentifiers } from './message.ts';
import { writePayload } from './payload.ts';
import type { Reply } from './reply.ts';
import type { QrSettings } from './settings.ts';

export interface CodeParts {
  readonly ledger: Ledger;
  readonly settings: () => QrSettings;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Tells whoever shows the code, before it is answered. */
  codeMade(code: Code): void;
}

/** `createQrCode` (QR 9.2): a code with an id that nobody can guess. @param body one whose fields are right */
export function makeCode({ ledger, settings, clock, ids, codeMade }: CodeParts, body: JsonObject): Reply {
  const { guid, institution, codeTtlMs } = settings();
  const tranId = freshTranId(ledger, ids);
  const qrCode = writePayload({ tag: '26', guid, content: tranId });
  const value = amountOf(body, 'qrProperties', 'value');
  const amount = amountOf(body, 'amounts', 'requestAmount') ?? value;
  const expiryDate = Date.parse(textOf(body, 'qrProperties', 'expiryDate') ?? '');
  const expiresMs = Math.min(clock.now() + codeTtlMs, Number.isNaN(expiryDate) ? Infinity : expiryDate);
  const identifiers = withIdentifiers(identifiersOf(body), {
    institutionId: institution.id,
    transactionIdentifier: `SIM-Q-${String(ledger.codeCount() + 1).padStart(6, '0')}`,
  });
  const number = ledger.writeCode({
    tranId,
    requestId: textOf(body, 'id') ?? '',
    qrCode,
    terminalId: textOf(body, 'originator', 'terminalId') ?? '',
    merchantName: textOf(body, 'originator', 'merchant', 'merchantName', 'name') ?? '',
    ...(amount ? { amount } : {}),
    ...(value ? { value } : {}),
    overPaymentAllowed: fieldOf(body, 'qrProperties', 'overPaymentAllowed') === true,
    partPaymentAllowed: fieldOf(body, 'qrProperties', 'partPaymentAllowed') === true,
    expiresAt: new Date(expiresMs).toISOString(),
    identifiers,
  });
  const code = ledger.code(tranId);
  if (code) codeMade(code);
  const now = new Date(clock.now()).toISOString();
  return { status: 201, body: codeAnswer(body, { now, guid, tranId, qrCode, identifiers }), number };
}

/** A seed that comes again must not give out a code a second time. */
function freshTranId(ledger: Ledger, ids: IdSource): string {
  for (;;) {
    const tranId = ids.hex(32);
    if (!ledger.code(tranId)) return tranId;
  }
}
