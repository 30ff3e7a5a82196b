/** The answer says something else than was asked, or breaks a rule without changing the outcome: a manager must be able to see it. */
export interface Discrepancy {
  /** The answer's own name for it: `amounts.approvedAmount`. */
  readonly field: string;
  readonly expected: string;
  readonly answered: string;
}

/** Takes one down, in words that a log and a person may see. */
export type Note = (field: string, expected: string, answered: string) => void;
