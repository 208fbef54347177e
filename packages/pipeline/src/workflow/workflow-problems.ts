import type { ConfigProblem } from "@pergola/resources";
import type { WorkflowData } from "./workflow-data.ts";

/** What is wrong with a workflow as a whole. */
export function workflowProblems(_workflow: WorkflowData): readonly ConfigProblem[] {
  return [];
}
