import { suggest } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { FlowNode } from "../flow-node.ts";
import { defineNode } from "../node.ts";
import type { NodeContext } from "../node-context.ts";
import { assertFunction } from "./assert-function.ts";
import { type Branches, type BranchesInput, type BranchOutput, runBranch } from "./branch-flow.ts";
import { checkBranches, drawn, type PatternOptions } from "./check-branches.ts";

/** Names a branch; null runs none. */
export type ChooseBranch<All extends Branches> = (
  payload: BranchesInput<All>,
  context: NodeContext,
) => Choice<All> | PromiseLike<Choice<All>>;
type Choice<All extends Branches> = (keyof All & string) | null;

/**
 * A node that runs one of its branches, as a flow inside its trace, and gives its result. `choose` names the branch;
 * with null there is no result.
 *
 * @throws INVALID_NODE; in a flow INVALID_ROUTE, which is not tried again
 */
export function branch<const Name extends string, All extends Branches>(
  options: PatternOptions<Name>,
  choose: ChooseBranch<All>,
  branches: All,
): FlowNode<Name, BranchesInput<All>, BranchOutput<All[keyof All]>> {
  assertFunction(options.name, "choice", choose);
  checkBranches(options.name, branches);
  const all: ReadonlyMap<unknown, Branches[string]> = new Map(Object.entries(branches));
  const run = async (payload: BranchesInput<All>, context: NodeContext) => {
    const name = await choose(payload, context);
    if (name === null) return undefined;
    const chosen = all.get(name);
    if (chosen === undefined) throw unknownBranch(options.name, name, branches);
    return runBranch(chosen, payload, { context });
  };
  return defineNode(drawn(options, branches), { kind: "branch", run });
}

function unknownBranch(node: string, name: unknown, branches: Branches) {
  return flowErrors.create("INVALID_ROUTE", {
    message: `Node "${node}" was told to run the branch ${JSON.stringify(name)}, which it does not have.`,
    hint: `${suggest(String(name), Object.keys(branches))} Say null to run none.`,
    details: { node, branch: String(name), branches: Object.keys(branches).sort() },
  });
}
