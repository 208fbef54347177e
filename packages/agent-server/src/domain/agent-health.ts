import type { AgentHealth, AgentResource } from "@pergola/resources";
import { modelLine } from "./model-info.ts";
import type { ServedAgent } from "./served-agent.ts";

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

function resourcesOf(agent: ServedAgent): readonly AgentResource[] {
  const { nodes, edges } = agent.describeResources?.() ?? { nodes: [], edges: [] };
  return nodes.map(({ id, kind, metadata }) => ({
    name: id,
    category: kind,
    state: kind === "missing" ? kind : String(metadata?.state ?? "idle"),
    needs: edges.filter(({ from }) => from === id).map(({ to }) => to),
  }));
}
