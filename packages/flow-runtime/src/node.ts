import { checkNode } from "./check-node.ts";
import { Edges } from "./edges.ts";
import type { NodeContext } from "./node-context.ts";
import { type NodePolicy, type ResolvedPolicy, resolvePolicy } from "./node-policy.ts";
import type { StandardSchema } from "./standard-schema.ts";
import type { AnyNode, CheckedTargets } from "./wiring.ts";

/** A worker of a flow. Made by {@link node}; immutable, and usable in several flows. */
export interface FlowNode<Name extends string = string, Input = never, Output = unknown> {
  readonly name: Name;
  /** For type checkers only; never there. */
  readonly "~types"?: { readonly input: (input: Input) => void; readonly output: Output };
  readonly definition: NodeDefinition;
  /** Edges from this node to others. Without targets: the node belongs to the flow and has no successor. */
  to<Self extends AnyNode, const Targets extends readonly AnyNode[]>(
    this: Self,
    ...targets: CheckedTargets<Self, Targets>
  ): Edges<Self, Targets[number]>;
}

/** A schema of a node, whatever its types. */
export type AnySchema = StandardSchema<unknown, unknown>;

export interface NodeOptions<Name extends string = string> {
  /** Unique in a flow. */
  readonly name: Name;
  /** What it takes. The node is given the value as the schema makes it. */
  readonly input?: AnySchema;
  /** What it gives. Its successors are given the value as the schema makes it. */
  readonly output?: AnySchema;
  readonly policy?: NodePolicy;
  /** Whether it may be part of a cycle. Default false. */
  readonly allowCycle?: boolean;
  /** Most messages that wait for it; 0 for no bound. Default: the flow's. */
  readonly queueSize?: number;
  /** For pictures. */
  readonly description?: string;
}

/** What a node does, without its types. */
export interface NodeDefinition extends Omit<NodeOptions, "policy"> {
  readonly policy: ResolvedPolicy;
  /** Whether somebody asked for validation: then there must be schemas. */
  readonly isValidateAsked: boolean;
  /** For pictures, for example `node`, `router` or `join`. */
  readonly kind: string;
  readonly run: (payload: never, context: NodeContext) => unknown;
  /** Called when nothing of a trace moves any more; what it emits makes the trace go on. */
  readonly onDrained?: (context: NodeContext) => void;
}

type Declared<Options, Key extends string> = Options extends { readonly [K in Key]: infer Schema }
  ? Schema
  : undefined;
type Received<Options, Payload> =
  Declared<Options, "input"> extends StandardSchema<unknown, infer Output> ? Output : Payload;
type Accepted<Options, Payload> =
  Declared<Options, "input"> extends StandardSchema<infer Input, unknown> ? Input : Payload;
type Given<Options, Result> =
  Declared<Options, "output"> extends StandardSchema<unknown, infer Output>
    ? Output
    : Exclude<Awaited<Result>, undefined | void>;

/**
 * Makes a node of a function. What it returns goes to every successor; `undefined` goes nowhere.
 *
 * @throws INVALID_NODE
 */
export function node<const Options extends NodeOptions, Payload, Result>(
  options: Options,
  run: (payload: Received<Options, Payload>, context: NodeContext) => Result,
): FlowNode<Options["name"], Accepted<Options, Payload>, Given<Options, Result>> {
  return defineNode(options, { kind: "node", run: run as NodeDefinition["run"] });
}

/** Makes a node of a kind of its own. @throws INVALID_NODE */
export function defineNode<Name extends string, Input, Output>(
  options: NodeOptions<Name>,
  work: Pick<NodeDefinition, "kind" | "run" | "onDrained">,
): FlowNode<Name, Input, Output> {
  checkNode(options, work.run);
  const { policy, ...rest } = options;
  const definition: NodeDefinition = Object.freeze({
    ...rest,
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
