import type { GraphDescription, GraphEdge, GraphNode } from "@pergola/core";
import type { StepDrawing, StepPlaces } from "@pergola/core-steps";
import { STAGES, type Stage, WORK_STAGES } from "../stage.ts";
import { compileWorkflow, type Program, type WorkflowStep } from "./compile-workflow.ts";
import type { WorkflowData } from "./workflow-data.ts";
import { isBranchNode, type WorkflowNode } from "./workflow-node.ts";

const START = "__start__";
const END = "__end__";

/** A workflow alone, for drawing. */
export function describeWorkflow(workflow: WorkflowData, name: string): GraphDescription {
  const program = compileWorkflow(workflow);
  const groups = program.steps.map((step, index) => idOf(program, step, index));
  const { nodes, edges, ends } = drawWorkflow(program, { step: name, groups });
  return {
    name,
    kind: "workflow",
    nodes: [
      { id: START, label: "Start", kind: "start" },
      { id: name, label: name, kind: "staged" },
      ...nodes,
      { id: END, label: "End", kind: "end" },
    ],
    edges: [{ from: START, to: name }, ...edges, ...ends.map((from) => ({ from, to: END }))],
  };
}

function idOf({ steps }: Program, { stage, name }: WorkflowStep, index: number): string {
  const isTaken = steps.slice(0, index).some((other) => other.stage === stage && other.name === name);
  return isTaken ? `${stage}.${name}.${index}` : `${stage}.${name}`;
}

/** The steps of a workflow in their stages, the way back from deliver, and the way to the error stage. */
export function drawWorkflow(program: Program, { step, groups }: StepPlaces): StepDrawing {
  const drawing = new Drawing(program, groups);
  const used = STAGES.filter((stage) => program.stages[stage].length > 0);
  drawing.nodes.push(...used.map((stage) => stageNode(step, stage)));
  drawing.addSteps(step);
  const { stages } = program.workflow;
  const work = WORK_STAGES.flatMap((stage) => stages[stage]);
  const ends = drawing.chain(work, [{ id: step }]);
  for (const { id } of ends.filter((end) => end.id !== step))
    drawing.edges.push({ from: id, to: step, label: "no response", isConditional: true });
  const failed = drawing.chain(stages.error, [{ id: step, label: "failure", isConditional: true }]);
  const all = [...ends, ...(stages.error.length > 0 ? failed : [])];
  return { nodes: drawing.nodes, edges: drawing.edges, ends: [...new Set(all.map(({ id }) => id))] };
}

const stageNode = (step: string, stage: Stage): GraphNode => ({
  id: stageId(step, stage),
  label: stage,
  kind: "stage",
});

const stageId = (step: string, stage: Stage) => `${step}#${stage}`;

/** Where the way goes on. */
interface Way extends Pick<GraphEdge, "label" | "isConditional"> {
  readonly id: string;
}

class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly #program: Program;
  readonly #ids: readonly string[];
  #next = 0;

  constructor(program: Program, ids: readonly string[]) {
    this.#program = program;
    this.#ids = ids;
  }

  addSteps(holder: string): void {
    for (const [index, { name, stage, staged, registered }] of this.#program.steps.entries()) {
      const type = registered?.step;
      const kind = staged?.kind ?? (typeof type === "string" ? type : type?.name) ?? "prompt";
      const id = this.#ids[index] ?? name;
      const metadata =
        staged?.description === undefined ? {} : { metadata: { description: staged.description } };
      this.nodes.push({ id, label: name, kind, parentId: stageId(holder, stage), ...metadata });
    }
  }

  /** Nodes one after the other, in the order of the program's steps. @returns where they end */
  chain(nodes: readonly WorkflowNode[], from: readonly Way[]): readonly Way[] {
    return nodes.reduce((ways, node) => this.#node(node, ways), from);
  }

  #node(node: WorkflowNode, from: readonly Way[]): readonly Way[] {
    const conditional = from.map((way) => ({ ...way, isConditional: true }));
    if (isBranchNode(node))
      return [...this.chain(node.steps, conditional), ...this.chain(node.otherwise, conditional)];
    const to = this.#ids[this.#next++] ?? node.name;
    const ways = node.when === undefined ? from : conditional;
    this.edges.push(...ways.map(({ id, ...look }) => ({ from: id, to, ...look })));
    return node.when === undefined ? [{ id: to }] : [{ id: to }, ...from];
  }
}
