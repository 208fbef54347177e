export type { WorkflowRunOptions, WorkflowRunResult } from "./run-options.ts";
export { runWorkflow } from "./run-workflow.ts";
