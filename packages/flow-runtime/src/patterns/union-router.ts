import { suggest } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { FlowNode, RoutedByKind } from "../flow-node.ts";
import { type InnerContext, innerContext } from "../inner-context.ts";
import type { Message } from "../message.ts";
import { type Accepted, defineNode, type Received } from "../node.ts";
import type { NodeContext } from "../node-context.ts";
import { Outgoing } from "../outgoing.ts";
import type { StandardSchema } from "../standard-schema.ts";
import type { RouterOptions } from "./router-options.ts";
import { unwrapMessage, unwrapping } from "./unwrap-message.ts";

/** Anything that says what it is. */
export interface Kinded {
  readonly kind: string;
}

type Kinds<Options> = Extract<Received<Options, Kinded>, Kinded>;

/**
 * A node that sends each payload to the successor that has its `kind` as name. A {@link Message} is taken out of its
 * envelope first. With an input schema (a union) the compiler knows which successor takes what.
 *
 * @throws INVALID_NODE; in a flow INVALID_ROUTE, which is not tried again
 */
export function unionRouter<const Options extends RouterOptions>(
  options: Options,
): FlowNode<
  Options["name"],
  Accepted<Options, Kinded> | Message<Accepted<Options, Kinded>>,
  RoutedByKind<Kinds<Options>>
> {
  const { input } = options;
  // What is no schema is refused in the same words as for any node.
  const isSchema = input instanceof Object && "~standard" in input;
  const unwrapped = isSchema ? { ...options, input: unwrapping(input as StandardSchema) } : options;
  return defineNode(unwrapped, { kind: "router", run: routeByKind });
}

function routeByKind(given: unknown, context: NodeContext): Outgoing {
  const payload = unwrapMessage(given);
  const { kind } = (payload ?? {}) as { readonly kind?: unknown };
  const inner = innerContext(context);
  if (typeof kind === "string" && inner.successors.includes(kind))
    return new Outgoing(payload, undefined, [kind]);
  throw unknownKind(inner, kind);
}

function unknownKind({ nodeName, successors }: InnerContext, kind: unknown) {
  const said = typeof kind === "string" ? `the kind ${JSON.stringify(kind)}` : "no kind that is a text";
  return flowErrors.create("INVALID_ROUTE", {
    message: `Router "${nodeName}" got a payload with ${said}; it sends to the successor of that name.`,
    hint: suggest(String(kind), successors),
    details: { node: nodeName, kind: String(kind), successors: [...successors].sort() },
  });
}
