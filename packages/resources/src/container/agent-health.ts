import type { BreakerSnapshot } from "../breaker/breaker.ts";

/** A resource of an agent, as pages show it. */
export interface AgentResource {
  /** Its key: `memory`. */
  readonly name: string;
  readonly category: string;
  /** `ready` when it works; `missing` when something would use it and there is none. */
  readonly state: string;
  /** Keys of the resources that it needs. */
  readonly needs: readonly string[];
}

/** How an agent is doing, as `GET /v1/agents/:id/health` tells and the dashboard shows. */
export interface AgentHealth {
  readonly agent: string;
  /** `degraded`: a resource has failed or is closed, or a breaker lets no call through. */
  readonly status: "ok" | "degraded";
  /** Which model answers, and where data goes. */
  readonly model: string;
  readonly resources: readonly AgentResource[];
  /** Of models and storages that have been used. */
  readonly breakers: readonly BreakerSnapshot[];
}
