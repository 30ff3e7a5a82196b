/** What the protocol's closed lists contain (QR 3.2, 3.4, 3.8 and 3.9). */
export const qrSchemes = ['EMVCO_MERCHANT', 'PSEUDO_EMVCO_MERCHANT', 'ELECTRUM_MERCHANT_MINIMAL'] as const;

export const reversalReasons = ['TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL'] as const;

export const tenderTypes = [
  'CASH',
  'CHEQUE',
  'CREDIT_CARD',
  'DEBIT_CARD',
  'WALLET',
  'ROUNDING',
  'GIFT_CARD',
  'LOYALTY_CARD',
  'OTHER',
] as const;

/** A tender's; there is no gift card among them. */
export const tenderAccountTypes = [
  'DEFAULT',
  'SAVINGS',
  'CHEQUE',
  'CREDIT',
  'UNIVERSAL',
  'ELECTRONIC_PURSE',
  'STORED_VALUE',
] as const;

export const accountTypes = [...tenderAccountTypes, 'GIFT_CARD'] as const;

export const tranTypes = [
  'GOODS_AND_SERVICES',
  'CASH_WITHDRAWAL',
  'DEBIT_ADJUSTMENT',
  'GOODS_AND_SERVICES_WITH_CASH_BACK',
  'NON_CASH',
  'RETURNS',
  'DEPOSIT',
  'CREDIT_ADJUSTMENT',
  'GENERAL_CREDIT',
  'AVAILABLE_FUNDS_INQUIRY',
  'BALANCE_INQUIRY',
  'GENERAL_INQUIRY',
  'CARD_VERIFICATION_INQUIRY',
  'CARDHOLDER_ACCOUNTS_TRANSFER',
  'GENERAL_TRANSFER',
  'PAYMENT_FROM_ACCOUNT',
  'GENERAL_PAYMENT',
  'PAYMENT_TO_ACCOUNT',
  'PAYMENT_FROM_ACCOUNT_TO_ACCOUNT',
  'PLACE_HOLD_ON_CARD',
  'GENERAL_ADMIN',
  'CHANGE_PIN',
  'CARD_HOLDER_INQUIRY',
  'POINTS_INQUIRY',
] as const;
