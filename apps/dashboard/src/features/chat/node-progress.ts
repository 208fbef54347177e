import type { GraphDescription } from "@pergola/core";
import type { WorkState } from "../../run/state-after.ts";
import { isLive, type Turn, type TurnPart, type TurnStep } from "./turn.ts";

/** How far a node of the agent's graph is in a turn. */
export interface NodeProgress {
  readonly state: WorkState;
  /** Of a step that has ended. A stage has none: what is in it may have been done at once. */
  readonly latencyMs?: number | undefined;
  /** The tool or the model that works in it right now. */
  readonly activity?: string | undefined;
}

type StepPart = Extract<TurnPart, { kind: "step" }>;

/** A step is as its last run; a stage, which runs nothing itself, is as what is in it. None: it has not begun. */
export function nodeProgress(
  turn: Turn | undefined,
  nodeId: string,
  graph: GraphDescription,
): NodeProgress | undefined {
  const inside = graph.nodes.filter(({ parentId }) => parentId === nodeId).map(({ id }) => id);
  const ids = new Set([nodeId, ...inside]);
  const steps =
    turn?.parts.filter((part): part is StepPart => part.kind === "step" && ids.has(part.step)) ?? [];
  const last = steps.findLast(({ state }) => state === "running") ?? steps.at(-1);
  if (turn === undefined || last === undefined) return undefined;
  const { state, latencyMs } = last;
  return { state, activity: activityIn(turn, ids), ...(last.step === nodeId && { latencyMs }) };
}

function activityIn(turn: Turn, steps: ReadonlySet<string>): string | undefined {
  if (!isLive(turn)) return undefined;
  const isHere = ({ step }: Partial<Pick<TurnStep, "step">>) => step === undefined || steps.has(step);
  const tool = turn.parts.findLast((part) => part.kind === "tool" && part.state === "running");
  if (tool?.kind === "tool" && isHere(tool)) return tool.tool;
  const call = turn.modelCalls.findLast((each) => each.state === "running");
  if (!call || !isHere(call)) return undefined;
  return call.retries ? `model, retry ${call.retries}` : "model";
}
