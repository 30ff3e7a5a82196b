import type { AdviceView } from '../advice-view.ts';
import type { BillKind } from '../bill.ts';
import { billReason as serviceReason } from './bill-reasons.ts';
import { code, qrReason, qrState, slipCodeState } from './code-texts.ts';
import { customer } from './customer-texts.ts';
import type { BillLine, BillState } from '../bill-line.ts';
import type { Failure } from '../failure.ts';
import type { FieldProblemCode, InputField } from '../sale-input.ts';
import type { ApplicationType, Outcome, ProcessingMethod, ReasonCode } from '../sale.ts';
import type { Slip, SlipBill, SlipLabel } from '../slip.ts';
import type { JournalHealth, Mode } from '../snapshot.ts';
import type { TerminalState } from '../terminal-status.ts';

/**
 * Every English text of the till, for the window and for the command line. A group that belongs to a closed union is a `Record` over it,
 * so a case without a text does not compile. `{{name}}` is filled in; `_one` and `_other` are chosen by `count`.
 * A sentence says what happened and what to do next, in words that a cashier could say aloud.
 */

/** The facts that a timeline can tell; the journal's kinds, one sentence each. */
export type FactKind =
  | 'sale-opened'
  | 'payment-begun'
  | 'payment-approved'
  | 'payment-declined'
  | 'payment-cancelled'
  | 'payment-failed'
  | 'payment-outcome-unknown'
  | 'payment-resolved'
  | 'late-answer-received'
  | 'bill-requested'
  | 'bill-approved'
  | 'bill-declined'
  | 'bill-unanswered'
  | 'cash-taken'
  | 'cash-returned'
  | 'sale-abandoned'
  | 'advice-queued'
  | 'advice-delivered'
  | 'advice-refused'
  | 'advice-id-taken'
  | 'qr-begun'
  | 'qr-payment-begun'
  | 'qr-approved'
  | 'qr-declined'
  | 'qr-unanswered'
  | 'qr-cancelled'
  | 'qr-payment-ended';

/** What a resolution by hand can say; also the two buttons of its dialog. */
type Verdict = 'charged' | 'not-charged';

const outcome = {
  open: 'Not paid yet',
  waiting: 'With the customer',
  approved: 'Approved',
  declined: 'Declined',
  cancelled: 'Cancelled',
  failed: 'Failed',
  'outcome-unknown': 'Outcome unknown',
  abandoned: 'Given up',
} as const satisfies Record<Outcome, string>;

const reason = {
  'declined-by-issuer': 'The card’s bank said no. Nothing was charged. The customer can try another card.',
  'cancelled-by-customer': 'The customer ended it at the terminal. Nothing was charged.',
  'cancelled-by-administrator': 'An administrator ended it at the terminal. Nothing was charged.',
  'amount-declined-by-customer': 'The customer did not accept the amount. Nothing was charged.',
  'customer-too-slow':
    'The terminal waited too long for the customer. Nothing was charged. Start again when the customer is ready.',
  'terminal-unavailable':
    'The card terminal was not available. Nothing was charged. Check its cable and its screen, then try again.',
  'terminal-fault': 'The card terminal reported a fault. Nothing was charged. Try again; if it stays, restart the terminal.',
  'terminal-not-capable': 'The card terminal cannot take this kind of payment. Nothing was charged.',
  'bolletta-unreachable': 'The payment service could not be reached. Nothing was charged. Try again in a minute.',
  'issuer-unreachable': 'The card’s bank could not be reached. Nothing was charged. Try again, or try another card.',
  'general-error': 'The card service reported an error. Nothing was charged. Try again.',
  'request-refused': 'The card service refused the request. Nothing was charged. Check what was entered.',
  'wrong-credentials': 'The card service did not accept the till’s user name or password. Nothing was charged. Call IT.',
  'service-unreachable': 'The card service is not running on this computer. Nothing was charged. Start it, or call IT.',
  'connection-lost': 'The connection to the terminal was lost before its answer came. The card may have been charged.',
  'unreadable-answer': 'The terminal’s answer could not be read. The card may have been charged.',
  'service-error': 'The card service failed before it told the outcome. The card may have been charged.',
  'till-stopped': 'The till stopped while the customer was at the terminal. The card may have been charged.',
  'not-recorded': 'The terminal answered, but the answer could not be written down. The card may have been charged.',
  'resolved-charged': 'Somebody found that the card was charged.',
  'resolved-not-charged': 'Somebody found that nothing was charged.',
  'abandoned-by-cashier': 'Nothing was charged, and nothing is paid.',
  'no-bill-left': 'No bill could be paid. Nothing was charged.',
} as const satisfies Record<ReasonCode, string>;

/** A till that stopped before a sale was paid: no customer was at the terminal. */
const stoppedBeforePaid = 'The till stopped before the sale was paid. Nothing was charged, and nothing is paid.';

const failure = {
  'bad-input': 'Some of what was entered will not do. Nothing was sent.',
  blocked: 'An earlier attempt at this bill has no known outcome. Resolve it before you charge again.',
  'terminal-busy': 'A customer is at the terminal. Wait until that payment has ended.',
  'sale-open': 'Another sale is at the counter. Take its money, or give it up first.',
  'not-now': 'This cannot be done at this point of the sale.',
  'bill-refused': '{{reason}}',
  'no-bill-service': 'This till is not set up for bills. Call IT.',
  'no-qr-service': 'This till is not set up for payments by code. Call IT.',
  'no-such-advice': 'There is no such message waiting for a service.',
  'terminal-not-ready': 'No payment was started: {{terminal}}. {{advice}}',
  'disk-full': 'No payment was started: the disk is full ({{free}} free, {{needed}} needed). Free some space, then try again.',
  'not-written': 'No payment was started: the disk refused to write it down ({{detail}}). Try again; if it stays, call IT.',
  'journal-damaged': 'The till’s record of payments is damaged after entry {{sequence}}. Do not sell. Call IT.',
  'journal-too-new': 'The till’s record was written by a newer version. Install the newer version; this one sells nothing.',
  'wrong-mode': 'This data folder belongs to another mode ({{folderMode}}). Practice and real payments are never mixed. Call IT.',
  'id-reused': 'This payment was already started with other details. Look at today’s payments before you charge again.',
  'no-such-sale': 'There is no payment with this id.',
  'not-unresolved': 'The outcome of this payment is known already. There is nothing to resolve.',
  'unknown-call': 'The till does not know the call “{{name}}”.',
  'bad-call': 'The till was asked in a shape that it does not know: {{detail}}',
  internal:
    'The till made a mistake. Tell support this number: {{incidentId}}. Look at today’s payments before you charge again.',
  'till-unreachable': 'The till did not answer. Press the button again: the same payment is never taken twice.',
} as const satisfies Record<Failure['kind'], string>;

