/** Signs that people and models write, and what the parser reads. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/[×·⋅∙]/g, "*"],
  [/÷/g, "/"],
  [/[−–]/g, "-"],
  [/²/g, "^2"],
  [/³/g, "^3"],
  [/√/g, "sqrt"],
  [/π/g, " pi "],
  [/[\u00a0\u2009\u202f]/g, " "],
];

/** An expression with typographic signs replaced by the parser's, without a final `=`. */
export function normaliseExpression(expression: string): string {
  const text = SPELLINGS.reduce((result, [pattern, plain]) => result.replace(pattern, plain), expression);
  return text.replace(/[=?\s]+$/, "").trim();
}
