/**
 * The English texts of the customer's display. Nothing is filled in, so its page needs neither the whole catalogue nor what formats it:
 * amounts and times stand beside the words. `en.ts` has them as well: a language that misses one does not compile.
 */
export const customer = {
  title: 'Customer display',
  thanks: 'Thank you',
  wait: 'One moment, please',
  toPay: 'To pay',
  stillToPay: 'Still to pay',
  paidBefore: 'Paid so far',
  ways: 'You can pay with',
  card: 'Card',
  cash: 'Cash',
  code: 'QR code',
  followTerminal: 'Follow the card terminal',
  followTerminalText: 'Insert or tap your card, and check the amount there.',
  scan: 'Scan to pay',
  scanText: 'Use the app of your bank or wallet.',
  codeComes: 'The code is coming',
  codeOver: 'The time is up',
  codeImage: 'QR code to pay with',
  timeLeft: 'Time left',
  paid: 'Paid',
  change: 'Your change',
  notPaid: 'Not paid',
  cashBack: 'You get back',
  practice: 'DEMONSTRATION',
  practiceText: 'No real payment is made.',
} as const;