/** Why a bill came to nothing, or what its message to the biller came to. */
const billReason = {
  ...serviceReason,
  abandoned: 'The sale was given up.',
  'advice-refused': 'The bill service refused the message. A manager has to look at it.',
} as const satisfies Record<Exclude<BillLine['reason'], undefined>['code'], string>;

const billState = {
  requested: 'Asking the biller',
  reserved: 'Reserved',
  declined: 'Declined',
  confirming: 'Paid, biller being told',
  confirmed: 'Paid',
  reversing: 'Being taken back',
  reversed: 'Taken back',
  'needs-attention': 'Needs attention',
} as const satisfies Record<BillState, string>;

const billKind = {
  account: 'Account',
  'traffic-fine': 'Traffic fine',
  policy: 'Policy',
} as const satisfies Record<BillKind, string>;

const problem = {
  'amount-empty': 'Enter the amount.',
  'more-than-due': 'This is more than what is still to pay.',
  'amount-not-a-number': 'This is not an amount. Write it like {{example}}.',
  'amount-negative': 'The amount cannot be negative.',
  'amount-zero': 'The amount must be more than zero.',
  'amount-too-many-digits': 'The amount has more decimals than the currency. Write it like {{example}}.',
  'amount-too-large': 'The amount is too large for this till.',
  required: 'This is needed.',
  'too-long': 'This is too long: at most {{limit}} characters.',
  'too-short': 'This is too short: at least {{limit}} characters.',
  'control-characters': 'This has invisible characters in it. Type it again.',
  'not-an-email-address': 'This is not an e-mail address. It looks like name@example.com.',
  'not-a-country-code': 'Use the two letters of the country, like US.',
  'not-a-phone-number': 'Use digits only, at most 10.',
  'not-offered': 'Choose one of: {{limit}}.',
  'card-number': 'This looks like a card number. Card numbers are never typed into the till.',
} as const satisfies Record<FieldProblemCode, string>;

const field = {
  amount: 'Amount',
  reference: 'Reference',
  billType: 'Bill type',
  processingMethod: 'Processing method',
  applicationType: 'Application type',
  businessName: 'Business name',
  firstName: 'First name',
  middleName: 'Middle name',
  lastName: 'Last name',
  emailAddress: 'E-mail address',
  phoneNumber: 'Phone number',
  address: 'Address',
  city: 'City',
  state: 'State',
  country: 'Country',
  postalCode: 'Postal code',
} as const satisfies Record<InputField, string>;

const terminal = {
  checking: 'Checking the terminal',
  available: 'Terminal ready',
  'in-use': 'Terminal in use',
  'no-terminal': 'No terminal found',
  'state-unknown': 'Terminal state unknown',
  'not-available': 'Terminal not available',
  'service-down': 'Card service not running',
  'wrong-credentials': 'Card service refused the till',
  'unexpected-answer': 'Card service answers oddly',
  'no-answer': 'Card service does not answer',
} as const satisfies Record<TerminalState, string>;

const terminalAdvice = {
  checking: 'Wait a moment and try again.',
  available: 'It can take a card.',
  'in-use': 'A customer is at the terminal.',
  'no-terminal': 'Check that the terminal has power and that its cable is in.',
  'state-unknown': 'You can take a card. Watch the terminal’s screen.',
  'not-available': 'Restart the card service on this computer, or call IT.',
  'service-down': 'Start the card service on this computer, or call IT.',
  'wrong-credentials': 'The user name or password of the till is wrong. Call IT.',
  'unexpected-answer': 'Something else may be answering in its place. Call IT.',
  'no-answer': 'Wait a moment. If it stays, restart the card service or call IT.',
} as const satisfies Record<TerminalState, string>;

const fact = {
  'sale-opened': 'The sale was opened, to be paid by one tender or several',
  'payment-begun': 'The payment was written down, then the terminal was asked',
  'payment-approved': 'The terminal answered: approved',
  'payment-declined': 'The terminal answered: declined',
  'payment-cancelled': 'The terminal answered: cancelled',
  'payment-failed': 'It failed, and nothing was charged',
  'payment-outcome-unknown': 'The outcome became unknown: the card may have been charged',
  'payment-resolved': 'Resolved by hand',
  'late-answer-received': 'An answer came late; it changed nothing',
  'bill-requested': 'The bill was written down, then the biller’s service was asked',
  'bill-approved': 'The service reserved the bill',
  'bill-declined': 'The service declined the bill',
  'bill-unanswered': 'The service gave no final answer: the bill is taken back',
  'cash-taken': 'Cash was taken',
  'cash-returned': 'The cash was given back',
  'sale-abandoned': 'The sale was given up',
  'advice-queued': 'The message to the service was made safe',
  'advice-delivered': 'The service has the message',
  'advice-refused': 'The service refused the message',
  'advice-id-taken': 'The service knows another message by this one’s number: it is told again under another',
  'qr-begun': 'The payment by code was written down, then the service was asked for a code',
  'qr-payment-begun': 'The payment was written down and sent, then the code was shown',
  'qr-approved': 'The customer paid by code',
  'qr-declined': 'The payment by code came to nothing, and no money moved',
  'qr-unanswered': 'The service gave no final answer: the payment is taken back',
  'qr-cancelled': 'The cashier gave the payment by code up: it is taken back',
  'qr-payment-ended': 'The payment that was given up has ended at the service; it changed nothing',
} as const satisfies Record<FactKind, string>;

