import type { AgentConfigProblem } from "@pergola/config";
import { toErrorData } from "@pergola/core";

/** What a check throws as a problem at `path`; none when it passes. */
export function problemOf(
  path: AgentConfigProblem["path"],
  check: () => unknown,
): readonly AgentConfigProblem[] {
  try {
    check();
    return [];
  } catch (thrown) {
    const { message, hint } = toErrorData(thrown);
    return [{ path, message, hint }];
  }
}
