import { type GraphDescription, suggest } from "@pergola/core";
import type { ConfigProblem } from "@pergola/resources";
import { pipelineErrors } from "../errors.ts";
import { STAGES, type Stage } from "../stage.ts";
import { describeWorkflow } from "./draw-workflow.ts";
import { noteOf, placeDefect, placeStep, type StepPlace } from "./place-step.ts";
import type { StageEntry } from "./stage-entry.ts";
import type { WorkflowData } from "./workflow-data.ts";
import { isDefect, readEntry } from "./workflow-node.ts";
import { workflowProblems } from "./workflow-problems.ts";

const MARK = Symbol.for("pergola.workflow");

/** A step and where it goes. */
export interface PlacedEntry extends StepPlace {
  readonly step: StageEntry;
}

/** What a workflow is made of. */
export interface WorkflowDefinition {
  /** Steps by stage, in the order in which they run. */
  readonly stages?: Partial<Readonly<Record<Stage, readonly StageEntry[]>>> | undefined;
  /** Steps that are put where they belong, after those of `stages`: each as `workflow.step(step, { stages, kind })` takes it. */
  readonly steps?: readonly PlacedEntry[] | undefined;
  /** How often all stages run at most, until there is a response. Default: the agent's `limits.maxIterations`, 5. */
  readonly maxIterations?: number | undefined;
  /** What its steps read as `context.parameters`. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

const EMPTY: WorkflowData = {
  stages: { parse: [], think: [], do: [], review: [], deliver: [], error: [] },
  maxIterations: undefined,
  parameters: {},
  notes: [],
};

/** Which steps run in which stage. Immutable: every change gives a new one, and one may serve many agents. */
export class Workflow implements WorkflowData {
  readonly [MARK] = true;
  /** The steps of each stage, read. */
  readonly stages: WorkflowData["stages"];
  readonly maxIterations: number | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What is unusual about it and no mistake; told once to the logger of each agent. */
  readonly notes: readonly string[];

  private constructor({ stages, maxIterations, parameters, notes }: WorkflowData) {
    this.stages = stages;
    this.maxIterations = maxIterations;
    this.parameters = Object.freeze({ ...parameters });
    this.notes = notes;
    Object.freeze(this);
  }

  /** A workflow without steps. */
  static readonly empty: Workflow = new Workflow(EMPTY);

  /** The same steps with other parameters; those that are not named stay. */
  with(parameters: Readonly<Record<string, unknown>>): Workflow {
    return this.#change({ parameters: { ...this.parameters, ...parameters } });
  }

  /** Adds steps after those that are there, and replaces what else is named. @throws WORKFLOW_INVALID */
  extend(definition: WorkflowDefinition): Workflow {
    const { stages = {}, steps = [], maxIterations = this.maxIterations, parameters = {} } = definition;
    checkDefinition({ stages, steps, maxIterations }, this.#entryProblems(stages));
    let next: Workflow = this;
    for (const [stage, entries] of Object.entries(stages) as [Stage, readonly StageEntry[]][])
      for (const entry of entries) next = next.#add([stage], entry, noteOf(entry, stage));
    for (const { step, ...place } of steps.map((each): PlacedEntry => Object(each)))
      next = next.step(step, place);
    return next.#change({ maxIterations, parameters: { ...this.parameters, ...parameters } });
  }

  /** Adds the steps of another workflow after those that are there; its parameters and `maxIterations` win. */
  merge(other: Workflow): Workflow {
    const both = (stage: Stage) => [...this.stages[stage], ...other.stages[stage]];
    return this.#change({
      stages: Object.fromEntries(
        STAGES.map((stage) => [stage, both(stage)]),
      ) as unknown as WorkflowData["stages"],
      maxIterations: other.maxIterations ?? this.maxIterations,
      parameters: { ...this.parameters, ...other.parameters },
      notes: [...this.notes, ...other.notes],
    });
  }

  /** Adds a step where it belongs: `stages` here, else what the step says, else what is usual for its kind. @throws WORKFLOW_INVALID */
  step(entry: StageEntry, place: StepPlace = {}): Workflow {
    const defect = placeDefect(place);
    if (defect !== undefined) throw invalid([{ path: [], ...defect }]);
    const { stages, note } = placeStep(entry, place);
    checkDefinition({ stages: Object.fromEntries(stages.map((stage) => [stage, []])) });
    return this.#add(stages, entry, note);
  }

