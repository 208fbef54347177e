/** A step of a workflow that is a function, as the program or a module gives it. */
export interface NamedWorkflowStep {
  readonly name: string;
}

/** Says whether a step runs; it looks at the context of its run. */
export type WorkflowCondition = (context: never) => unknown;
