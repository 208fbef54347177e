import type { FlowNode } from "../flow-node.ts";
import { type InnerContext, innerContext } from "../inner-context.ts";
import { defineNode } from "../node.ts";
import type { NodeContext } from "../node-context.ts";
import { assertFunction } from "./assert-function.ts";
import { type Route, sendAlong } from "./route.ts";
import type { RouterOptions } from "./router-options.ts";

export type ChooseRoute = (payload: unknown, context: InnerContext) => Route | PromiseLike<Route>;

/** A node that sends each payload on, as it is, to where `choose` says. */
export function defineRouter<Name extends string, Input, Output>(
  options: RouterOptions<Name>,
  choose: ChooseRoute,
  edgeLabels: Readonly<Record<string, string>> = {},
): FlowNode<Name, Input, Output> {
  assertFunction(options?.name, "choice", choose);
  const run = (payload: unknown, given: NodeContext) => {
    const context = innerContext(given);
    const route = choose(payload, context);
    return isPromise(route)
      ? route.then((late) => sendAlong(payload, late, context))
      : sendAlong(payload, route, context);
  };
  return defineNode(options, { kind: "router", edgeLabels, run });
}

function isPromise(route: Route | PromiseLike<Route>): route is PromiseLike<Route> {
  return typeof route === "object" && route !== null && "then" in route;
}
