import { isDeepStrictEqual } from "node:util";
import type { SuccessorOptions } from "./resource-container.ts";
import type { ResourceGraph, ResourceNode } from "./resource-node.ts";
import type { ResourceSlot } from "./resource-slot.ts";
import { startOrder } from "./start-order.ts";

export interface KeepOptions extends Pick<SuccessorOptions, "keeps"> {
  /** Of the container that goes before, by key. */
  readonly slots: ReadonlyMap<string, ResourceSlot>;
}

/** What goes on in a graph: ready, unchanged, and in need only of what goes on too. */
export function keptSlots(
  graph: ResourceGraph,
  { slots, keeps }: KeepOptions,
): ReadonlyMap<string, ResourceSlot> {
  const kept = new Map<string, ResourceSlot>();
  const isOther = (key: string) => graph.has(key) && !kept.has(key);
  // Each comes after what it needs.
  for (const node of startOrder(graph)) {
    const slot = slots.get(node.key);
    if (slot?.resource === undefined || !keeps(node.key) || !isSameNeed(slot.node, node)) continue;
    if (node.dependencies.some(({ key }) => isOther(key) || graph.has(key) !== slots.has(key))) continue;
    kept.set(node.key, slot);
  }
  return kept;
}

const isSameNeed = (one: ResourceNode, other: ResourceNode) =>
  isDeepStrictEqual(one.dependencies, other.dependencies);