const slipTitle = {
  receipt: 'Receipt',
  'not-charged': 'NOT CHARGED',
  'outcome-unknown': 'OUTCOME UNKNOWN',
  abandoned: 'NOT PAID',
} as const satisfies Record<Slip['title'], string>;

const slipLabel = {
  reference: 'Reference',
  amount: 'Amount',
  fee: 'Fee',
  total: 'Total',
  method: 'Method',
  card: 'Card',
  authCode: 'Authorization',
  transactionId: 'Transaction',
  terminalTime: 'Terminal time',
  billType: 'For',
  cash: 'Cash',
  handed: 'Handed over',
  change: 'Change',
  paidByCard: 'By card',
  cashReturned: 'Cash given back',
  cashToReturn: 'Cash to give back',
  paidByCode: 'By code',
} as const satisfies Record<SlipLabel, string>;

const mode = {
  live: 'Live',
  demonstration: 'Demonstration',
} as const satisfies Record<Mode, string>;

const journal = {
  verifying: 'Checking the record',
  sound: 'The record is sound',
  'disk-low': 'The disk is nearly full: {{free}} free. Free some space soon.',
  'disk-full': 'The disk is full',
  damaged: 'The record of payments is damaged',
  unavailable: 'The record of payments cannot be opened',
  'too-new': 'The record was written by a newer till',
  'wrong-mode': 'This data folder belongs to another mode',
} as const satisfies Record<JournalHealth['kind'], string>;

const verdict = {
  charged: 'Charged',
  'not-charged': 'Not charged',
} as const satisfies Record<Verdict, string>;

const processingMethod = {
  Credit: 'Credit',
  Debit: 'Debit',
} as const satisfies Record<ProcessingMethod, string>;

const applicationType = {
  Cashier: 'Cashier',
  ExternalPos: 'External till',
  ExternalPosMoto: 'External till, mail or telephone',
} as const satisfies Record<ApplicationType, string>;

/** What stands on a key, by the name that browsers give it. */
const keyCap = {
  Enter: 'Enter',
  F5: 'F5',
  Escape: 'Esc',
  'Control+P': 'Ctrl+P',
  '?': '?',
  F2: 'F2',
  F3: 'F3',
  F4: 'F4',
  F6: 'F6',
  F7: 'F7',
  F8: 'F8',
  F9: 'F9',
  F10: 'F10',
} as const;

/** What became of a bill, on paper: for the customer, who does not know of advices. */
const slipBillState = {
  paid: 'Paid',
  'not-paid': 'NOT PAID',
  unknown: 'NOT KNOWN',
} as const satisfies Record<SlipBill['state'], string>;

/** What the reference on a bill is called. */
const billReference = {
  account: 'Account number',
  'traffic-fine': 'Notice number',
  policy: 'Policy number',
} as const satisfies Record<BillKind, string>;

/** Which service is to be told something. */
const adviceService = {
  billpay: 'Bill service',
  qr: 'QR service',
} as const satisfies Record<AdviceView['service'], string>;

/** What a service is to be told. */
const adviceKind = {
  confirmation: 'Say that it is paid',
  reversal: 'Have it taken back',
} as const satisfies Record<AdviceView['kind'], string>;

/** Names of payment methods by BDS 3. One that is not listed is shown as it came. */
const method = {
  Unassigned: 'Card',
  VisaCredit: 'Visa credit',
  MastercardCredit: 'Mastercard credit',
  DiscoverCredit: 'Discover credit',
  AmericanExpressCredit: 'American Express credit',
  VisaDebit: 'Visa debit',
  MastercardDebit: 'Mastercard debit',
  DiscoverDebit: 'Discover debit',
  AmericanExpressDebit: 'American Express debit',
} as const;

