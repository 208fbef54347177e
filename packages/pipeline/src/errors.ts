import { defineErrorCodes } from "@pergola/core";

export const pipelineErrors = defineErrorCodes("@pergola/pipeline", {
  WORKFLOW_INVALID:
    "A workflow or a step of it is not what it should be; every defect is in details.problems.",
  WORKFLOW_MAX_ITERATIONS: "All stages ran as often as allowed, and no deliver step set a response.",
  RESPONSE_NOT_ALLOWED: "A step set the response in another stage than deliver or error.",
  RESPONSE_NOT_TEXT: "What a step gave as the response is not text.",
  SKIP_NOT_ALLOWED: "A step skipped to a stage that does not come after its own.",
  STEP_OVER: "A step used its context after it had ended.",
  RESULT_NOT_JSON: "A step stored what has no JSON form in an agent with a checkpointer.",
  USER_MEMORY_NOT_CONFIGURED: "A step asked for the memory of its user, and the agent has none.",
  NOT_A_MODEL: "callLlm was told to use a resource that is no model.",
});
