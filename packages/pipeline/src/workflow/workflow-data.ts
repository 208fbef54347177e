import type { Stage } from "../stage.ts";
import type { WorkflowNode } from "./workflow-node.ts";

/** A workflow as data. */
export interface WorkflowData {
  readonly stages: Readonly<Record<Stage, readonly WorkflowNode[]>>;
  readonly maxIterations: number | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}
