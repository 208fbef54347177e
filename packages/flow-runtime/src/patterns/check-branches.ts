import { flowErrors } from "../errors.ts";
import type { NodeOptions } from "../flow-node.ts";
import type { Branches } from "./branch-flow.ts";

/** Options of a node that takes what its branches take. */
export type PatternOptions<Name extends string = string> = Omit<NodeOptions<Name>, "input" | "output">;

/** @throws INVALID_NODE when there is no branch, or one that is none */
export function checkBranches(node: string, branches: Branches): void {
  const entries = Object.entries((branches ?? {}) as Readonly<Record<string, unknown>>);
  const wrong = entries.find(([, each]) => !isBranch(each));
  if (entries.length > 0 && wrong === undefined) return;
  const problem = wrong === undefined ? "has no branches" : `has a branch "${wrong[0]}" that cannot be run`;
  throw flowErrors.create("INVALID_NODE", {
    message: `The node "${node}" ${problem}.`,
    hint: "Give it branches by name: { fast: flow, slow: () => createFlow({ … }), simple: node }.",
    details: { node },
  });
}

/** The options with the branches for pictures. What the options say of a branch is drawn in its place. */
export function drawn<Options extends PatternOptions>(options: Options, branches: Branches): Options {
  return { ...options, subflows: { ...branches, ...options.subflows } };
}

function isBranch(value: unknown): boolean {
  if (typeof value === "function") return true;
  return typeof value === "object" && value !== null && ("definition" in value || "call" in value);
}
