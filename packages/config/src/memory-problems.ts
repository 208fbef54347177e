import { resourceShape } from "@pergola/resources/definition";
import type { AgentConfigProblem } from "./agent-config-problem.ts";
import { MEMORY_PARTS } from "./memory-parts.ts";
import { hasMemory, type MemorySettings } from "./memory-settings.ts";
import { readResourceReference } from "./read-resource-reference.ts";

/** What is wrong with the parts of a memory, as far as it shows without looking for a provider. */
export function memoryProblems(memory: MemorySettings): readonly AgentConfigProblem[] {
  const given = MEMORY_PARTS.filter(({ part }) => memory[part] !== undefined);
  if (!hasMemory(memory))
    return given.map(({ part }) =>
      problem(
        part,
        `A memory of type "none" keeps nothing, and has a \`${part}\`.`,
        "Leave `type` out, or this.",
      ),
    );
  return [
    ...given.flatMap((each) => referenceProblems(memory[each.part], each)),
    ...togetherProblems(memory),
  ];
}

/** Parts that do not go together. */
function togetherProblems({ provider, config, database, vectorStore, embeddings }: MemorySettings) {
  return [
    ...(database !== undefined && provider !== undefined
      ? [problem("database", "`provider` and `database` both say where conversations are.", "Keep one.")]
      : []),
    ...(database !== undefined && provider === undefined && config !== undefined
      ? [problem("config", "`config` belongs to `provider`.", "Write its keys into `database`.")]
      : []),
    ...(embeddings !== undefined && vectorStore === undefined
      ? [
          problem(
            "embeddings",
            "There is no vector store for what it makes.",
            'Add vectorStore: "in-memory".',
          ),
        ]
      : []),
  ];
}

function referenceProblems(
  reference: unknown,
  { part, category, words }: (typeof MEMORY_PARTS)[number],
): readonly AgentConfigProblem[] {
  const found = readResourceReference(category, reference);
  const wrong = (received: string) => [
    problem(part, `Expected ${words}; received ${received}.`, HINTS[part]),
  ];
  switch (found.kind) {
    case "wrong":
      return [{ path: ["memory", part, ...found.path], message: found.message, hint: HINTS[part] }];
    case "definition":
      return wrong("the definition of a resource");
    case "ready":
      return resourceShape(found.resource) === category ? [] : wrong("an object that is none");
    default:
      return found.category === category ? [] : wrong(`a provider of category "${found.category}"`);
  }
}

const HINTS = {
  database: 'For example { provider: "duckdb", path: "./memory.duckdb" }, or a ready ConversationStore.',
  vectorStore: 'For example "in-memory", or a ready VectorStore.',
  embeddings: 'For example "hashing", or a ready Embedder.',
} as const;

const problem = (part: string, message: string, hint: string): AgentConfigProblem => ({
  path: ["memory", part],
  message,
  hint,
});
