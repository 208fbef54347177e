import { invalidProviderConfig } from "./invalid-provider-config.ts";
import { receivedValue } from "./received-value.ts";

/** What a number has to be. */
export interface NumberRule {
  /** Completes "expected …". */
  readonly expected: string;
  isValid(value: unknown): boolean;
}

/** Of a time limit: one that is endless, or no number, would be no limit, and one of 0 leaves no time. */
export const millisecondsRule: NumberRule = {
  expected: "milliseconds above 0",
  isValid: (value) => Number.isFinite(value) && Number(value) > 0,
};

/** A limit that is no number would be no limit: nothing is more than NaN. */
const NUMBERS = {
  countFrom0: {
    expected: "an integer from 0",
    isValid: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
  countFrom1: {
    expected: "an integer from 1",
    isValid: (value) => Number.isInteger(value) && Number(value) >= 1,
  },
  milliseconds: millisecondsRule,
  dollars: {
    expected: "US dollars from 0",
    isValid: (value) => Number.isFinite(value) && Number(value) >= 0,
  },
} as const satisfies Readonly<Record<string, NumberRule>>;

/**
 * Checks numbers that somebody set in code.
 *
 * @param owner what they were given to, for messages
 * @throws PROVIDER_CONFIG_INVALID with every defect
 */
export function requireNumbers(
  owner: string,
  values: Readonly<Record<string, readonly [value: number, rule: keyof typeof NUMBERS]>>,
): void {
  const problems = Object.entries(values)
    .filter(([, [value, rule]]) => !NUMBERS[rule].isValid(value))
    .map(([key, [value, rule]]) => ({
      path: [key],
      message: `Got ${receivedValue(value, false)}; expected ${NUMBERS[rule].expected}.`,
      hint: `Set it to ${NUMBERS[rule].expected}, or leave it out.`,
    }));
  if (problems.length > 0) throw invalidProviderConfig(owner, problems);
}
