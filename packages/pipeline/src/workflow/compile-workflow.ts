import { STAGES, type Stage } from "../stage.ts";
import type { Condition } from "../steps/staged-step.ts";
import type { WorkflowData } from "./workflow-data.ts";
import { isBranchNode, type StepNode, type WorkflowNode } from "./workflow-node.ts";

/** What a stage does next. A place that is past the last instruction is the end of the stage. */
export type Instruction =
  | { readonly kind: "run"; readonly entry: number }
  | { readonly kind: "unless"; readonly condition: Condition; readonly of: string; readonly to: number }
  | { readonly kind: "jump"; readonly to: number };

/** A step at its place in a workflow. */
export interface WorkflowStep extends StepNode {
  readonly stage: Stage;
  /** Its place in the list of its stage; that of the branch that it is in. */
  readonly at: number;
}

/** A workflow as instructions, so that where a run stands is two numbers. */
export interface Program {
  readonly workflow: WorkflowData;
  readonly steps: readonly WorkflowStep[];
  readonly stages: Readonly<Record<Stage, readonly Instruction[]>>;
}

const programs = new WeakMap<WorkflowData, Program>();

export function compileWorkflow(workflow: WorkflowData): Program {
  const known = programs.get(workflow);
  if (known !== undefined) return known;
  const steps: WorkflowStep[] = [];
  const stages = Object.fromEntries(STAGES.map((stage) => [stage, compileStage(stage, workflow, steps)]));
  const program: Program = { workflow, steps, stages: stages as Program["stages"] };
  programs.set(workflow, program);
  return program;
}

function compileStage(stage: Stage, workflow: WorkflowData, steps: WorkflowStep[]): readonly Instruction[] {
  const code: Instruction[] = [];
  const add = (node: WorkflowNode, at: number): void => {
    const all = (nodes: readonly WorkflowNode[]) => () => {
      for (const each of nodes) add(each, at);
    };
    const run = () => {
      if (isBranchNode(node)) return;
      code.push({ kind: "run", entry: steps.length });
      steps.push({ ...node, stage, at });
    };
    if (isBranchNode(node)) {
      const guard = { condition: node.condition, of: `branch in ${stage}` };
      addGuarded(code, guard, all(node.steps), all(node.otherwise));
    } else if (node.when === undefined) run();
    else addGuarded(code, { condition: node.when, of: node.name }, run);
  };
  workflow.stages[stage].forEach(add);
  return code;
}

/** Instructions of which some run if a condition holds, and others if not. */
function addGuarded(
  code: Instruction[],
  guard: { readonly condition: Condition; readonly of: string },
  addSteps: () => void,
  addOthers?: () => void,
): void {
  const at = code.push({ kind: "jump", to: 0 }) - 1;
  addSteps();
  if (addOthers === undefined) {
    code[at] = { kind: "unless", ...guard, to: code.length };
    return;
  }
  const jump = code.push({ kind: "jump", to: 0 }) - 1;
  code[at] = { kind: "unless", ...guard, to: code.length };
  addOthers();
  code[jump] = { kind: "jump", to: code.length };
}
