import type { Currency } from '../../shared/currency.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { given, ledgerAmount, originatorOf, ownIdentifier, settlementOf } from '../electrum/encode-parts.ts';
import type { RuleProblem } from '../electrum/field-rules.ts';
import type { MessageContext, ThirdPartyIdentifier } from '../electrum/messages.ts';
import type { Identity } from '../settings/identity.ts';
import { checkFields } from './field-rules.ts';
import type { CodePayment, PreparedPay, QrCode } from './messages.ts';

/** Who sends every message of this till, and in which currency it sells. */
export interface Sender {
  readonly identity: Identity;
  /** The user name of Basic authentication, and with it `client.id` (qr 1): taken from one place, so that they cannot differ. */
  readonly user: string;
  readonly currency: Currency;
}

export interface PreparedCode {
  /** JSON, as it is sent. */
  readonly body: string;
  readonly requestId: string;
  readonly own: ThirdPartyIdentifier;
}

/** `POST qrCodes` (qr 3.1). No money is involved; every try has an id of its own. */
export function encodeCreateCode(
  sender: Sender,
  { amountMinor, references, expiresAt }: CodePayment,
  { requestId, time }: { readonly requestId: string; readonly time: string },
): Result<PreparedCode, readonly RuleProblem[]> {
  const amount = ledgerAmount(amountMinor, sender.currency);
  const own = ownIdentifier(sender.user, references.transactionIdentifier);
  const message = {
    ...requestOf(sender, { references: { ...references, requestId }, time }),
    thirdPartyIdentifiers: [own],
    ...given({ stan: references.stan, rrn: references.rrn }),
    amounts: { requestAmount: amount },
    qrProperties: {
      value: amount,
      // A sale is paid as a whole (qr 4.5).
      overPaymentAllowed: false,
      partPaymentAllowed: false,
      ...given({ expiryDate: expiresAt }),
      singleUse: true,
      // The provider's template is all that the till reads.
      scheme: 'ELECTRUM_MERCHANT_MINIMAL',
    },
  };
  const problems = checkFields('CreateQrCodeRequest', message);
  return problems.length > 0 ? fail(problems) : ok({ body: JSON.stringify(message), requestId, own });
}

/** `POST payments` (qr 3.3): the code's own transaction, and what the code's answer told of other parties. */
export function encodePay(
  sender: Sender,
  code: Pick<QrCode, 'tranId' | 'thirdPartyIdentifiers'>,
  { amountMinor }: { readonly amountMinor: number },
  context: MessageContext,
): Result<PreparedPay, readonly RuleProblem[]> {
  const { references } = context;
  const { requestId, stan, rrn, basketRef } = references;
  const own = ownIdentifier(sender.user, references.transactionIdentifier);
  const thirdPartyIdentifiers = identifiersOfPay(code.thirdPartyIdentifiers, own);
  const message = {
    ...requestOf(sender, context),
    thirdPartyIdentifiers,
    ...given({ basketRef, tranType: 'GOODS_AND_SERVICES', stan, rrn }),
    ...settlementOf(sender.identity),
    amounts: { requestAmount: ledgerAmount(amountMinor, sender.currency) },
    tranId: code.tranId,
  };
  const problems = checkFields('PaymentRequest', message);
  if (problems.length > 0) return fail(problems);
  const basis = { requestId, tranId: code.tranId, thirdPartyIdentifiers, ...given({ stan, rrn }) };
  return ok({ body: JSON.stringify(message), basis, asked: { amountMinor, own } });
}

/** What both requests have (qr 3.1 and 3.3). The channel of a release after this one is not sent (qr 3.10). */
function requestOf({ identity, user }: Sender, { references, time }: MessageContext): Readonly<Record<string, unknown>> {
  return {
    id: references.requestId,
    time,
    originator: { ...originatorOf(identity), ...given({ operatorId: references.operatorId }) },
    client: { id: user, name: identity.institution.name },
  };
}

/**
 * The code's identifiers with our own entry (qr 7) [J]. The entry under our id is ours to set: it says the number that our slip shows,
 * also where the code was made under another. Nobody else's is touched.
 */
function identifiersOfPay(known: readonly ThirdPartyIdentifier[], own: ThirdPartyIdentifier): readonly ThirdPartyIdentifier[] {
  const isOwn = ({ institutionId }: ThirdPartyIdentifier): boolean => institutionId === own.institutionId;
  return known.some(isOwn) ? known.map((entry) => (isOwn(entry) ? { ...entry, ...own } : entry)) : [...known, own];
}
