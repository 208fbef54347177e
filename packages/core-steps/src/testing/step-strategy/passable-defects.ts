import type { StepGraph } from "../../step-graph.ts";
import type { StepStrategy } from "../../step-strategy.ts";

/** What a type says of leading past its groups that is not so, or is no answer. */
export function passableDefects(
  strategy: StepStrategy<unknown>,
  config: unknown,
  graph?: StepGraph,
): readonly string[] {
  // The types of somebody's own code say nothing of what is there.
  const { isPassable } = strategy as { readonly isPassable?: unknown };
  if (isPassable === undefined) return [];
  if (typeof isPassable !== "function") return [`isPassable is a ${typeof isPassable}; expected a function`];
  const said: unknown = strategy.isPassable?.(config);
  if (typeof said !== "boolean") return [`isPassable gives ${String(said)}; expected true or false`];
  const isWrong = said && graph !== undefined && !leadsPast(graph);
  return isWrong ? ["isPassable says yes, but every way of its graph leads through a group"] : [];
}

/** Whether some way from the first node reaches the end without a group. */
function leadsPast({ nodes: [first, ...others] }: StepGraph): boolean {
  const reached = new Set(first === undefined ? [] : [first]);
  // A set takes what is added while it is read.
  for (const { ends } of reached) {
    if (ends.includes("end")) return true;
    for (const node of others) if (ends.includes(node.name)) reached.add(node);
  }
  return false;
}
