import type { AgentConfigProblem } from "@pergola/config";
import { isPergolaError } from "@pergola/core";

/** The coded error of a check as a problem at `path`; none when it passes. */
export function problemOf(
  path: AgentConfigProblem["path"],
  check: () => unknown,
): readonly AgentConfigProblem[] {
  try {
    check();
    return [];
  } catch (thrown) {
    if (!isPergolaError(thrown)) throw thrown;
    return [{ path, message: thrown.message, hint: thrown.hint }];
  }
}
