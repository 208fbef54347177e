import type { Callable } from "../callable.ts";
import { createFlow } from "../create-flow.ts";
import type { AnyNode, InputOf, OutputOf } from "../flow-node.ts";
import { type InnerContext, innerContext } from "../inner-context.ts";
import type { NodeContext } from "../node-context.ts";

/** What a node can run as a part of its trace: a flow, a function that makes one, or a node alone. */
export type Branch = AnyNode | Callable<never, unknown> | (() => Callable<never, unknown>);

/** Branches by name. */
export type Branches = Readonly<Record<string, Branch>>;

type BranchInput<Each> = Each extends AnyNode
  ? InputOf<Each>
  : Each extends Callable<infer Input, unknown>
    ? Input
    : Each extends () => Callable<infer Input, unknown>
      ? Input
      : never;

/** What all branches take. */
export type BranchesInput<All extends Branches> = {
  readonly [Name in keyof All]: (input: BranchInput<All[Name]>) => void;
}[keyof All] extends (input: infer Input) => void
  ? Input
  : never;

/** What a branch gives, when it gives something. */
export type BranchOutput<Each> = Each extends AnyNode
  ? OutputOf<Each>
  : Each extends Callable<never, infer Output>
    ? Output
    : Each extends () => Callable<never, infer Output>
      ? Output
      : never;

/** Runs a branch with the deadline, headers, meta and signal of the trace. @throws its FlowError */
export function runBranch(
  branch: Branch,
  payload: unknown,
  { context, signal }: { readonly context: NodeContext; readonly signal?: AbortSignal },
): Promise<unknown> {
  const callee = isNode(branch) ? () => flowOf(branch, innerContext(context)) : branch;
  // That all branches take the payload has been checked by the compiler.
  return context.call(callee as Callable<unknown, unknown>, payload, signal === undefined ? {} : { signal });
}

/** A flow of one node, in the time and with the log of the flow around it. */
function flowOf(node: AnyNode, { surroundings }: InnerContext): Callable<unknown, unknown> {
  const { clock, logger, createId, random } = surroundings;
  return createFlow({ name: node.name, edges: [[node, []]], clock, logger, createId, random });
}

const isNode = (branch: Branch): branch is AnyNode => typeof branch === "object" && "definition" in branch;
