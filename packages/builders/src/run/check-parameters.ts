import { formatPath } from "@pergola/config";
import type { ModelParameters } from "@pergola/resources";
import type { AgentParts } from "../agent/agent-parts.ts";
import { builderErrors } from "../errors.ts";

/** Checks a call's parameters against what every model of the agent takes. @throws INVALID_CALL_OPTIONS */
export function checkParameters({ llm, models }: AgentParts, parameters: ModelParameters | undefined): void {
  if (parameters === undefined) return;
  const [problem] = models.flatMap((model) => llm.validateParameters(parameters, model));
  if (problem === undefined) return;
  throw builderErrors.create("INVALID_CALL_OPTIONS", {
    message: `${formatPath(["parameters", ...problem.path])}: ${problem.message}`,
    hint: problem.hint,
    details: { option: "parameters", path: problem.path },
  });
}
