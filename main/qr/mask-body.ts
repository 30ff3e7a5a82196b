import { commonlyLeftOut, commonlyTold, maskBody as mask, type MaskRules } from '../electrum/mask-body.ts';

const rules: MaskRules = {
  told: new Set([...commonlyTold, 'tranId', 'scheme', 'singleUse', 'expiryDate']),
  // The token says who paid, and may be good for more (qr 1).
  leftOut: new Set([...commonlyLeftOut, 'partnerPaymentToken']),
};

/** An answer as it may stand in a log: no token, no card number, no customer (qr 1). */
export function maskBody(body: string): unknown {
  return mask(body, rules);
}
