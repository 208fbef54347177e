import {
  CANONICAL_RESOURCES,
  isResourceKey,
  RESOURCE_KEY_WORDS,
  resourceShape,
} from "@pergola/resources/definition";
import type { AgentConfigData } from "./agent-config-data.ts";
import type { AgentConfigProblem } from "./agent-config-problem.ts";
import { memoryProblems } from "./memory-problems.ts";
import { readResourceReference } from "./read-resource-reference.ts";

/** What is wrong with the references of a definition, as far as it shows without looking for a provider. */
export function resourceProblems({
  storage,
  resources,
  memory,
}: Pick<Partial<AgentConfigData>, "storage" | "resources" | "memory">): readonly AgentConfigProblem[] {
  const further = Object.entries(isRecord(resources) ? resources : {}).flatMap(([key, reference]) => [
    ...keyProblems(key),
    ...furtherProblems(key, reference),
  ]);
  return [
    ...(storage === undefined ? [] : storageProblems(storage)),
    ...(memory === undefined ? [] : memoryProblems(memory)),
    ...further,
  ];
}

function storageProblems(reference: unknown): readonly AgentConfigProblem[] {
  const found = readResourceReference("storage", reference);
  if (found.kind === "wrong") return [at(["storage"], found)];
  if (found.kind === "definition")
    return [
      problem(
        ["storage"],
        "A storage is a provider or a ready storage; this is the definition of a resource.",
      ),
    ];
  if (found.category !== "storage")
    return [problem(["storage"], `Expected a storage; received a resource of category "${found.category}".`)];
  if (found.kind !== "ready" || resourceShape(found.resource) === "storage") return [];
  return [
    problem(
      ["storage"],
      "Expected a storage; received an object that does not read, write, list and stat files.",
    ),
  ];
}

function furtherProblems(key: string, reference: unknown): readonly AgentConfigProblem[] {
  const path = ["resources", key];
  const found = readResourceReference(key, reference);
  if (found.kind === "wrong") return [at(path, found)];
  // A store takes whatever scope it is called with: a step would have everybody's conversations.
  if (found.category === "memory")
    return [problem(path, "Conversations live in the agent's one memory.", "Use withMemory().")];
  if (found.kind !== "definition" || (found.definition.key ?? key) === key) return [];
  return [
    problem(
      [...path, "key"],
      `The definition is for the key "${found.definition.key}", and stands under "${key}".`,
      "Use one key.",
    ),
  ];
}

function keyProblems(key: string): readonly AgentConfigProblem[] {
  const path = ["resources", key];
  const own = OWN_METHODS.get(key);
  if (own !== undefined)
    return [problem(path, `"${key}" is not among the further resources: it is a part of every agent.`, own)];
  if (isResourceKey(key)) return [];
  return [
    problem(
      path,
      `Expected a key of ${RESOURCE_KEY_WORDS}; received ${JSON.stringify(key)}.`,
      'For example "reports".',
    ),
  ];
}

/** Keys that have a place of their own. */
const OWN_METHODS: ReadonlyMap<string, string> = new Map([
  ...CANONICAL_RESOURCES.map((key) => [key, useInstead(key)] as const),
  ["tools", useInstead("tools")],
]);

function useInstead(key: string): string {
  return `Use with${key.charAt(0).toUpperCase()}${key.slice(1)}(), or the part \`${key}\` of the definition.`;
}

function at(
  path: readonly string[],
  found: { readonly path: readonly string[]; readonly message: string; readonly hint: string },
): AgentConfigProblem {
  return { path: [...path, ...found.path], message: found.message, hint: found.hint };
}

function problem(path: readonly string[], message: string, hint = STORAGE_HINT): AgentConfigProblem {
  return { path, message, hint };
}

const STORAGE_HINT = 'For example .withStorage("local"), or .withResource("reports", "storage/local").';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
