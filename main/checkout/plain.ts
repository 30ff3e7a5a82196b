/** A fact's own copy, without the read-only marks. */
type Plain<Value> = Value extends object ? { -readonly [Key in keyof Value]: Plain<Value[Key]> } : Value;

export function plain<Value>(value: Value): Plain<Value> {
  return structuredClone(value) as Plain<Value>;
}
