import { AgentBuilder } from "@pergola/builders";
import { createScope } from "@pergola/core";
import type { MemoryRetrievalStepConfig } from "@pergola/core-steps";
import { z } from "zod";
import { entry, type LedgerEntries } from "../ledger.ts";
import { using } from "../probes/using.ts";

const State = z.object({
  topic: z.string().default("green tea"),
  other: z.string().default("the car in the garage"),
  answer: z.unknown().optional(),
  note: z.unknown().optional(),
});

/** Which of three notes are found, under which key. */
function found(config: Partial<MemoryRetrievalStepConfig>) {
  const builder = new AgentBuilder(State)
    .withMemory({ vectorStore: "in-memory", embeddings: "hashing" })
    .withStep("memory-retrieval", { query: "{topic}", as: "answer", ...config } as never);
  return using(builder.start(), async (agent) => {
    const ada = createScope({ tenantId: "local", agentId: agent.name, userId: "ada" });
    await agent.memory.vectors.add(ada, [
      { id: "tea", text: "green tea", metadata: { source: "talk" } },
      { id: "mate", text: "mate tea", metadata: { source: "letter" } },
      { id: "car", text: "the car in the garage", metadata: { source: "letter" } },
    ]);
    const { answer, note } = await agent.run({}, { userId: "ada" });
    const idsOf = (hits: unknown) => (hits as { id: string }[] | undefined)?.map(({ id }) => id);
    return { answer: idsOf(answer), note: idsOf(note) };
  });
}

export const memorySteps: LedgerEntries = {
  "memory-retrieval": [
    entry("query<string>", ["{topic}", "{other}"], (query) => found({ query, k: 1 })),
    entry("query<custom>", [() => "green tea", () => "the car in the garage"], (query) =>
      found({ query, k: 1 }),
    ),
    entry("k", [1, 2], (k) => found({ k })),
    entry("filter", [{ source: "talk" }, { source: "letter" }], (filter) => found({ filter })),
    entry("minScore", [0.99, -1], (minScore) => found({ minScore })),
    entry("as", ["answer", "note"], (as) => found({ as } as never)),
  ],
};
