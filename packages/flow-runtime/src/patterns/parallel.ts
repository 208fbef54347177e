import type { FlowNode } from "../flow-node.ts";
import { defineNode } from "../node.ts";
import { type Branches, type BranchesInput, type BranchOutput, runBranch } from "./branch-flow.ts";
import { checkBranches, drawn, type PatternOptions } from "./check-branches.ts";
import { mapConcurrent } from "./map-concurrent.ts";

/** What each branch has given; undefined from one that gave nothing. */
export type ParallelOutput<All extends Branches> = {
  readonly [Name in keyof All]: BranchOutput<All[Name]> | undefined;
};

/**
 * A node that runs all branches at once, as flows inside its trace, and gives their results by name. The first failure
 * ends the others and is the node's.
 *
 * @throws INVALID_NODE
 */
export function parallel<const Name extends string, All extends Branches>(
  options: PatternOptions<Name>,
  branches: All,
): FlowNode<Name, BranchesInput<All>, ParallelOutput<All>> {
  checkBranches(options.name, branches);
  const entries = Object.entries(branches);
  return defineNode(drawn(options, branches), {
    kind: "parallel",
    async run(payload, context) {
      const results = await mapConcurrent(
        entries,
        async ([name, branch], { signal }) =>
          [name, await runBranch(branch, payload, { context, signal })] as const,
        { concurrency: entries.length, signal: context.signal },
      );
      return Object.fromEntries(results);
    },
  });
}
