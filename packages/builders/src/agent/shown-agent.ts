import { stepTypeName } from "@pergola/core-steps";
import type { AgentParts } from "./agent-parts.ts";

/** Node's `util.inspect` looks for it. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

export type Inspect = (value: unknown, options: object) => string;

/** `built`: nothing is opened yet. */
export type AgentStatus = "built" | "started" | "closed";

/** An agent in a few words for people and logs: no secrets, and none of what it has made. */
export function shownAgent(
  { definition, llm, tools }: AgentParts,
  status: AgentStatus,
): Record<string, unknown> {
  const { name, version, memory, steps } = definition;
  return {
    name,
    version,
    status,
    model: modelOf(llm),
    steps: steps.map(stepTypeName),
    tools: tools.names,
    memory: memory.type,
  };
}

/** An agent that calls no model has none to describe. */
function modelOf(llm: AgentParts["llm"]): string | undefined {
  try {
    return llm.describe();
  } catch {
    return undefined;
  }
}
