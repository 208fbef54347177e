import type { ModelParameters } from "@pergola/resources";
import type { RunContext } from "./run-context.ts";

/**
 * The caller's parameters for the next model call. A choice that forces a tool holds until a tool has been called: held
 * longer it would keep the model from ever answering.
 */
export function callParameters({ parameters, toolRecords }: RunContext): ModelParameters | undefined {
  const choice = parameters?.toolChoice;
  const isForced = choice !== undefined && choice !== "auto" && choice !== "none";
  if (!isForced || toolRecords.length === 0) return parameters;
  const { toolChoice: _forced, ...others } = parameters ?? {};
  return others;
}
