import type { FlowNode, Routed } from "../flow-node.ts";
import type { Accepted, Received } from "../node.ts";
import { assertFunction } from "./assert-function.ts";
import { defineRouter } from "./define-router.ts";
import type { Route } from "./route.ts";
import type { RouterOptions } from "./router-options.ts";
import type { RoutingPolicy, RoutingRequest } from "./routing-policy.ts";

/**
 * A node that sends each payload to where a policy says, an object with `select` or a function. The same flow with
 * another policy sends otherwise.
 *
 * @throws INVALID_NODE; in a flow INVALID_ROUTE, which is not tried again
 */
export function policyRouter<const Options extends RouterOptions, Payload>(
  options: Options,
  policy:
    | RoutingPolicy<Received<Options, Payload>>
    | ((request: RoutingRequest<Received<Options, Payload>>) => Route | PromiseLike<Route>),
): FlowNode<Options["name"], Accepted<Options, Payload>, Routed<Received<Options, Payload>>> {
  const select = typeof policy === "function" ? policy : policy?.select?.bind(policy);
  assertFunction(options?.name, "policy", select);
  return defineRouter(options, (payload, { trace, meta, nodeName, successors }) =>
    select({
      // The schema of the router, if it has one, has seen to it.
      payload: payload as Received<Options, Payload>,
      headers: trace.headers,
      meta,
      traceId: trace.id,
      nodeName,
      successors,
    }),
  );
}
