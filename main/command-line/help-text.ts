/** Shown by `help`; the README has the same commands with examples. */
export const helpText = `Tillstone, the till without a window.

  till sale --amount 12.00 --reference 987987 [--postal-code 36832 --first-name … --last-name … --email-address …
            --bill-type … --processing-method Credit|Debit --application-type Cashier|ExternalPos|ExternalPosMoto]
            [--override REASON]     take a card payment; --override charges a bill again although an earlier attempt is unresolved
  till history [--limit N]          the last sales, newest first
  till show SALE                    one sale and its story; SALE is an id, or the number on the slip
  till resolve SALE --charged|--not-charged --evidence … --reason …
                                    say how an unknown outcome ended
  till bill look-up --account A [--biller B] [--kind account|traffic-fine|policy]
  till bill pay --account A --amount 100.00 --tender cash|card|split [--biller B --handed 120 --cash 40 --override REASON]
            [--no-look-up]          the bill is looked up first, and an amount that its biller does not take is refused (64) before
                                    anything is requested; --no-look-up leaves that to the service
  till bill fine --notice N …       a traffic fine; till bill policy --policy P … an insurance policy
  till qr pay --amount 25.00 --reference R [--no-wait --override REASON]
                                    shows a code, as text and drawn, and waits until the customer has paid; Ctrl+C cancels. With --no-wait it
                                    ends as soon as the code may be scanned, and the payment goes on in the background: till show SALE
  till qr decode PAYLOAD            what a QR payload says, and whether the till would pay on it
  till advices list | drain [--timeout-s N] | retry ID
                                    what the services still have to be told
  till verify                       check the journal's hash chain
  till doctor                       check settings, journal, disk, terminal and clock, and say what to do

  --json                            exactly one JSON object on stdout

Exit codes: 0 approved or done, 10 declined, 11 cancelled, 12 failed and nothing charged, 13 blocked by an unresolved
earlier attempt at the same bill, 20 outcome unknown, 21 messages still wait, 64 bad input, 69 a service cannot be reached, 70 internal.`;
