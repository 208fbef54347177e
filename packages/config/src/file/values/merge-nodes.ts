import type { MapEntry, SourceNode } from "../source/source-node.ts";

/**
 * A file over the one that it extends: maps are merged key by key, at every depth, and everything else is replaced, lists
 * too. A `null` takes a key of the base out. Keys keep the base's order; new ones come after.
 */
export function mergeNodes(base: SourceNode, over: SourceNode): SourceNode {
  if (base.kind !== "map" || over.kind !== "map") return over;
  const entries = new Map<string, MapEntry>(base.entries);
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    if (isNull(entry.value)) entries.delete(key);
    else
      entries.set(
        key,
        below === undefined ? entry : { key: entry.key, value: mergeNodes(below.value, entry.value) },
      );
  }
  return { kind: "map", entries, place: over.place };
}

const isNull = (node: SourceNode) => node.kind === "scalar" && node.value === null && node.isBroken !== true;
