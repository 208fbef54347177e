import { builderErrors } from "../errors.ts";

/** Runs inside runs, at most: agents that call each other in a circle would go on until memory is gone. */
const MAX_DEPTH = 32;

/** @throws RUNS_TOO_DEEP */
export function assertDepth(agent: string, depth: number): void {
  if (depth <= MAX_DEPTH) return;
  throw builderErrors.create("RUNS_TOO_DEEP", {
    message: `The agent "${agent}" was called ${depth} runs deep; at most ${MAX_DEPTH} are allowed.`,
    hint: "Look for agents that call each other, or themselves, without an end.",
    details: { agent, depth },
  });
}
