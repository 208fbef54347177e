import type { BreakerSnapshot } from "@pergola/resources";
import { modelLine } from "./model-info.ts";
import type { ServedAgent } from "./served-agent.ts";

/** A resource of an agent, as pages show it. */
export interface ResourceHealth {
  /** Its key: `memory`. */
  readonly name: string;
  readonly category: string;
  /** `ready` when it works; `missing` when something would use it and there is none. */
  readonly state: string;
  /** Keys of the resources that it needs. */
  readonly needs: readonly string[];
}

/** How an agent is doing. */
export interface AgentHealth {
  readonly agent: string;
  /** `degraded`: a resource has failed or is closed, or a breaker lets no call through. */
  readonly status: "ok" | "degraded";
  /** Which model answers, and where data goes. */
  readonly model: string;
  readonly resources: readonly ResourceHealth[];
  /** Of models and storages that have been used. */
  readonly breakers: readonly BreakerSnapshot[];
}

const ILL: ReadonlySet<string> = new Set(["failed", "closing", "closed"]);

/** What an agent says about its parts; parts that it cannot tell of are left out. */
export function agentHealth(agent: ServedAgent): AgentHealth {
  const resources = resourcesOf(agent);
  const breakers = agent.breakers?.() ?? [];
  const isIll =
    resources.some(({ state }) => ILL.has(state)) || breakers.some(({ state }) => state === "open");
  return {
    agent: agent.name,
    status: isIll ? "degraded" : "ok",
    model: modelLine(agent),
    resources,
    breakers,
  };
}

function resourcesOf(agent: ServedAgent): readonly ResourceHealth[] {
  const { nodes, edges } = agent.describeResources?.() ?? { nodes: [], edges: [] };
  return nodes.map(({ id, kind, metadata }) => ({
    name: id,
    category: kind,
    state: kind === "missing" ? kind : String(metadata?.state ?? "idle"),
    needs: edges.filter(({ from }) => from === id).map(({ to }) => to),
  }));
}
