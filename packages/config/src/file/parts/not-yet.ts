import type { SourceNode } from "../source/source-node.ts";
import type { Told } from "./told.ts";

/** Parts of an agent that a file will be able to name, and what to use today. */
const NOT_YET: ReadonlyMap<string, string> = new Map([
  ["logging", "Pass a `logger` to the builder."],
  ["server", "Pass the server its options in code."],
  ["plugins", "Install provider packages, or give providers in code."],
]);

/** Takes out what has a meaning but no effect yet, and says so: nothing in a file is silently ignored. */
export function withoutNotYet(root: SourceNode, told: Told): SourceNode {
  if (root.kind !== "map") return root;
  const entries = new Map(root.entries);
  for (const [key, hint] of NOT_YET) {
    if (!entries.delete(key)) continue;
    told.key([key], `\`${key}\` cannot be set in a file yet.`, hint);
  }
  return { ...root, entries };
}
