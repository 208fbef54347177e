import { defineErrorCodes } from "@pergola/core";

export const stepErrors = defineErrorCodes("@pergola/core-steps", {
  INVALID_METRIC: "A figure that a step records has no name, or is no number.",
  UNKNOWN_STEP_TYPE: "No strategy is registered under this step type.",
  DUPLICATE_STEP_TYPE: "A strategy of this name is registered already.",
  INCOMPLETE_STRATEGY: "What was registered lacks members that a StepStrategy must have.",
  STEP_NOT_CALLABLE: "A custom step is not a function or a Runnable, or takes more than (state, context).",
  STEP_BAD_RESULT: "A step returned something other than an object or nothing.",
  NO_RUN_CONTEXT: "A step needs the run (events, resources), but was called outside an agent.",
  RESOURCE_NOT_FOUND: "The agent has no resource of this key.",
  MISSING_VARIABLE: "A template names a variable that the state does not have.",
  NO_MODEL_INPUT: "There is nothing to send to the model: no messages and no promptTemplate.",
  OUTPUT_INVALID:
    "The model's answer does not fit the step's output schema, or that schema has no JSON form.",
  MAX_ITERATIONS: "The model still asked for tools after the allowed number of rounds.",
  PLAN_FAILED: "A step of a plan could not be done, and the plan had been changed as often as allowed.",
  UNKNOWN_GRAPH_NODE: "A step led to a node that its graph does not have.",
  NO_MATCHING_CASE: "A branch step has neither a case for the value it goes by nor `otherwise`.",
  NOT_A_LIST: "A map step goes over a state key that does not hold a list.",
  SIBLING_FAILED: "Work was stopped because another part of the same step failed first.",
  TOOL_LIMIT_EXCEEDED: "The run asked for more tool calls than its limit allows.",
  VITEST_MISSING: "A contract suite was called where vitest is not installed.",
  SCRIPT_EXHAUSTED: "A scripted model was called more often than its script has replies.",
  SCRIPT_MISMATCH: "A scripted model was not called as the test expected.",
});
