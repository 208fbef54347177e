import { suggest } from "@pergola/core";
import type { AgentConfigData } from "./agent-config-data.ts";
import type { AgentConfigProblem } from "./agent-config-problem.ts";
import { readResourceReference } from "./read-resource-reference.ts";
import { isPlain } from "./shown-value.ts";

/** Breaker settings for what is no storage of the definition: nothing would ever read them. */
export function breakerProblems({
  breaker,
  storage,
  resources,
}: Pick<AgentConfigData, "breaker" | "storage" | "resources">): readonly AgentConfigProblem[] {
  if (!isPlain(breaker) || !isPlain(breaker.resources)) return [];
  const further = Object.entries(resources).filter(([key, reference]) => mayBeStorage(key, reference));
  const known = [...(storage === undefined ? [] : ["storage"]), ...further.map(([key]) => key)];
  return Object.keys(breaker.resources)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: ["breaker", "resources", key],
      message: `The agent has no storage under the key ${JSON.stringify(key)}.`,
      hint: known.length === 0 ? "Add one: .withStorage()." : suggest(key, known),
    }));
}

/** What code makes shows only later what it is. */
function mayBeStorage(key: string, reference: unknown): boolean {
  const found = readResourceReference(key, reference);
  return found.kind === "wrong" || found.kind === "definition" || found.category === "storage";
}
