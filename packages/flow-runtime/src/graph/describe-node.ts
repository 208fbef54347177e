import type { GraphNode } from "@pergola/core";
import type { AnyNode } from "../flow-node.ts";
import { resolvePolicy } from "../node-policy.ts";

const DEFAULT_POLICY: Readonly<Record<string, unknown>> = { ...resolvePolicy("any") };

/** A node as data; its policy is told where it differs from the default. */
export function describeNode({ name, definition }: AnyNode, isInLoop: boolean): GraphNode {
  const { kind, description, policy, queueSize } = definition;
  const own = Object.entries(policy)
    .filter(([key, value]) => value !== DEFAULT_POLICY[key])
    // A function is no data: that there is one is all that can be told.
    .map(([key, value]) => [key, typeof value === "function" ? true : value]);
  const metadata = {
    ...(own.length > 0 && { policy: Object.fromEntries(own) }),
    ...(queueSize !== undefined && { queueSize }),
    ...(isInLoop && { isInLoop }),
  };
  const isPlain = Object.keys(metadata).length === 0;
  return { id: name, label: description ?? name, kind, ...(!isPlain && { metadata }) };
}
