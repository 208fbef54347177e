import { testkitErrors } from "./errors.ts";

/** @throws INVALID_TEST_OPTIONS */
export function checkCount(option: string, value: number): void {
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= 1)) return;
  throw testkitErrors.create("INVALID_TEST_OPTIONS", {
    message: `${option} is ${String(value)}; expected a whole number of at least 1.`,
    hint: "Correct it, or leave it out.",
    details: { option },
  });
}