  /** Everything that is wrong with it as a whole: names that come twice, results that are needed before they are there. */
  problems(): readonly ConfigProblem[] {
    return workflowProblems(this);
  }

  /** Its steps in their stages as a graph, for drawing. */
  describe(name = "workflow"): GraphDescription {
    return describeWorkflow(this, name);
  }

  /** Of entries that would come after those that are there. */
  #entryProblems(stages: NonNullable<WorkflowDefinition["stages"]>): readonly ConfigProblem[] {
    return STAGES.flatMap((stage) => {
      const entries: unknown = stages[stage];
      if (!Array.isArray(entries)) return [];
      return (entries as readonly StageEntry[]).flatMap((entry, index) => {
        const at = this.stages[stage].length + index;
        const read = readEntry(entry, `${stage}_${at + 1}`);
        return isDefect(read) ? [{ path: ["stages", stage, at], ...read }] : [];
      });
    });
  }

  #add(stages: readonly Stage[], entry: StageEntry, note: string | undefined): Workflow {
    const [first = "think"] = stages;
    const at = this.stages[first].length;
    const read = readEntry(entry, `${first}_${at + 1}`);
    if (isDefect(read)) throw invalid([{ path: ["stages", first, at], ...read }]);
    const grown = stages.map((stage) => [stage, Object.freeze([...this.stages[stage], read])]);
    const notes = note === undefined || this.notes.includes(note) ? this.notes : [...this.notes, note];
    return this.#change({ notes, stages: Object.freeze({ ...this.stages, ...Object.fromEntries(grown) }) });
  }

  #change(changes: Partial<WorkflowData>): Workflow {
    const { stages, maxIterations, parameters, notes } = this;
    return new Workflow({ stages, maxIterations, parameters, notes, ...changes });
  }
}

/** A workflow of these steps. @throws WORKFLOW_INVALID */
export function defineWorkflow(definition: WorkflowDefinition): Workflow {
  return Workflow.empty.extend(definition);
}

/** Also of another copy of this package. */
export function isWorkflow(value: unknown): value is Workflow {
  return typeof value === "object" && value !== null && MARK in value;
}

/** @throws WORKFLOW_INVALID with these problems and all others */
function checkDefinition(
  { stages = {}, steps = [], maxIterations }: WorkflowDefinition,
  others: readonly ConfigProblem[] = [],
): void {
  const problems = [...others];
  if (!Array.isArray(steps))
    problems.push({ path: ["steps"], message: "Expected a list of steps.", hint: "Write [{ step }]." });
  for (const [stage, entries] of Object.entries(stages)) {
    if (!STAGES.some((known) => known === stage))
      problems.push({
        path: ["stages", stage],
        message: `There is no stage "${stage}".`,
        hint: suggest(stage, STAGES),
      });
    else if (!Array.isArray(entries))
      problems.push({ path: ["stages", stage], message: "Expected a list of steps.", hint: "Write [step]." });
  }
  if (maxIterations !== undefined && !(Number.isInteger(maxIterations) && maxIterations >= 1))
    problems.push({
      path: ["maxIterations"],
      message: `maxIterations is ${String(maxIterations)}; expected a whole number of at least 1.`,
      hint: "Leave it out for the agent's own limit.",
    });
  if (problems.length > 0) throw invalid(problems);
}

/** @throws WORKFLOW_INVALID */
function invalid(problems: readonly ConfigProblem[]) {
  const lines = problems.map(
    ({ path, message, hint }) => `${path.join(".")}: ${message}${hint ? ` ${hint}` : ""}`,
  );
  return pipelineErrors.create("WORKFLOW_INVALID", {
    message: `The workflow cannot be used:\n${lines.join("\n")}`,
    hint: problems[0]?.hint,
    details: { problems },
  });
}

/** @throws WORKFLOW_INVALID with everything that is wrong with it as a whole */
export function checkWorkflow(workflow: Workflow): void {
  const problems = workflow.problems();
  if (problems.length > 0) throw invalid(problems);
}
