import { checkNode } from "./check-node.ts";
import { Edges } from "./edges.ts";
import type { AnyNode, CheckedTargets, FlowNode, NodeDefinition, NodeOptions } from "./flow-node.ts";
import type { NodeContext } from "./node-context.ts";
import { resolvePolicy } from "./node-policy.ts";
import type { StandardSchema } from "./standard-schema.ts";

type Declared<Options, Key extends string> = Options extends { readonly [K in Key]: infer Schema }
  ? Schema
  : undefined;
/** What a node is given. */
export type Received<Options, Payload> =
  Declared<Options, "input"> extends StandardSchema<unknown, infer Output> ? Output : Payload;
/** What may be sent to a node. */
export type Accepted<Options, Payload> =
  Declared<Options, "input"> extends StandardSchema<infer Input, unknown> ? Input : Payload;
type Given<Options, Result> =
  Declared<Options, "output"> extends StandardSchema<unknown, infer Output>
    ? Output
    : Something<Awaited<Result>>;

/** What a node gives when it gives something. */
type Something<Result> = Result extends NonNullable<unknown> | null
  ? Result
  : unknown extends Result
    ? Result
    : never;

/**
 * Makes a node of a function. What it returns goes to every successor; `undefined` goes nowhere.
 *
 * @throws INVALID_NODE
 */
export function node<const Options extends NodeOptions, Payload, Result>(
  options: Options,
  run: (payload: Received<Options, Payload>, context: NodeContext) => Result,
): FlowNode<Options["name"], Accepted<Options, Payload>, Given<Options, Result>> {
  return defineNode(options, { kind: "node", run });
}

/** Makes a node of a kind of its own. @throws INVALID_NODE */
export function defineNode<Name extends string, Input, Output>(
  options: NodeOptions<Name>,
  work: Pick<NodeDefinition, "kind" | "run" | "onDrained" | "edgeLabels" | "gathering">,
): FlowNode<Name, Input, Output> {
  checkNode(options, work.run);
  const { policy, subflows, ...rest } = options;
  const definition: NodeDefinition = Object.freeze({
    ...rest,
    // As they are now: a flow that is put in later may be the node's own, and its picture would have no end.
    ...(subflows !== undefined && { subflows: { ...subflows } }),
    ...work,
    policy: resolvePolicy(options.name, policy),
    isValidateAsked: policy?.validate !== undefined && policy.validate !== "none",
  });
  return Object.freeze<FlowNode<Name, Input, Output>>({ name: options.name, definition, to });
}

function to<Self extends AnyNode, const Targets extends readonly AnyNode[]>(
  this: Self,
  ...targets: CheckedTargets<Self, Targets>
): Edges<Self, Targets[number]> {
  return new Edges(this, targets as unknown as readonly Targets[number][]);
}
