import type { MetricsSummary } from "@pergola/observability";

/** Of which time, and whose runs. */
export interface SummaryQuery {
  /** How far back, 1–168. Default 24. */
  readonly hours?: number;
  /** Default `local`. */
  readonly tenantId?: string;
  /** Only the runs of this user, from the run log. Default: of all, if metrics observe the agent; else of `default`. */
  readonly userId?: string;
  readonly signal?: AbortSignal;
}

/** Figures of an agent, and where they come from. */
export interface AgentSummary extends MetricsSummary {
  /** `metrics`: what metrics among its observers saw of all users. `run-log`: the stored runs of one user. */
  readonly source: "metrics" | "run-log";
}
