import { longestEvidence, longestReason, textProblem, type FieldProblem } from '../../shared/sale-input.ts';

export type ResolveField = 'verdict' | 'evidence' | 'reason';

export interface ResolveInput {
  readonly verdict: 'charged' | 'not-charged' | undefined;
  readonly evidence: string;
  readonly reason: string;
}

/** What is wrong with a verdict before it is sent. The till checks again. */
export function checkResolution({ verdict, evidence, reason }: ResolveInput): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (verdict === undefined) problems.push({ field: 'verdict', code: 'required' });
  problems.push(...neededText('evidence', evidence, longestEvidence), ...neededText('reason', reason, longestReason));
  return problems;
}

/** The reason for charging a bill again. */
export function checkOverride(reason: string): readonly FieldProblem[] {
  return neededText('overrideReason', reason, longestReason);
}

function neededText(field: string, text: string, limit: number): readonly FieldProblem[] {
  const trimmed = text.trim();
  if (trimmed === '') return [{ field, code: 'required' }];
  const problem = textProblem(trimmed, limit);
  return problem ? [{ field, ...problem }] : [];
}
