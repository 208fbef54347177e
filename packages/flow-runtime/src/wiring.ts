import type { Edges } from "./edges.ts";
import type { AnyNode, InputOf, OutputOf, Routed } from "./flow-node.ts";

/** What a flow is made of: `a.to(b, c)`, or `[a, [b, c]]`. */
export type EdgeList = readonly (Edges<AnyNode, AnyNode> | readonly [AnyNode, readonly AnyNode[]])[];

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
