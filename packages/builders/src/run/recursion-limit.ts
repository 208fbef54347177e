import type { AgentConfig } from "@pergola/config";
import type { RunLimits } from "@pergola/core-steps";
import { builderErrors } from "../errors.ts";
import type { MadeStep } from "../step/made-step.ts";

/** LangGraph's own; graphs that a step runs inherit the limit, so that a short chain must not shrink it. */
const DEFAULT_RECURSION_LIMIT = 25;

/** How many supersteps a run may take: what was configured, else what its graph can need. */
export function recursionLimitOf(
  { graph }: AgentConfig,
  steps: readonly MadeStep[],
  limits: RunLimits,
): number {
  if (graph.recursionLimit !== undefined) return graph.recursionLimit;
  return Math.max(DEFAULT_RECURSION_LIMIT, 1 + visitsOf(steps, limits));
}

export function isRecursionLimit(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null) return false;
  return "lc_error_code" in thrown && thrown.lc_error_code === "GRAPH_RECURSION_LIMIT";
}

export function recursionLimit(limit: unknown, cause: unknown) {
  return builderErrors.create("RECURSION_LIMIT", {
    message: `The run visited more than ${String(limit)} nodes of the graph one after the other.`,
    hint: "Raise it with withGraphConfig({ recursionLimit }), or end the loop that a Command makes.",
    details: { recursionLimit: limit },
    cause,
  });
}

function visitsOf(steps: readonly MadeStep[], limits: RunLimits): number {
  const ofOne = ({ graph, groups }: MadeStep) => {
    if (graph === undefined) return 1;
    const inside = Math.max(0, ...groups.map((group) => visitsOf(group, limits)));
    return (graph.visits?.(limits) ?? graph.nodes.length) + inside;
  };
  return steps.reduce((sum, made) => sum + ofOne(made), 0);
}
