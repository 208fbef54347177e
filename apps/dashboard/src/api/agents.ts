import type { GraphDescription } from "@pergola/core";
import { requestJson } from "./request.ts";

/** `GET /v1/agents/:id/graph`: the steps of an agent. */
export function getAgentGraph(agent: string, signal?: AbortSignal): Promise<GraphDescription> {
  return requestJson(`/v1/agents/${encodeURIComponent(agent)}/graph`, { signal });
}
