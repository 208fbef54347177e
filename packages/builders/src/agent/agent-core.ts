import { AgentCalls } from "./agent-calls.ts";
import type { AgentParts } from "./agent-parts.ts";
import { LiveParts } from "./live-parts.ts";

/** What an agent is made of. */
export interface AgentCore {
  readonly live: LiveParts;
  readonly calls: AgentCalls;
}

/** An agent of its parts: what it is made of now, and what it does with that. */
export function createCore(parts: AgentParts): AgentCore {
  const live = new LiveParts(parts);
  return { live, calls: new AgentCalls(live) };
}
