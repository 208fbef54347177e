import { type AnyStepStrategy, assertStepStrategy } from "@pergola/core-steps";

/** Whether a value has all that a step type needs. */
export function isStepStrategy(value: unknown): value is AnyStepStrategy {
  try {
    assertStepStrategy(value);
    return true;
  } catch {
    return false;
  }
}
