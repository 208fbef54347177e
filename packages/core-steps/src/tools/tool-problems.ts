import { suggest } from "@pergola/core";
import type { ConfigProblem } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import type { StepEnvironment } from "../step-strategy.ts";

/** Names of tools that the agent does not have. */
export function toolProblems(
  option: string,
  references: readonly (string | Tool)[],
  environment: StepEnvironment,
): readonly ConfigProblem[] {
  const known = environment.tools.map((tool) => tool.name);
  return references
    .filter((reference) => typeof reference === "string" && !known.includes(reference))
    .map((name) => ({
      path: [option],
      message: `The agent has no tool "${String(name)}".`,
      hint: `Give it with withTools(). ${suggest(String(name), known)}`,
    }));
}
