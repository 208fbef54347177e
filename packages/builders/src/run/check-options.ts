import { suggest } from "@pergola/core";
import { builderErrors } from "../errors.ts";
import type { OptionCheck } from "./option-checks.ts";
import { plainData } from "./plain-data.ts";

/**
 * What was given as options: nothing unknown, and nothing of another kind. What is undefined counts as not given.
 *
 * @throws INVALID_CALL_OPTIONS
 */
export function checkOptions(options: object, checks: Readonly<Record<string, OptionCheck>>): void {
  if (typeof options !== "object" || options === null) throw invalid("The options", options, "an object");
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw unknownOption(name, Object.keys(checks));
    if (value !== undefined && !check.isValid(value)) throw invalid(name, value, check.expected);
  }
}

function invalid(name: string, value: unknown, expected: string) {
  return builderErrors.create("INVALID_CALL_OPTIONS", {
    message: `${name}: got ${describe(value)}; expected ${expected}.`,
    hint: "Correct it, or leave it out for the default.",
    details: { option: name },
  });
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  const { text } = plainData(value);
  return text.length < 80 ? text : "an object";
}

function unknownOption(name: string, known: readonly string[]) {
  return builderErrors.create("INVALID_CALL_OPTIONS", {
    message: `There is no option "${name}".`,
    hint: suggest(name, known),
    details: { option: name },
  });
}
