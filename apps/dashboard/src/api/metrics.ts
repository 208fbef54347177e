import type { MetricsSummary, MetricsTimeline } from "@pergola/observability";
import type { AgentHealth } from "@pergola/resources";
import { requestJson } from "./request.ts";

/** Of which agent, and how far back. */
export interface MetricsQuery {
  readonly agent: string;
  readonly hours: number;
}

/** `GET /v1/metrics/summary`. */
export function getSummary({ agent, hours }: MetricsQuery, signal?: AbortSignal): Promise<MetricsSummary> {
  return requestJson("/v1/metrics/summary", { query: { agent, hours }, signal });
}

/** `GET /v1/metrics/timeline`: the same time, slot by slot. */
export function getTimeline({ agent, hours }: MetricsQuery, signal?: AbortSignal): Promise<MetricsTimeline> {
  return requestJson("/v1/metrics/timeline", { query: { agent, hours }, signal });
}

/** `GET /v1/agents/:id/health`. */
export function getHealth(agent: string, signal?: AbortSignal): Promise<AgentHealth> {
  return requestJson(`/v1/agents/${encodeURIComponent(agent)}/health`, { signal });
}
