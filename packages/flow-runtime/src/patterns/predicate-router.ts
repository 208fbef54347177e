import type { FlowNode, Routed } from "../flow-node.ts";
import type { Accepted, Received } from "../node.ts";
import type { NodeContext } from "../node-context.ts";
import { type ChooseRoute, defineRouter } from "./define-router.ts";
import type { Route } from "./route.ts";
import type { RouterOptions } from "./router-options.ts";

/**
 * A node that sends each payload to where a function says: a successor, its name, several, or null for nowhere. The
 * trace of a message that goes nowhere ends as any other does when nothing of it is left.
 *
 * @throws INVALID_NODE; in a flow INVALID_ROUTE, which is not tried again
 */
export function predicateRouter<const Options extends RouterOptions, Payload>(
  options: Options,
  choose: (payload: Received<Options, Payload>, context: NodeContext) => Route | PromiseLike<Route>,
): FlowNode<Options["name"], Accepted<Options, Payload>, Routed<Received<Options, Payload>>> {
  return defineRouter(options, choose as ChooseRoute);
}
