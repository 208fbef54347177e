import type { Edges } from "./edges.ts";
import type { FlowNode } from "./node.ts";

/** Any node, whatever it takes and gives. */
export type AnyNode = FlowNode<string, never, unknown>;

/** What a flow is made of: `a.to(b, c)`, or `[a, [b, c]]`. */
export type EdgeList = readonly (Edges<AnyNode, AnyNode> | readonly [AnyNode, readonly AnyNode[]])[];

export type InputOf<Node> = Node extends FlowNode<string, infer Input, unknown> ? Input : never;
export type OutputOf<Node> = Node extends FlowNode<string, never, infer Output> ? Output : never;

/** What a router gives: each target takes a part of it. */
export interface Routed<Payload> {
  readonly "~routed": Payload;
}

type Fits<Output, Input> = Output extends Routed<unknown> ? true : [Output] extends [Input] ? true : false;

/** The targets, or a sentence in the place of one that does not take what the node gives. */
export type CheckedTargets<Self extends AnyNode, Targets extends readonly AnyNode[]> = {
  readonly [Index in keyof Targets]: Fits<OutputOf<Self>, InputOf<Targets[Index]>> extends true
    ? Targets[Index]
    : `Node "${Targets[Index]["name"]}" does not take what node "${Self["name"]}" gives.`;
};

type Item<List extends EdgeList> = List[number];
type FromOf<Each> =
  Each extends Edges<infer From, unknown> ? From : Each extends readonly [infer From, unknown] ? From : never;
type ToOf<Each> =
  Each extends Edges<unknown, infer To>
    ? To
    : Each extends readonly [unknown, readonly (infer To)[]]
      ? To
      : never;
type NameOf<Node> = Node extends AnyNode ? Node["name"] : never;
/** Names of nodes that another node leads to; a node's edge to itself is no way in. */
type TargetNames<Each> = Each extends unknown ? Exclude<NameOf<ToOf<Each>>, NameOf<FromOf<Each>>> : never;
/** Names of nodes that lead to another one. */
type SourceNames<Each> = Each extends unknown
  ? [TargetNames<Each>] extends [never]
    ? never
    : NameOf<FromOf<Each>>
  : never;
type Named<Nodes, Names> = Nodes extends AnyNode ? (Nodes["name"] extends Names ? never : Nodes) : never;
type Nodes<List extends EdgeList> = FromOf<Item<List>> | ToOf<Item<List>>;

/** What the nodes take that nothing leads to. */
export type FlowInput<List extends EdgeList> = InputOf<Named<Nodes<List>, TargetNames<Item<List>>>>;

/** What the nodes give that lead nowhere. */
export type FlowOutput<List extends EdgeList> = Unrouted<
  OutputOf<Named<Nodes<List>, SourceNames<Item<List>>>>
>;
type Unrouted<Output> = Output extends Routed<infer Payload> ? Payload : Output;
