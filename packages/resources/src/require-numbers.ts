import { invalidProviderConfig } from "./invalid-provider-config.ts";
import { receivedValue } from "./received-value.ts";

interface NumberRule {
  readonly words: string;
  isFine(value: number): boolean;
}

/** A limit that is no number would be no limit: nothing is more than NaN. */
const NUMBERS = {
  countFrom0: { words: "an integer from 0", isFine: (value) => Number.isInteger(value) && value >= 0 },
  countFrom1: { words: "an integer from 1", isFine: (value) => Number.isInteger(value) && value >= 1 },
  milliseconds: {
    words: "milliseconds above 0",
    isFine: (value) => Number.isFinite(value) && value > 0,
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
    .filter(([, [value, rule]]) => !NUMBERS[rule].isFine(value))
    .map(([key, [value, rule]]) => ({
      path: [key],
      message: `Got ${receivedValue(value, false)}; expected ${NUMBERS[rule].words}.`,
      hint: `Set it to ${NUMBERS[rule].words}, or leave it out.`,
    }));
  if (problems.length > 0) throw invalidProviderConfig(owner, problems);
}
