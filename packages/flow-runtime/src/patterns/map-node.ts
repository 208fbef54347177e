import type { FlowNode } from "../flow-node.ts";
import { defineNode } from "../node.ts";
import type { NodeContext } from "../node-context.ts";
import { assertFunction } from "./assert-function.ts";
import type { PatternOptions } from "./check-branches.ts";
import { type MapConcurrentOptions, type MapWork, mapConcurrent } from "./map-concurrent.ts";

/** Those of a node, and how many items it works on at once. */
export type MapNodeOptions<Name extends string = string> = PatternOptions<Name> &
  Pick<MapConcurrentOptions, "concurrency">;

/** What the worker of a map node is given beside its item. */
export interface MapNodeWork extends MapWork {
  readonly context: NodeContext;
}

/**
 * A node that takes many items, works on some at once, and gives the list of results, in their order. The first failure
 * ends the rest and is the node's; a retry begins with the first item.
 *
 * @throws INVALID_NODE
 */
export function mapNode<const Name extends string, Item, Result>(
  { concurrency = 8, ...options }: MapNodeOptions<Name>,
  worker: (item: Item, work: MapNodeWork) => Result | PromiseLike<Result>,
): FlowNode<Name, Iterable<Item> | AsyncIterable<Item>, Result[]> {
  assertFunction(options.name, "worker", worker);
  const run = (items: Iterable<Item>, context: NodeContext) =>
    mapConcurrent(items, (item, work) => worker(item, { ...work, context }), {
      concurrency,
      signal: context.signal,
    });
  return defineNode(options, { kind: "node", run });
}
