import type { BaseCheckpointSaver } from "@langchain/langgraph";
import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { AgentConfigProblem } from "./agent-config-problem.ts";

/** How the agent's graph is compiled and run. */
export interface GraphSettings {
  /** Any LangGraph saver: it makes interrupts possible. Default: none. */
  readonly checkpointer?: BaseCheckpointSaver;
  /** Most supersteps of a run; an integer from 1. Default: computed from the graph. */
  readonly recursionLimit?: number;
  /** Names of nodes to pause before; `"*"` is all of them. Default: none. */
  readonly interruptBefore?: "*" | readonly string[];
  /** Names of nodes to pause after; `"*"` is all of them. Default: none. */
  readonly interruptAfter?: "*" | readonly string[];
}

const places = lazySchema(() =>
  z.union([z.literal("*"), z.array(z.string().min(1))], 'Expected a list of node names, or "*"'),
);

const checkpointer = lazySchema(() =>
  z.custom<BaseCheckpointSaver>(
    isCheckpointSaver,
    "Expected a LangGraph checkpoint saver, such as new MemorySaver()",
  ),
);

export const graphSchema = lazySchema(() =>
  z.strictObject({
    checkpointer: checkpointer.optional(),
    recursionLimit: z.int().min(1).optional(),
    interruptBefore: places.optional(),
    interruptAfter: places.optional(),
  } satisfies Record<keyof GraphSettings, z.ZodType>),
);

function isCheckpointSaver(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { getTuple, put } = value as Record<string, unknown>;
  return typeof getTuple === "function" && typeof put === "function";
}

/** Pauses that no checkpointer could keep. */
export function interruptProblems(graph: GraphSettings): readonly AgentConfigProblem[] {
  if (graph.checkpointer !== undefined) return [];
  const isGiven = (option: "interruptBefore" | "interruptAfter") => (graph[option]?.length ?? 0) > 0;
  return (["interruptBefore", "interruptAfter"] as const).filter(isGiven).map((option) => ({
    path: ["graph", option],
    message: "A paused run has to be kept, and the agent has no checkpointer.",
    hint: "Give it one, for example .withCheckpointer(new MemorySaver()).",
  }));
}
