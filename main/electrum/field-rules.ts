/**
 * Every field of a message with its rule, as data, and a checker made from it: each feature has a table of the messages that it sends.
 * A message that breaks a rule is a mistake in the till or in its settings, or something that a person typed: it is found here, before anything leaves.
 */

/** Which field breaks which rule. Never the value: it may be a customer's name. */
export interface RuleProblem {
  /** `originator.merchant.merchantId`, `tenders[1].amount.currency`. */
  readonly field: string;
  /** As the table has it, in a few words. */
  readonly rule: string;
}

/** `Name` is that of a model in the same table. */
export type FieldRule<Name extends string = never> =
  | { readonly type: 'text'; readonly isRequired: boolean; readonly rule: string; keeps(value: string): boolean }
  | { readonly type: 'whole'; readonly isRequired: boolean; readonly rule: string; keeps(value: number): boolean }
  | { readonly type: 'flag'; readonly isRequired: boolean }
  | { readonly type: 'model'; readonly isRequired: boolean; readonly model: Name }
  | { readonly type: 'list'; readonly isRequired: boolean; readonly of: Name; readonly least: number; readonly most: number }
  | { readonly type: 'map'; readonly isRequired: boolean; readonly of: Name };

/** The fields of one model. */
export type FieldRules<Name extends string = never> = Readonly<Record<string, FieldRule<Name>>>;

/** Patterns are whole-text matches (billpay 3, qr 3). */
export function text(pattern?: string): FieldRule {
  if (pattern === undefined) return { type: 'text', isRequired: true, rule: 'a text', keeps: () => true };
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  return { type: 'text', isRequired: true, rule: pattern, keeps: (value) => whole.test(value) };
}

/** Counted as the services' own models count: in UTF-16 units, of which a letter outside the basic plane has two. */
export function length(least: number, most: number): FieldRule {
  const rule = least === most ? `exactly ${most} characters` : `${least} to ${most} characters`;
  return { type: 'text', isRequired: true, rule, keeps: (value) => value.length >= least && value.length <= most };
}

export function oneOf(values: readonly string[]): FieldRule {
  return { type: 'text', isRequired: true, rule: `one of ${values.join(', ')}`, keeps: (value) => values.includes(value) };
}

export function whole(least: number): FieldRule {
  const rule = `a whole number of minor units, ${least} or more`;
  return { type: 'whole', isRequired: true, rule, keeps: (value) => Number.isSafeInteger(value) && value >= least };
}

export function flag(): FieldRule {
  return { type: 'flag', isRequired: true };
}

export function model<Name extends string>(name: Name): FieldRule<Name> {
  return { type: 'model', isRequired: true, model: name };
}

export function list<Name extends string>(of: Name, least = 0, most = Infinity): FieldRule<Name> {
  return { type: 'list', isRequired: true, of, least, most };
}

export function map<Name extends string>(of: Name): FieldRule<Name> {
  return { type: 'map', isRequired: true, of };
}

export function optional<Name extends string>(rule: FieldRule<Name>): FieldRule<Name> {
  return { ...rule, isRequired: false };
}

/**
 * A checker over a table of models by name. In every model an unknown member is a mistake of ours, but for those of `mayHaveMore`.
 * @returns a function that gives a problem for each field that breaks its rule; none: the message may leave
 */
export function createChecker<Name extends string>(
  models: Readonly<Record<Name, FieldRules<Name>>>,
  mayHaveMore: ReadonlySet<string>,
): (name: Name, value: unknown) => readonly RuleProblem[] {
  function check(name: Name, value: unknown, at: string): readonly RuleProblem[] {
    if (!isObject(value)) return [{ field: at, rule: `a ${name}` }];
    const rules = models[name];
    const inside = (field: string): string => (at === '' ? field : `${at}.${field}`);
    const problems = Object.entries(rules).flatMap(([field, rule]) =>
      problemsOfField(rule, Object.hasOwn(value, field) ? value[field] : undefined, inside(field)),
    );
    if (mayHaveMore.has(name)) return problems;
    for (const field of Object.keys(value)) {
      if (!Object.hasOwn(rules, field)) problems.push({ field: inside(field), rule: `not a field of ${name}` });
    }
    return problems;
  }

  function problemsOfField(rule: FieldRule<Name>, value: unknown, at: string): readonly RuleProblem[] {
    // An absent member and null are the same, and null is left out (billpay 1.1, qr 1).
    if (value === undefined) return rule.isRequired ? [{ field: at, rule: 'required' }] : [];
    switch (rule.type) {
      case 'text':
        return typeof value === 'string' && rule.keeps(value) ? [] : [{ field: at, rule: rule.rule }];
      case 'whole':
        return typeof value === 'number' && rule.keeps(value) ? [] : [{ field: at, rule: rule.rule }];
      case 'flag':
        return typeof value === 'boolean' ? [] : [{ field: at, rule: 'true or false' }];
      case 'model':
        return check(rule.model, value, at);
      case 'list':
        if (!Array.isArray(value) || value.length < rule.least || value.length > rule.most)
          return [{ field: at, rule: rule.most === 0 ? 'always an empty list' : `a list of ${rule.least} or more` }];
        return value.flatMap((entry: unknown, index) => check(rule.of, entry, `${at}[${index}]`));
      case 'map':
        if (!isObject(value)) return [{ field: at, rule: `a map to ${rule.of}` }];
        return Object.entries(value).flatMap(([key, entry]) => check(rule.of, entry, `${at}.${key}`));
    }
  }

  return (name, value) => check(name, value, '');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