export const en = {
  product: 'Tillstone',
  outcome,
  reason,
  stoppedBeforePaid,
  failure,
  billReason,
  qrReason,
  qrState,
  billState,
  billKind,
  billReference,
  adviceKind,
  adviceService,
  slipBillState,
  slipCodeState,
  code,
  customer,
  problem,
  field,
  terminal,
  terminalAdvice,
  fact,
  slipTitle,
  slipLabel,
  mode,
  journal,
  verdict,
  processingMethod,
  applicationType,
  method,
  keyCap,

  /** What only the command line says. */
  commandLine: {
    sound: 'Sound: {{sequence}} records of {{sales}} sales. Hash of the last: {{hash}}',
    damaged:
      'DAMAGED: {{detail}}. The last good record is {{sequence}} {{at}}. Sell nothing with it; keep the folder as it is and call IT.',
    noLookUp: 'This biller offers no look-up. Ask the customer for the amount, and pay with bill pay.',
    notLookedUp: 'The bill could not be looked up. The bill service decides about the amount.',
    due: '{{reference}}: due {{balance}} by {{date}}, from {{least}} to {{most}}.',
    issuerReference: 'Reference at the biller:',
    cash: 'Cash {{amount}}: handed over {{handed}}, change {{change}}.',
    giveBack: 'GIVE BACK {{amount}} in cash.',
    onceMore: 'Press Ctrl+C once more to end the till all the same.',
    nothingWaits: 'Nothing waits for a service.',
    code: 'By code',
    codeShown: 'Waiting for the scan of {{amount}}. Ctrl+C cancels it.',
    billCancelled:
      'Cancelling. What the biller reserves is given back. Press Ctrl+C once more to leave without waiting for its answer.',
    codeCancelled: 'Cancelling. Whatever the customer does now is taken back.',
    payable: 'The till would pay on it.',
    notPayable: 'The till would not pay on it: {{why}} at character {{at}}.',
    drained: '{{waiting}} waiting, {{needsAttention}} need attention.',
    inUse: 'Another till is selling from this data folder. Close it first. history, show, verify and doctor work beside it.',
    inUseBy:
      'Another till is selling from this data folder: process {{pid}}. Close it first. history, show, verify and doctor work beside it.',
    interrupted:
      'The terminal cannot be cancelled from here. Press Ctrl+C once more to leave: the outcome is then unknown, and has to be resolved.',
  },
  doctor: {
    settings: '{{mode}}, folder {{folder}}, card service {{service}}, {{currency}}, {{locale}}; set: {{set}}.',
    none: 'nothing',
    simulator: 'the bundled simulator',
    demonstrationAdvice: 'Set TILLSTONE_BDS_URL, TILLSTONE_BDS_USER and TILLSTONE_BDS_PASSWORD to take real payments.',
    settingAdvice: 'Correct it in the environment that starts the till.',
    journal: 'sound, {{sequence}} records of {{sales}} sales.',
    journalAdvice: 'Do not sell and do not repair it: keep the whole folder and call IT.',
    disk: '{{free}} free.',
    diskAdvice: 'Free some space on this disk: the till needs room to write down what it takes.',
    billsFine: 'the bill service answers.',
    billsAdvice: 'Check TILLSTONE_BILLPAY_URL, its user name and its password, and the network.',
    codesFine: 'the QR service gives codes; one was asked for and thrown away.',
    codesAdvice: 'Check TILLSTONE_QR_URL, TILLSTONE_QR_GUID, the user name and the password, and the network.',
    advices: '{{waiting}} waiting, {{refused}} refused, {{setAside}} files set aside.',
    advicesAdvice: 'Look at them with advices list; docs/advices.md says what each means.',
    noFolderYet: '{{folder}} is not there yet; the first sale makes it.',
    clock: '{{now}} ({{zone}}).',
    clockBehind: 'The last payment is dated later: {{at}}.',
    clockAdvice: 'Set the clock of this computer, and have it set by a time service.',
  },

  common: {
    back: 'Back',
    close: 'Close',
    cancel: 'Cancel',
    tryAgain: 'Try again',
    loading: 'Loading',
    saleNumber: 'No. {{number}}',
    serviceSays: 'The service says: {{detail}}',
    serviceRefuses: 'It refuses the field “{{field}}”.',
    resolvedByHand: 'Resolved by hand',
    demonstration: 'DEMONSTRATION',
  },

  age: {
    now: 'just now',
    seconds_one: '{{count}} s ago',
    seconds_other: '{{count}} s ago',
    minutes_one: '{{count}} min ago',
    minutes_other: '{{count}} min ago',
    hours_one: '{{count}} h ago',
    hours_other: '{{count}} h ago',
    never: 'no answer yet',
    secondsLong_one: '{{count}} s',
    secondsLong_other: '{{count}} s',
    minutesLong_one: '{{count}} min',
    minutesLong_other: '{{count}} min',
    hoursLong_one: '{{count}} h',
    hoursLong_other: '{{count}} h',
  },

  header: {
    navigation: 'Screens',
    sell: 'Sell',
    today: 'Today',
    unresolved: 'Unresolved',
    unresolvedCount_one: '{{count}} payment is unresolved',
    unresolvedCount_other: '{{count}} payments are unresolved',
    advices: 'Services',
    advicesNone: 'All told',
    advicesNoneWaiting: 'None waiting',
    advicesWaiting_one: '{{count}} waiting',
    advicesWaiting_other: '{{count}} waiting',
    advicesOldest: 'oldest {{age}}',
    advicesAttention_one: '{{count}} needs attention',
    advicesAttention_other: '{{count}} need attention',
    terminal: 'Card terminal',
    menu: 'Menu',
    appearance: 'Appearance',
    themeSystem: 'As the computer',
    themeLight: 'Light',
    themeDark: 'Dark',
    customerDisplay: 'Customer display',
    keys: 'Keys',
    version: 'Version {{version}}',
    demonstrationStrip: 'No real card is charged.',
    verifying: 'Checking the record',
  },

  customerDisplay: {
    title: 'Customer display',
    text: 'It shows the customer what to pay, the code to scan and the result, and nothing else.',
    open: 'Open it in a new window',
    hint: 'Move that window to the customer’s screen, then press F11 there to fill it.',
  },

  connection: {
    opening: 'Opening the till',
    lost: 'This window has lost the till. It keeps trying to reach it.',
    refused: 'The till was started again, and does not know this window any more.',
    openAnew: 'Open the address that it printed at its start.',
    lostWhileTaking:
      'This window has lost the till. The payment goes on without it: watch the terminal, and do not charge again. The outcome shows here when the till is back.',
  },

  sell: {
    title: 'Take a payment',
    amountHint: 'Type the digits, cents first. The decimal key ends the whole part.',
    referenceHint: 'The customer or the bill. Scan or type.',
    postalCodeHint: 'Of the card’s billing address.',
    morePayor: 'More about the payor',
    options: 'Options',
    keypad: 'Keypad',
    digit: 'Digit {{digit}}',
    backspace: 'Delete the last digit',
    clearAll: 'Clear everything',
    take: 'Take card {{amount}}',
    takeEmpty: 'Take card',
    otherWays: 'Other ways to pay',
    cash: 'Cash',
    code: 'QR code',
    starting: 'Starting',
    billTypeHint: 'Bill Payment, unless another is set up.',
    waitingForTill: 'Waiting for the till',
    verifying: 'The record is being checked. You can sell in a moment.',
    problems_one: '{{count}} field needs attention.',
    problems_other: '{{count}} fields need attention.',
    pasteRefused: 'What was pasted is not an amount. Nothing was changed.',
    scanMoved: 'A scan went to the reference. The amount was not changed.',
    parts: 'What is paid',
    partAmount: 'Amount',
    partBill: 'Bill',
  },

  bill: {
    title: 'Pay a bill',
    biller: 'Biller',
    billerHint: 'Type a part of its name, or leave it empty: the reference often tells whose bill it is.',
    billerSearch: 'Find the biller',
    billersFound_one: '{{count}} biller',
    billersFound_other: '{{count}} billers',
    billersShown: 'The first {{shown}} of {{count}} billers. Type more of the name.',
    billerNone: 'No biller has this in its name.',
    billerChange: 'Choose another biller',
    billersReading: 'Reading the list of billers',
    billersNotRead: 'The list of billers could not be read. The reference alone may do.',
    kind: 'Kind of bill',
    referenceHint: 'Scan it, or type it as it stands on the bill: {{least}} to {{most}} characters.',
    lookUp: 'Look up',
    lookingUp: 'Asking the biller',
    lookUpNoAnswer: 'The bill service gave no clear answer. Nothing was reserved. Look it up again, or name the amount.',
    otherKind: 'The biller has no bill of this kind under this reference. Choose another kind, then look it up again.',
    goOn: 'Go on without: name the amount',
    clearAll: 'Clear everything',
    scanTaken: 'A scan went to the reference. Nothing else was changed.',

    what: 'The bill',
    change: 'Change the bill',
    due: 'Due',
    nothingDue: 'Nothing is due',
    inFavour: 'In the customer’s favour',
    balanceNotGiven: 'The biller did not say what is due. The customer names the amount.',
    otherCurrency: 'The biller answers in another currency. The customer names the amount.',
    notOffered: 'This biller does not say what is due. The customer names the amount.',
    skipped: 'Not looked up. The customer names the amount.',
    dueDate: 'Due date',
    overdue: 'Overdue',
    customer: 'Customer',
    customerAsk: 'Ask the customer for the name on the bill.',
    customerConfirms: 'Customer confirms',
    customerConfirmed: 'Confirmed by the customer',
    fee: 'Biller’s fee',
    feeHint: 'For information: it is not added.',
    limits: 'What can be paid',
    exactly: 'Exactly {{amount}}: no part of it, and no more.',
    fromTo: 'From {{least}} to {{most}}.',
    upTo: 'Up to {{most}}.',
    atLeast: '{{least}} or more.',
    anyAmount: 'Any amount.',
    mayPayLess: 'A part of it can be paid.',
    mayNotPayLess: 'A part of it cannot be paid.',
    mayPayMore: 'More than is due can be paid.',
    mayNotPayMore: 'No more than is due can be paid.',
    add: 'Add {{amount}}',
    addEmpty: 'Add to the sale',

    sale: 'Bills in this sale',
    saleEmpty: 'No bill in this sale yet.',
    saleEmptyText: 'Scan a bill, or choose its biller and type its reference.',
    saleSummary_one: '{{count}} bill in this sale, {{amount}}',
    saleSummary_other: '{{count}} bills in this sale, {{amount}}',
    total: 'Together',
    remove: 'Take out',
    removeBill: 'Take out {{biller}} {{reference}}',
    reserve: 'Reserve and pay {{amount}}',
    reserveEmpty: 'Reserve and pay',
    reserving: 'Reserving',
    reserveText: 'The billers are asked first. No money is taken before they have answered.',
    another: 'Another bill: scan it, or press {{key}}.',
    noName: 'Biller of the reference',

    notInSale: 'This bill is not in the sale yet. Look it up and add it, or clear it.',
    scanTooEarly: 'A scan was not taken. Add this bill first, or change it; then scan the next one.',
    tooFull: 'A sale has at most {{limit}} bills. Take the money for these first.',
    alreadyIn: 'This bill is in the sale already.',
    billerNeeded: 'Choose the biller: nothing else says whom the money is for.',
    belowLeast: 'The biller accepts {{least}} or more.',
    aboveMost: 'The biller accepts at most {{most}}.',
    nothingToPay: 'There is nothing to pay on this bill.',
  },

  open: {
    title: 'Take the money',
    asking: 'Asking the billers',
    askingText: 'Money can be taken as soon as every bill is answered. This takes up to a minute.',
    answered_one: '{{answered}} of {{count}} bill answered',
    answered_other: '{{answered}} of {{count}} bills answered',
    due: 'To pay',
    dueIfAccepted: 'To pay, if every bill is accepted',
    stillDue: 'Still to pay',
    bills: 'Bills',
    askedFor: 'asked for {{amount}}',
    restGoesOn_one: 'One bill cannot be paid now. The rest of the sale goes on.',
    restGoesOn_other: '{{count}} bills cannot be paid now. The rest of the sale goes on.',
    cash: 'Cash',
    handed: 'The customer hands over',
    handedHint: 'Type what you were given, cents first, or press a note.',
    exact: 'Exact {{amount}}',
    change: 'Change',
    restByCard: 'Rest by card',
    takeCash: 'Take {{amount}} in cash',
    takeCashEmpty: 'Take cash',
    takePart: 'Take {{amount}} in cash, the rest by card',
    takingCash: 'Writing it down',
    cashTaken: 'Cash taken: {{amount}}.',
    cashTakenText: 'It is in the drawer. The rest goes on the card.',
    cashTakenTextAny: 'It is in the drawer. The rest goes by code or on the card.',
    codePaid: 'Paid by code: {{amount}}, {{partner}}.',
    codeFailed: 'Not paid by code.',
    retryCode: 'Try again: QR code {{amount}}',
    takeCode: 'QR code {{amount}}',
    codePart: 'A part by QR code',
    codePartHint: 'Type nothing for all that is still to pay.',
    codes: 'Payments by code',
    rest: 'Rest',
    takePartAny: 'Take {{amount}} in cash, then the rest',
    handedHintCode: 'Type the cash that you are given, or the part that is paid by QR code.',
    takeCard: 'Take card {{amount}}',
    failedCards: 'Cards that were tried',
    abandon: 'Give up the sale',
    scanIgnored: 'A scan was not taken for money. Finish this sale first.',
    handedEmpty: 'Enter what the customer hands over.',
    partAgain: 'This is less than is due. Press the button once more to take it as a part.',
  },

  abandon: {
    title: 'Give up this sale?',
    bills_one: '{{count}} reserved bill is taken back. Nothing of it is paid.',
    bills_other: '{{count}} reserved bills are taken back. None of them is paid.',
    billsNone: 'No bill is reserved. Nothing is paid.',
    nothingPaid: 'Nothing is paid.',
    code: '{{amount}} by code goes back to {{partner}}. The till sees to it by itself.',
    codeUnderWay: 'The code that the customer sees is cancelled.',
    asking: 'Bills that are still being asked for are taken back as soon as the answer is known.',
    cash: 'Give {{amount}} in cash back to the customer. The till reminds you until you have.',
    card: 'No card was charged.',
    keep: 'Go on with the sale',
    confirm: 'Give up the sale',
  },

  /** What would not end well if the till ended now. */
  leave: {
    title: 'Leave the till now?',
    cardAtTerminal:
      'A customer is at the terminal with {{amount}}. The payment will be unknown, and somebody has to find out whether the card was charged.',
    frozen_one: 'Its bill stays frozen until then.',
    frozen_other: 'Its {{count}} bills stay frozen until then.',
    saleOpen_one: '{{count}} bill is not paid yet. It will be taken back with the next start.',
    saleOpen_other: '{{count}} bills are not paid yet. They will be taken back with the next start.',
    codes_one: '{{count}} payment by code is not settled yet. It will be taken back with the next start.',
    codes_other: '{{count}} payments by code are not settled yet. They will be taken back with the next start.',
    cash: '{{amount}} in cash was taken. It will have to be given back to the customer.',
    waiting_one: '{{count}} message to a service still waits, for {{age}}. It is safe, and goes out with the next start.',
    waiting_other:
      '{{count}} messages to services still wait, the oldest for {{age}}. They are safe, and go out with the next start.',
    attention_one: '{{count}} message to a service needs attention.',
    attention_other: '{{count}} messages to services need attention.',
    nothing: 'Nothing is at stake any more.',
    stay: 'Stay',
    leave: 'Leave',
  },

  advices: {
    title: 'What services still have to be told',
    intro:
      'The till sends each of these again by itself until its service has it. Nothing is lost when the network is down or the till is closed.',
    none: 'Every service has been told.',
    noneText: 'Nothing waits to be sent.',
    waiting: 'Waiting',
    needsAttention: 'Needs attention',
    attentionText: 'The service refused it, so it is not sent again by itself. A manager finds out why, and then sends it again.',
    queued: 'Owed since {{time}}',
    notSent: 'Not sent yet',
    attempts_one: 'Sent once',
    attempts_other: 'Sent {{count}} times',
    nextTryNow: 'Next try now',
    nextTryIn_one: 'Next try in {{count}} s',
    nextTryIn_other: 'Next try in {{count}} s',
    notFinal: 'Last answer: {{detail}}',
    refused: 'Refused: {{detail}}',
    noAnswerYet: 'No answer yet',
    answer: {
      'not-connected': 'the service could not be reached ({{code}})',
      'connection-lost': 'the connection was lost before the answer came ({{code}})',
      'timed-out': 'the service did not answer in time ({{code}})',
      unreadable: 'the answer could not be read ({{code}})',
    },
    sendAgain: 'Send again',
    sendAgainId: 'Send again: {{id}}',
    details: 'See the payment',
    detailsId: 'See the payment of {{id}}',
    id: 'Message {{id}}',
    more: 'The first {{shown}} of {{count}} are listed.',
    notQueued_one: '{{count}} message could not be made ready for sending',
    notQueued_other: '{{count}} messages could not be made ready for sending',
    notQueuedText:
      'The disk of this till takes nothing at the moment. Nothing is lost, because the record has it, and the till tries again every few seconds. Call IT: the disk is full, or it cannot be written to.',
    setAside: 'Set aside',
    setAsideText: 'These files could not be read. They are kept as they are, and the rest goes on. Call IT and read them out.',
    notLoaded: 'The list could not be read.',
  },

  demonstration: {
    title: 'Demonstration: the last two digits of the amount decide',
    approves: 'approved',
    paysFee: 'approved, with a fee',
    isDeclined: 'declined',
    cancels: 'the customer cancels',
    lineDrops: 'outcome unknown',
    byCode: 'By QR code',
    scans: 'scans and pays',
    walletDeclines: 'declined',
    neverScans: 'nobody scans',
    hasNoMoney: 'not enough money',
    answerIsLost: 'answer lost',
  },

  blocked: {
    title: 'This bill may have been charged already',
    text: 'There is an earlier attempt at the same bill whose outcome nobody knows. Charging again may take the money twice.',
    resolve: 'Resolve it',
    overrideTitle: 'Charge again anyway',
    overrideText: 'The reason is kept with the payment.',
    overrideReason: 'Reason for charging again',
    override: 'Charge again anyway',
  },

  taking: {
    title: 'Taking the card',
    customer: 'The customer is at the terminal',
    customerSteps: 'They insert or tap the card, check the amount and finish there.',
    cannotCancel: 'The till cannot cancel this. Only the customer can, with the red key on the terminal.',
    elapsed: 'Time so far',
    started: 'Started {{time}}',
    long: 'This is taking long. Look at the terminal: it may be waiting for the customer.',
    reference: 'Reference {{reference}}',
  },

  result: {
    next: 'Next customer',
    slip: 'Slip',
    again: 'Try again',
    resolve: 'Resolve now',
    later: 'Resolve later',
    totalWithFee: '{{amount}} and {{fee}} fee',
    nothingCharged: 'Nothing was charged.',
    doNotCharge: 'Do not charge again.',
    heldUp: 'Not as asked. Call a manager.',
    lookAt: 'Look at the terminal and its slip',
    lookCharged: 'It says approved, or printed a slip with an authorization code: the card was charged.',
    lookNotCharged: 'It says declined or cancelled, or shows nothing at all: ask for the terminal’s report before you decide.',
    thenResolve: 'Then press Resolve now and say what you found.',
    staysBlocked: 'It cannot be charged again until then.',
    discrepancy: 'The terminal’s answer differs from what was asked.',
    discrepancyLine: '{{field}}: asked {{expected}}, answered {{answered}}',
    deviceWarning: 'The card’s chip could not be read twice in a row. The reader may be broken: tell a manager.',
    authorization: 'Authorization {{code}}',
    transaction: 'Transaction {{id}}',
    overridden: 'Charged again although an earlier attempt was unresolved: {{reason}}',
    change: 'Change',
    paidInCash: 'Paid in cash: {{amount}} of {{handed}}',
    paidExactly: 'Paid in cash. There is no change.',
    inCash: '{{amount}} in cash',
    byCode: '{{amount}} by code',
    byCard: '{{amount}} by card',
    paidByCode: 'Paid by code: {{partner}}',
    codeReference: 'Receipt {{reference}}',
    codesBack_one: 'The payment by code goes back to the customer by itself.',
    codesBack_other: 'The {{count}} payments by code go back to the customer by themselves.',
    frozenCodes_one: 'The payment by code is frozen: neither confirmed nor taken back until you resolve this.',
    frozenCodes_other: 'The {{count}} payments by code are frozen: neither confirmed nor taken back until you resolve this.',
    cashToReturn: 'Give back in cash',
    cashReturned: 'The cash was given back: {{amount}}',
    givenBack: 'Given back',
    givenBackLater: 'It stays under Unresolved until it is given back.',
    frozen_one: 'The bill is frozen: neither confirmed nor taken back until you resolve this.',
    frozen_other: 'The {{count}} bills are frozen: neither confirmed nor taken back until you resolve this.',
    frozenCash: '{{amount}} in cash was taken before the card. Leave it in the drawer.',
  },

  discrepancyField: {
    Amount: 'Amount',
    ID1: 'Reference',
    FeeAmount: 'Fee',
    ErrorCode: 'Error code',
    answer: 'Answer',
  },

  slip: {
    title: 'Slip',
    print: 'Print',
    savePdf: 'Save as PDF',
    printed: 'Printed.',
    saved: 'Saved to {{path}}',
    cancelled: 'Not printed: it was cancelled.',
    notPrinted:
      'Not printed: {{detail}}. The payment is not touched by it. Try again, or give the slip later from today’s payments.',
    notCharged: 'Nothing was charged for this payment.',
    unknown: 'It is not known whether the card was charged. This is not a receipt.',
    byHand: 'RESOLVED BY HAND',
    evidence: 'Evidence',
    keep: 'Keep this slip for your records.',
    cardEnding: '•••• {{lastFour}}',
    bill: 'Bill {{number}}',
    issuerReference: 'Biller’s receipt number',
    callCentre: 'Questions to the biller',
    abandoned: 'The sale was given up. Nothing was charged.',
    code: 'Payment by code',
    codeReference: 'Receipt number',
    questions: 'Questions',
    barcode: 'Barcode',
  },

  history: {
    title: 'Today’s payments',
    titleAll: 'All payments',
    earlier: 'Earlier days too',
    filter: 'Filter what is listed',
    filterHint: 'Reference, receipt, last four',
    number: 'No.',
    time: 'Time',
    reference: 'Reference',
    amount: 'Amount',
    fee: 'Fee',
    method: 'Paid with',
    outcome: 'Outcome',
    open: 'Open payment {{number}}',
    more: 'Load more',
    emptyToday: 'No payments today yet.',
    emptyAll: 'No payments yet.',
    noMatch: 'Nothing in the list matches the filter.',
    count_one: '{{count}} payment listed',
    count_other: '{{count}} payments listed',
    notLoaded: 'The list could not be read.',
    discrepancy: 'Differs from what was asked',
    cash: 'Cash',
    code: 'QR code {{partner}}',
    moreBills_one: 'and {{count}} more bill',
    moreBills_other: 'and {{count}} more bills',
  },

  detail: {
    title: 'Payment {{number}}',
    facts: 'Details',
    timeline: 'What happened',
    slip: 'Slip',
    resolve: 'Resolve',
    begun: 'Started',
    ended: 'Ended',
    saleId: 'Payment id',
    reason: 'Reason',
    authCode: 'Authorization',
    transactionId: 'Transaction',
    batchId: 'Batch',
    gatewayReferenceId: 'Gateway reference',
    entryMethod: 'Entry method',
    terminalTime: 'Terminal time',
    resolution: 'Resolution',
    evidence: 'Evidence',
    entry: 'Entry {{sequence}}',
    evidenceWas: 'Evidence: {{evidence}}',
    reasonWas: 'Reason: {{reason}}',
    overrideWas: 'Although an earlier attempt was unresolved: {{reason}}',
    askedFor: '{{amount}} for {{reference}}',
    feeWas: 'Fee {{fee}}',
    bills: 'Bills',
    cash: 'Cash',
    cashWas: '{{amount}} of {{handed}}, change {{change}}',
    cashReturned: 'given back',
    issuerReference: 'Biller’s receipt number',
    issuerReferenceWas: 'Biller’s receipt number {{reference}}',
    askedBiller: '{{amount}} for {{reference}} at {{biller}}',
    approvedWas: '{{amount}} reserved',
    adviceWas: 'Message {{id}}',
    codes: 'Payments by code',
    askedCode: '{{amount}} by code',
    partnerWas: 'With {{partner}}',
    codeReferenceWas: 'Receipt number {{reference}}',
    deadlineWas: 'The customer has until {{time}}',
    answerWas: 'The service says: {{detail}}',
    failedCards: 'Cards that were tried',
  },

  unresolved: {
    title: 'Unresolved payments',
    intro_one: 'For this payment nobody knows yet whether the card was charged.',
    intro_other: 'For these {{count}} payments nobody knows yet whether the card was charged.',
    atStart: 'Before you sell: resolve what you can now. The same bill cannot be charged again until then.',
    nextStep: 'Next step',
    step: 'Look at the terminal’s slip or report for {{amount}} at {{time}}. Then press Resolve.',
    resolve: 'Resolve',
    details: 'Details',
    resolveNumber: 'Resolve payment {{number}}',
    detailsNumber: 'Details of payment {{number}}',
    sell: 'Go on to sell',
    none: 'Nothing is unresolved.',
    noneText: 'Every payment has a known outcome.',
    cashTitle: 'Cash to give back',
    cashIntro: 'These sales were given up with cash in the drawer that is the customer’s.',
    cashStep: 'Give {{amount}} back to the customer. Then press Given back.',
    cashStepGone: 'Has the customer left? Keep the money apart, and tell a manager.',
    givenBackNumber: 'Given back for payment {{number}}',
    frozen_one: 'Its bill is frozen until then: neither confirmed nor taken back.',
    frozen_other: 'Its {{count}} bills are frozen until then: neither confirmed nor taken back.',
    frozenCodes_one: 'Its payment by code is frozen until then: neither confirmed nor taken back.',
    frozenCodes_other: 'Its {{count}} payments by code are frozen until then: neither confirmed nor taken back.',
  },

  resolve: {
    title: 'Resolve payment {{number}}',
    question: 'Was the card charged?',
    chargedText: 'The terminal’s slip or report shows it.',
    notChargedText: 'The terminal or its report shows that it was not.',
    evidenceCharged: 'Transaction id or authorization code',
    evidenceChargedHint: 'Read it off the terminal’s slip or report.',
    evidenceNotCharged: 'What shows that nothing was charged',
    evidenceNotChargedHint: 'For example: the terminal’s report of 15:40 does not list it.',
    reason: 'Reason',
    reasonHint: 'Who looked, and why this is the right verdict.',
    consequenceCharged: 'It will count as approved: {{amount}}. It stays marked as resolved by hand, and cannot be changed.',
    consequenceNotCharged:
      'It will count as failed, nothing charged. The bill can be charged again. It stays marked as resolved by hand, and cannot be changed.',
    consequenceChargedOpen:
      'It will count as approved: {{amount}}, and the services are told that it stands. It stays marked as resolved by hand, and cannot be changed.',
    consequenceNotChargedOpen:
      'It will count as given up, nothing charged: what was reserved is taken back. It stays marked as resolved by hand, and cannot be changed.',
    consequenceCash: 'Then give {{amount}} in cash back to the customer.',
    consequenceNone: 'Choose what you found. A verdict cannot be changed.',
    submitCharged: 'Record as charged',
    submitNotCharged: 'Record as not charged',
    submitNone: 'Record the verdict',
  },

  trouble: {
    diskFull:
      'The till has {{free}} and needs {{needed}} to write a payment down. It takes no payment that it cannot write down.',
    diskFullStep: 'Free some space on this computer. The till goes on by itself.',
    damaged: 'Something in the record was changed or cannot be read, so the till takes no payment.',
    lastGood: 'The last good entry is number {{sequence}}.',
    lastGoodAt: 'The last good entry is number {{sequence}}, of {{at}}.',
    damagedStep: 'Do not delete anything. Call IT and read this to them:',
    unavailable: 'Nothing is known to be lost, but nothing can be written down, so the till takes no payment.',
    unavailableStep: 'Restart the till. If it stays, call IT and read this to them:',
    tooNew: 'The record has format {{schema}}; this till knows formats up to {{supported}}.',
    tooNewStep: 'Install the newer version of the till on this computer.',
    wrongMode: 'The data folder was made for the mode “{{folderMode}}”. Practice and real payments are never mixed.',
    wrongModeStep: 'Call IT: the till needs a data folder of its own for this mode.',
    noSelling: 'No payments can be taken',
    see: 'See today’s payments',
  },

  keys: {
    title: 'Keys',
    sell: 'Sell',
    today: 'Today’s payments',
    unresolved: 'Unresolved payments; resolve',
    back: 'Back; give up an open sale, after a question',
    backOrCancel: 'Back; cancel a code; give up an open sale, after a question',
    cash: 'Sell: paid in cash',
    slip: 'Slip',
    codeOrSlip: 'Pay by QR code; slip',
    again: 'Try again; take the card for an open sale',
    next: 'Next customer; take the card',
    help: 'Show these keys',
    partAmount: 'Sell: an amount',
    partBill: 'Sell: a bill',
    advices: 'What services still have to be told',
    digits: 'The amount, cents first',
    decimal: 'Ends the whole part of the amount',
    backspace: 'Deletes the last digit',
    digitsKey: '0–9',
    decimalKey: 'Decimal key',
    backspaceKey: 'Backspace',
  },

  crash: {
    title: 'This window had a problem',
    text: 'Only the picture broke. The till itself goes on.',
    free: 'No payment was under way.',
    taking: 'A payment of {{amount}} is under way. It goes on at the terminal. Do not charge again.',
    decided: 'The last payment, {{amount}}, ended: {{outcome}}.',
    open: 'A sale is open, and {{amount}} is still to be paid. The sale is kept.',
    code: 'The customer may be paying {{amount}} by code. It goes on without this window. Do not charge again.',
    unknown: 'The outcome of a payment of {{amount}} is unknown. Do not charge again.',
    notSeen: 'What is under way is not known here. Do not charge again before the till shows it.',
    reload: 'Show the till again',
  },
} as const;
