/** A step of a workflow as the program or a module gives it: a named function, or an object `{ name, run, … }`. */
export interface NamedWorkflowStep {
  readonly name: string;
}

/** Says whether a step runs; it looks at the context of its run. */
export type WorkflowCondition = (context: never) => unknown;
