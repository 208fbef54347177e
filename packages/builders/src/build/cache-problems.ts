import type { AgentConfigProblem } from "@pergola/config";
import { suggest } from "@pergola/core";
import { allSteps, type PlannedStep } from "./planned-step.ts";

/** Keys of a step's cache that the state does not have. @param stateKeys undefined when the state cannot tell */
export function cacheProblems(
  steps: readonly PlannedStep[],
  stateKeys: ReadonlySet<string> | undefined,
): readonly AgentConfigProblem[] {
  if (stateKeys === undefined) return [];
  return allSteps(steps).flatMap(({ path, common }) =>
    (common.cache?.keys ?? []).flatMap((key, index) =>
      stateKeys.has(key)
        ? []
        : {
            path: [...path, "cache", "keys", index],
            message: `cache.keys names "${key}", which is not a key of the state.`,
            hint: suggest(key, stateKeys),
          },
    ),
  );
}
