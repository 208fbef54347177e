import { pipelineErrors } from "../errors.ts";

export function maxIterationsReached(maxIterations: number) {
  return pipelineErrors.create("WORKFLOW_MAX_ITERATIONS", {
    message: `All stages ran ${maxIterations} times, and no deliver step set a response.`,
    hint: "Call context.setResponse(text) in deliver, or return a text there; or raise maxIterations of the workflow, the agent's limits or the call.",
    details: { maxIterations },
  });
}
