import { AgentConfig, type AgentConfigData, DefaultState } from "@pergola/config";
import type { StepEntry } from "@pergola/core-steps";
import { Agent } from "./agent/agent.ts";
import { AgentBuilder } from "./agent-builder.ts";
import type { DirectorOptions } from "./build/director-options.ts";

/** What an agent does that nobody has given a step: it talks, and calls its tools. */
const CHAT: readonly StepEntry[] = [{ step: "tools-loop", config: {} }];

/** A builder over DefaultState, from a definition's parts. Without steps it makes an agent that talks and calls its tools. */
export function createAgent(
  config: Partial<Omit<AgentConfigData, "stateSchema">> = {},
  options: DirectorOptions = {},
): AgentBuilder<typeof DefaultState> {
  return new AgentBuilder<typeof DefaultState>(new AgentConfig({ ...config, stateSchema: DefaultState }), {
    defaultSteps: CHAT,
    ...options,
  });
}

// A builder makes agents, so that no agent can import it.
Object.assign(Agent, { builder: createAgent });
