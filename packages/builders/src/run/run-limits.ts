import { type AgentConfig, DEFAULT_MAX_ITERATIONS } from "@pergola/config";
import type { RunContext } from "./run-context.ts";

/** The limits of a run of an agent. @param callMaxIterations what the call says of its loops, if anything */
export function runLimits({ limits }: AgentConfig, callMaxIterations?: number): RunContext["limits"] {
  const { maxIterations = DEFAULT_MAX_ITERATIONS, maxToolCalls } = limits;
  return { maxIterations, callMaxIterations, maxToolCalls };
}
