import { flowErrors } from "../errors.ts";

/** @throws INVALID_NODE when a part of a node's work is no function */
export function assertFunction(node: unknown, what: string, value: unknown): void {
  if (typeof value === "function") return;
  throw flowErrors.create("INVALID_NODE", {
    message: `The node ${JSON.stringify(node)} got ${typeof value} as its ${what}; expected a function.`,
    hint: "The options come first, then the function.",
    details: { node },
  });
}
