import { suggest } from "@pergola/core";
import { observabilityErrors } from "./errors.ts";

/** What a value must be, in words, and whether it is. */
export interface OptionRule {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

const isIn = (value: unknown, min: number, max: number) =>
  typeof value === "number" && value >= min && value <= max;

/** An integer from `min` on. */
export const integerFrom = (min: number, max = 2 ** 31 - 1): OptionRule => ({
  expected: `an integer from ${min} to ${max}`,
  fits: (value) => Number.isInteger(value) && isIn(value, min, max),
});

export const isObjectWith = (method: string, what: string): OptionRule => ({
  expected: what,
  fits: (value) =>
    typeof value === "object" && value !== null && typeof Reflect.get(value, method) === "function",
});

/** @throws OBSERVABILITY_OPTION_INVALID with every defect */
export function checkOptions(
  owner: string,
  options: object,
  rules: Readonly<Record<string, OptionRule>>,
): void {
  const problems = Object.entries(options).flatMap(([name, value]) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined)
      return [`"${name}" is not an option. ${suggest(name, Object.keys(rules))}`.trim()];
    return value === undefined || rule.fits(value)
      ? []
      : [`${name} is ${shown(value)}; expected ${rule.expected}.`];
  });
  if (problems.length === 0) return;
  throw observabilityErrors.create("OBSERVABILITY_OPTION_INVALID", {
    message: `${owner} was given options that it cannot use: ${problems.join(" ")}`,
    hint: `The options of ${owner} are ${Object.keys(rules).join(", ")}.`,
    details: { owner, problems },
  });
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
