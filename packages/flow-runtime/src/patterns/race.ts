import { errorMessage } from "@pergola/core";
import type { FlowNode } from "../flow-node.ts";
import { defineNode } from "../node.ts";
import { type Branches, type BranchesInput, type BranchOutput, runBranch } from "./branch-flow.ts";
import { checkBranches, drawn, type PatternOptions } from "./check-branches.ts";

/**
 * A node that runs all branches at once, as flows inside its trace, and gives the result of the first that ends well.
 * The others are cancelled, and have ended when the node has. It fails when all of them fail; the cause is an
 * `AggregateError` of their errors.
 *
 * @throws INVALID_NODE
 */
export function race<const Name extends string, All extends Branches>(
  options: PatternOptions<Name>,
  branches: All,
): FlowNode<Name, BranchesInput<All>, BranchOutput<All[keyof All]>> {
  checkBranches(options.name, branches);
  const entries = Object.entries(branches);
  return defineNode(drawn(options, branches), {
    kind: "race",
    async run(payload, context) {
      const controller = new AbortController();
      const { signal } = controller;
      const runs = entries.map(([, each]) => runBranch(each, payload, { context, signal }));
      try {
        return await Promise.any(runs);
      } catch (error) {
        throw allFailed(entries, error as AggregateError);
      } finally {
        controller.abort(new Error(`Another branch of the race "${options.name}" was first.`));
        await Promise.allSettled(runs);
      }
    },
  });
}

function allFailed(entries: readonly [string, unknown][], { errors }: AggregateError): AggregateError {
  const each = entries.map(([name], index) => `${name}: ${errorMessage(errors[index])}`);
  return new AggregateError(errors, `All branches failed. ${each.join(" ")}`);
}
