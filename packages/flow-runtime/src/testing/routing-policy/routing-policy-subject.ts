import { toHeaders } from "../../headers.ts";
import { NO_META } from "../../meta.ts";
import type { RoutingPolicy, RoutingRequest } from "../../patterns/routing-policy.ts";

/** What a policy is asked, and what it says. */
export interface RoutingExample<Payload = unknown> {
  readonly payload: Payload;
  /** Default: tenant `local`, priority 0, no topic. */
  readonly headers?: Partial<RoutingRequest["headers"]>;
  /** Default: none. */
  readonly meta?: RoutingRequest["meta"];
  /** The successors that it goes to, by name, in any order; null for nowhere. Default: it is refused with an error. */
  readonly route?: string | readonly string[] | null;
}

/** A policy to be tested. */
export interface RoutingPolicySubject<Payload = unknown> {
  /** For the report. */
  readonly name: string;
  /** A new one; always with the same routes. */
  create(): RoutingPolicy<Payload> | Promise<RoutingPolicy<Payload>>;
  /** Names that the router can send to. */
  readonly successors: readonly string[];
  /** Two at least that do not go the same way. */
  readonly examples: readonly RoutingExample<Payload>[];
}

/** What the router would ask. */
export function requestOf<Payload>(
  { successors }: Pick<RoutingPolicySubject, "successors">,
  { payload, headers, meta = NO_META }: RoutingExample<Payload>,
): RoutingRequest<Payload> {
  return {
    payload: structuredClone(payload),
    headers: toHeaders(headers),
    meta: structuredClone(meta),
    traceId: "trace",
    nodeName: "router",
    successors: [...successors],
  };
}
