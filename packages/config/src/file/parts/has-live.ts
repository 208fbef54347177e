import { isLive, type SourceNode } from "../source/source-node.ts";

/** Whether there is something in a node that only a module can hold: the file's schema cannot look at it. */
export function hasLive(node: SourceNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === "scalar") return isLive(node.value);
  if (node.kind === "list") return node.items.some(hasLive);
  return [...node.entries.values()].some(({ value }) => hasLive(value));
}
