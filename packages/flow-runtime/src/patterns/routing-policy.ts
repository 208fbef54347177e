import type { Headers } from "../headers.ts";
import type { Meta } from "../meta.ts";
import type { Route } from "./route.ts";

/** What a policy is asked. */
export interface RoutingRequest<Payload = unknown> {
  readonly payload: Payload;
  readonly headers: Headers;
  readonly meta: Meta;
  readonly traceId: string;
  readonly nodeName: string;
  /** Names that the router can send to. */
  readonly successors: readonly string[];
}

/** Decides where messages go; it can be exchanged without touching the flow. */
export interface RoutingPolicy<Payload = unknown> {
  select(request: RoutingRequest<Payload>): Route | PromiseLike<Route>;
}
