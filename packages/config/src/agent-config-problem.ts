/** One defect: where, what, and how to mend it. */
export interface AgentConfigProblem {
  /** For example `["steps", 0, "promptTemplate"]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}
