import type { GraphDescription, GraphEdge, GraphNode } from "@pergola/core";
import type { PlannedStep } from "./planned-step.ts";

/** An agent's steps as a graph, for drawing: those inside a step hang between it and what comes next. */
export function describeSteps(name: string, steps: readonly PlannedStep[]): GraphDescription {
  const nodes: GraphNode[] = [{ id: "__start__", label: "Start", kind: "start" }];
  const edges: GraphEdge[] = [];
  const ends = drawChain(steps, ["__start__"], { nodes, edges });
  nodes.push({ id: "__end__", label: "End", kind: "end" });
  edges.push(...ends.map((from) => ({ from, to: "__end__" })));
  return { name, kind: "agent", nodes, edges };
}

interface Drawing {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
}

/** Draws steps one after the other. @returns where the chain ends */
function drawChain(
  steps: readonly PlannedStep[],
  begins: readonly string[],
  drawing: Drawing,
): readonly string[] {
  return steps.reduce((from, step) => drawStep(step, from, drawing), begins);
}

function drawStep(
  { nodeName, kind, groups, strategy, config }: PlannedStep,
  from: readonly string[],
  drawing: Drawing,
): readonly string[] {
  drawing.nodes.push({ id: nodeName, label: nodeName, kind });
  drawing.edges.push(...from.map((each) => ({ from: each, to: nodeName })));
  const drawn = strategy.draw?.(config, {
    step: nodeName,
    groups: groups.map(({ planned }) => planned[0]?.nodeName ?? nodeName),
  });
  if (drawn !== undefined) {
    drawing.nodes.push(...drawn.nodes);
    drawing.edges.push(...drawn.edges);
    return drawn.ends;
  }
  const ends = groups.flatMap((group) => drawChain(group.planned, [nodeName], drawing));
  const isWayOut = groups.length === 0 || strategy.isPassable?.(config) === true;
  return isWayOut ? [...ends, nodeName] : ends;
}
