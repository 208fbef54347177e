import { suggest } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { AnyNode } from "../flow-node.ts";
import type { InnerContext } from "../inner-context.ts";
import { Outgoing } from "../outgoing.ts";

/** Where a message goes: a successor or its name, several of them, or null for nowhere. */
export type Route = AnyNode | string | readonly (AnyNode | string)[] | null;

/** Sends a payload along a route. Undefined when it goes nowhere. @throws INVALID_ROUTE */
export function sendAlong(payload: unknown, route: Route, context: InnerContext): Outgoing | undefined {
  if (route === null) return undefined;
  const each: readonly unknown[] = Array.isArray(route) ? route : [route];
  const { successors } = context;
  const names = each.map(nameOf);
  const stranger = names.findIndex((name) => name === undefined || !successors.includes(name));
  if (stranger !== -1) throw invalidRoute(context, names[stranger] ?? each[stranger]);
  return names.length === 0 ? undefined : new Outgoing(payload, undefined, [...new Set(names as string[])]);
}

function nameOf(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  const { name } = (target ?? {}) as { readonly name?: unknown };
  return typeof name === "string" ? name : undefined;
}

function invalidRoute({ nodeName, successors }: InnerContext, given: unknown) {
  const said = typeof given === "string" ? JSON.stringify(given) : String(given);
  const known = successors.length === 0 ? "It has no successors." : suggest(String(given), successors);
  return flowErrors.create("INVALID_ROUTE", {
    message: `Router "${nodeName}" was told to send to ${said}, which is no successor of it.`,
    hint: `${known} Say null to let a message end here.`,
    details: { node: nodeName, route: String(given), successors: [...successors].sort() },
  });
}
