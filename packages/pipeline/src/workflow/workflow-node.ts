import type { StepEntry } from "@pergola/core-steps";
import type { Condition, StagedStep } from "../steps/staged-step.ts";
import { isStepKind } from "../steps/step-kind.ts";
import type { RegisteredStep, StageEntry, WorkflowBranch } from "./stage-entry.ts";

/** An entry of a stage, read. */
export type WorkflowNode = StepNode | BranchNode;

export interface StepNode {
  readonly name: string;
  readonly when: Condition | undefined;
  /** One of the two is there. */
  readonly staged?: StagedStep;
  readonly registered?: StepEntry;
}

export interface BranchNode {
  readonly condition: Condition;
  readonly steps: readonly WorkflowNode[];
  readonly otherwise: readonly WorkflowNode[];
}

export const isBranchNode = (node: WorkflowNode): node is BranchNode => "condition" in node;

/** Why an entry is none. */
export interface EntryDefect {
  readonly message: string;
  readonly hint: string;
}

/** Reads an entry. @param fallback name of a function that has none */
export function readEntry(entry: StageEntry, fallback: string): WorkflowNode | EntryDefect {
  if (typeof entry === "function") {
    const step: StagedStep = { name: entry.name === "" ? fallback : entry.name, run: entry };
    return { name: step.name, when: undefined, staged: step };
  }
  if (typeof entry !== "object" || entry === null) return noEntry(entry);
  if ("condition" in entry) return readBranch(entry, fallback);
  if ("step" in entry) return readRegistered(entry);
  return readStep(entry);
}

export const isDefect = (read: WorkflowNode | EntryDefect): read is EntryDefect => "message" in read;

function readBranch({ condition, steps, otherwise }: WorkflowBranch, fallback: string) {
  const lists: WorkflowNode[][] = [];
  for (const [at, list] of [steps, otherwise].entries()) {
    const read = list.map((entry, index) => readEntry(entry, `${fallback}_${at + 1}_${index + 1}`));
    const defect = read.find(isDefect);
    if (defect !== undefined) return defect;
    lists.push(read as WorkflowNode[]);
  }
  if (typeof condition !== "function")
    return {
      message: "The condition of a branch is no function.",
      hint: "branch((context) => …, [steps], [steps])",
    };
  return { condition, steps: lists[0] ?? [], otherwise: lists[1] ?? [] };
}

function readRegistered({ step, name, when, config = {} }: RegisteredStep): StepNode | EntryDefect {
  if (typeof step === "object" && step !== null && "run" in step) return readNamed(step, { name, when });
  const own = name ?? (typeof step === "string" ? step : step?.name);
  return nameDefect(own) ?? whenDefect(own, when) ?? { name: own, when, registered: { step, config } };
}

/** A step of which the workflow says more than it says itself. */
function readNamed(
  step: StagedStep,
  { name, when }: Pick<RegisteredStep, "name" | "when">,
): StepNode | EntryDefect {
  const read = readStep(step);
  if (isDefect(read)) return read;
  const own = name ?? read.name;
  return nameDefect(own) ?? whenDefect(own, when) ?? { ...read, name: own, when: when ?? read.when };
}

function readStep(step: StagedStep): StepNode | EntryDefect {
  const { name, kind, run, when } = step;
  if (typeof run !== "function")
    return {
      message: `The step ${JSON.stringify(name ?? "without a name")} has no run function.`,
      hint: "A step is a function (context) => value, or an object { name, run(context) }; a step type is { step, config }.",
    };
  return (
    kindDefect(`The step "${name}"`, kind) ??
    nameDefect(name) ??
    whenDefect(name, when) ?? { name, when: when?.bind(step), staged: step }
  );
}

/** Why a kind is none; `of` is what has it. Undefined for one that there is, and for none at all. */
export function kindDefect(of: string, kind: unknown): EntryDefect | undefined {
  if (kind === undefined || isStepKind(kind)) return undefined;
  return {
    message: `${of} is of the kind ${JSON.stringify(kind)}, which there is not.`,
    hint: "Kinds: prompt, tool, input-adapter, output-adapter, adapter, failure.",
  };
}

/** Names are part of those of nodes, and LangGraph keeps some letters for itself. */
function nameDefect(name: unknown): EntryDefect | undefined {
  if (typeof name === "string" && name !== "" && name.length <= 100 && !/[:|\p{Cc}]|^__/u.test(name))
    return undefined;
  return {
    message: `A step is called ${JSON.stringify(name)}.`,
    hint: 'Give it a name of 1 to 100 letters without ":" and "|", for example "extract-account".',
  };
}

function whenDefect(name: string, when: unknown): EntryDefect | undefined {
  if (when === undefined || typeof when === "function") return undefined;
  return { message: `\`when\` of "${name}" is no function.`, hint: "Give (context) => boolean." };
}

function noEntry(entry: unknown): EntryDefect {
  return {
    message: `A stage holds ${entry === null ? "null" : `a ${typeof entry}`}; expected a step.`,
    hint: "A step is a function (context) => value, an object { name, run }, or { step: type, config }.",
  };
}
