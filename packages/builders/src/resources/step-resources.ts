import type { OwnedPart } from "@pergola/core-steps";
import type { PlannedStep } from "../build/planned-step.ts";
import { allSteps } from "../build/planned-step.ts";
import type { MadeResource } from "./made-resource.ts";

/**
 * What steps own, as resources that start after all others and close before them: they come last. They depend on none: what a
 * reload makes anew does not touch them.
 */
export function stepResources(
  steps: readonly PlannedStep[],
  others: readonly MadeResource[],
): readonly MadeResource[] {
  const owned = allSteps(steps).flatMap(({ strategy, config }) => strategy.owns?.(config) ?? []);
  const parts = [...new Map(owned.map((each) => [each.part, each])).values()];
  const taken = new Set(others.map(({ definition }) => definition.key));
  return parts.map((each) => {
    const key = freeKey(each, taken);
    taken.add(key);
    const { part } = each;
    return { definition: { key, category: "step", create: () => part }, parts: [part] };
  });
}

function freeKey({ name }: OwnedPart, taken: ReadonlySet<string>): string {
  const key = `step-${name.replace(/[^A-Za-z0-9_-]/g, "-")}`;
  if (!taken.has(key)) return key;
  for (let number = 2; ; number++) if (!taken.has(`${key}-${number}`)) return `${key}-${number}`;
}
