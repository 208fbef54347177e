import { suggest } from "@pergola/core";
import { serverErrors } from "../errors.ts";
import type { ServedAgent } from "./served-agent.ts";

/** The agents of a server, by name. */
export interface AgentDirectory {
  /** In the order that they were given. */
  readonly all: readonly ServedAgent[];
  /** @param param what the request calls it, for the error; default `agent`. @throws AGENT_NOT_FOUND with the nearest name and all that exist */
  get(name: string, param?: "agent" | "model"): ServedAgent;
}

/** @throws INVALID_SERVER_OPTIONS when there is none, or two have one name */
export function createAgentDirectory(agents: readonly ServedAgent[]): AgentDirectory {
  const byName = new Map(agents.map((agent) => [agent.name, agent]));
  if (agents.length === 0) throw invalid("agents is empty; expected at least one agent.");
  if (byName.size < agents.length)
    throw invalid("Two agents have one name; clients pick an agent by its name.");
  return {
    all: [...agents],
    get(name, param = "agent") {
      const agent = byName.get(name);
      if (agent === undefined) throw agentNotFound(name, param, byName.keys());
      return agent;
    },
  };
}

function invalid(message: string) {
  return serverErrors.create("INVALID_SERVER_OPTIONS", {
    message,
    hint: "Pass built agents with names of their own: createAgentServer({ agents: [agent] }).",
  });
}

function agentNotFound(name: string, param: string, known: Iterable<string>) {
  return serverErrors.create("AGENT_NOT_FOUND", {
    message: `No agent is called ${JSON.stringify(name.slice(0, 200))}.`,
    hint: suggest(name.slice(0, 200), known),
    details: { agent: name.slice(0, 200), param },
  });
}
