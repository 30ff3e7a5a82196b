import { commonlyLeftOut, commonlyTold, maskBody as mask, type MaskRules } from '../electrum/mask-body.ts';

const rules: MaskRules = {
  told: new Set([...commonlyTold, 'requestType', 'dueDate', 'allowed']),
  leftOut: new Set(commonlyLeftOut),
};

/** An answer as it may stand in a log (billpay 9.32). */
export function maskBody(body: string): unknown {
  return mask(body, rules);
}
