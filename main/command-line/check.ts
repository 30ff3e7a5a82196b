/** One look at one part: what was found, and what to do about it. */
export interface Check {
  readonly check: 'settings' | 'journal' | 'disk' | 'terminal' | 'bills' | 'codes' | 'advices' | 'clock';
  readonly state: 'fine' | 'warning' | 'problem';
  readonly finding: string;
  readonly advice?: string;
}
