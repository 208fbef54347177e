import { knownDependencies, type ResourceGraph, type ResourceNode } from "./resource-node.ts";

interface Visit {
  readonly node: ResourceNode;
  readonly dependencies: Iterator<ResourceNode>;
}

/**
 * Every resource after what it needs, else in order of definition. Of a graph with cycles it is some order with each
 * resource once.
 */
export function startOrder(graph: ResourceGraph): readonly ResourceNode[] {
  const seen = new Set<ResourceNode>();
  const order: ResourceNode[] = [];
  const path: Visit[] = [];
  const enter = (node: ResourceNode) => {
    if (seen.has(node)) return;
    seen.add(node);
    path.push({ node, dependencies: knownDependencies(graph, node).values() });
  };
  for (const root of graph.values()) {
    enter(root);
    // A loop instead of recursion: a chain may be longer than the stack is deep.
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const next = visit.dependencies.next();
      if (next.done !== true) enter(next.value);
      else {
        order.push(visit.node);
        path.pop();
      }
    }
  }
  return order;
}
