import type { Edges } from "./edges.ts";
import type { Meta } from "./meta.ts";
import type { NodeContext } from "./node-context.ts";
import type { NodePolicy, ResolvedPolicy } from "./node-policy.ts";
import type { StandardSchema } from "./standard-schema.ts";

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

/** Any node, whatever it takes and gives. */
export type AnyNode = FlowNode<string, never, unknown>;

/** What is sent to a node. */
export type InputOf<Node> = Node extends FlowNode<string, infer Input, unknown> ? Input : never;
/** What a node gives its successors. */
export type OutputOf<Node> = Node extends FlowNode<string, never, infer Output> ? Output : never;

/** What a router gives: each target takes a part of it. */
export interface Routed<Payload> {
  readonly "~routed": Payload;
}

/** What a router by kind gives: each target takes what has its name as kind. */
export interface RoutedByKind<Payload extends { readonly kind: string }> extends Routed<Payload> {
  readonly "~kinds": { readonly [Each in Payload as Each["kind"]]: Each };
}

/** Whether some of what is given is what is taken. */
type TakesPart<Given, Input> = [Extract<Given, Input>] extends [never]
  ? [Input] extends [Given]
    ? true
    : false
  : true;

type Fits<Output, Target extends AnyNode> = Output extends { readonly "~kinds": infer Kinds }
  ? FitsKind<Kinds, Target>
  : Output extends Routed<infer Payload>
    ? TakesPart<Payload, InputOf<Target>>
    : [Output] extends [InputOf<Target>]
      ? true
      : false;
type FitsKind<Kinds, Target extends AnyNode> = Target["name"] extends keyof Kinds
  ? TakesPart<Kinds[Target["name"]], InputOf<Target>>
  : false;

/** The targets, or a sentence in the place of one that does not take what the node gives. */
export type CheckedTargets<Self extends AnyNode, Targets extends readonly AnyNode[]> = {
  readonly [Index in keyof Targets]: Fits<OutputOf<Self>, Targets[Index]> extends true
    ? Targets[Index]
    : `Node "${Targets[Index]["name"]}" does not take what node "${Self["name"]}" gives.`;
};

/** A schema of a node, whatever its types. */
export type AnySchema = StandardSchema<unknown, unknown>;

/** What a node is called, takes and gives, and how it is treated. */
export interface NodeOptions<Name extends string = string> {
  /** Unique in a flow. */
  readonly name: Name;
  /** What it takes. The node is given the value as the schema makes it. */
  readonly input?: AnySchema;
  /** What it gives. Its successors are given the value as the schema makes it. */
  readonly output?: AnySchema;
  /** Retries, time and concurrency. Default: one try, one message at a time. */
  readonly policy?: NodePolicy;
  /** Whether it may be part of a cycle. Default false. */
  readonly allowCycle?: boolean;
  /** Most messages that wait for it; 0 for no bound. Default: the flow's. */
  readonly queueSize?: number;
  /** For pictures. */
  readonly description?: string;
  /** For pictures: the flows that it calls, by name; flows, or functions that make them. */
  readonly subflows?: Readonly<Record<string, object>>;
}

/** What a node does, without its types. */
export interface NodeDefinition extends Omit<NodeOptions, "policy"> {
  readonly policy: ResolvedPolicy;
  /** Whether somebody asked for validation: then there must be schemas. */
  readonly isValidateAsked: boolean;
  /** For pictures, for example `node`, `router` or `join`. */
  readonly kind: string;
  /** For pictures: what the edges of a router say, by the name of the successor. Default: that name. */
  readonly edgeLabels?: Readonly<Record<string, string>>;
  readonly run: (payload: never, context: NodeContext) => unknown;
  /**
   * Called when nothing of a trace moves any more, if the node keeps something for it; that is gone afterwards. What it
   * returns is sent and makes the trace go on.
   */
  readonly onDrained?: (context: NodeContext) => unknown;
  /** How it takes in messages that it gives nothing for. */
  readonly gathering?: Gathering<unknown>;
}

/** A message of a trace, as a node that gathers keeps it. */
export interface Gathered {
  readonly payload: unknown;
  readonly meta: Meta;
  /** Place of the edge that it came over, in order of declaration; -1 from outside. */
  readonly edge: number;
}

/** Takes in messages with no execution for each. Nothing of it may wait, throw or send. */
export interface Gathering<State> {
  /** What each trace begins with; the same as the node's `ctx.state`. */
  begin(): State;
  /** False: this one is worked on as usual. */
  take(state: State, message: Gathered): boolean;
  /** Whether it has nothing of the trace, so that `onDrained` has nothing to do. */
  isEmpty(state: State): boolean;
}
