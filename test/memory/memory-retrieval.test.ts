import { AgentBuilder, createAgent } from "@pergola/builders";
import { withMessages } from "@pergola/config";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineWorkflow } from "@pergola/pipeline";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const MEMORY = { vectorStore: "in-memory", embeddings: "hashing" } as const;
const NOTES = [
  { id: "tea", text: "Ada likes green tea in the morning.", metadata: { source: "talk" } },
  { id: "mate", text: "Ada has mate tea at work.", metadata: { source: "letter" } },
  { id: "car", text: "The car is in the garage.", metadata: { source: "letter" } },
];

const State = withMessages(
  z.object({ topic: z.string().default("the garage of the car"), notes: z.unknown().optional() }),
);

type Hits = readonly { readonly id: string; readonly score: number; readonly text?: string }[];

/** What a chat turn of Ada and one of Bob find, Ada having notes. */
async function found(config: object, message = "Which tea do I like?") {
  await using agent = await new AgentBuilder(State)
    .withMemory(MEMORY)
    .withStep("memory-retrieval", { as: "notes", ...config } as never)
    .start();
  const ada = { tenantId: "local", agentId: agent.name, userId: "ada" };
  await agent.memory.vectors.add(ada, NOTES);
  const notesOf = async (userId: string) =>
    ((await agent.chat(message, { userId })).state as { notes: Hits }).notes;
  expect(await notesOf("bob")).toEqual([]);
  return notesOf("ada");
}

const idsOf = (hits: Hits) => hits.map(({ id }) => id);

describe("memory-retrieval", () => {
  it("finds what is like the message of the user, the best first, of this user only", async () => {
    const hits = await found({ k: 2 });
    expect(hits).toMatchObject([
      { id: expect.any(String), score: expect.any(Number), text: expect.any(String) },
      {},
    ]);
    expect(idsOf(hits).sort()).toEqual(["mate", "tea"]);
    expect((hits[0]?.score ?? 0) >= (hits[1]?.score ?? 1)).toBe(true);
    expect(idsOf(await found({}))).toHaveLength(3);
  });

  it.each<[string, object, readonly string[]]>([
    ["a template", { query: "{topic}", k: 1 }, ["car"]],
    ["a function", { query: () => "the garage of the car", k: 1 }, ["car"]],
    ["an empty text", { query: () => "" }, []],
    ["a filter", { filter: { source: "talk" } }, ["tea"]],
    ["a least score", { minScore: 0.999 }, []],
  ])("takes %s", async (_, config, expected) => {
    expect(idsOf(await found(config))).toEqual(expected);
  });

  it("is refused with what makes no sense, before anything is built", async () => {
    for (const config of [
      { as: "nots" },
      { as: "notes", k: 0 },
      { as: "notes", filter: { a: [1] } },
      { as: "notes", query: "{topc}" },
    ]) {
      const building = new AgentBuilder(State)
        .withMemory(MEMORY)
        .withStep("memory-retrieval", config as never)
        .build();
      await expect(building).rejects.toMatchObject({ code: "INVALID_AGENT_CONFIG" });
    }
  });

  it("says what to configure for a memory without vectors", async () => {
    await using agent = await new AgentBuilder(State)
      .withMemory({ type: "conversation" })
      .withStep("memory-retrieval", { as: "notes" })
      .start();
    await expect(agent.chat("tea")).rejects.toMatchObject({ code: "VECTOR_STORE_NOT_CONFIGURED" });
  });

  it("stands in a stage of a workflow, where later steps load what it found", async () => {
    const workflow = defineWorkflow({
      stages: {
        parse: [{ step: "memory-retrieval", name: "notes", config: { k: 1, query: "tea", as: "hits" } }],
        deliver: [
          ({ load, message, callLlm }) => {
            const [best] = load<Hits>("notes") ?? [];
            return callLlm(message, { system: `Known: ${best?.text ?? "nothing"}` });
          },
        ],
      },
    });
    const model = new ScriptedChatModel(["Green tea.", "I do not know."]);
    await using agent = await createAgent().withLlm(model).withMemory(MEMORY).withWorkflow(workflow).start();
    const ada = { tenantId: "local", agentId: agent.name, userId: "ada" };
    await agent.memory.vectors.add(ada, NOTES.slice(0, 1));
    await agent.chat("What do I like?", { userId: "ada" });
    await agent.chat("What do I like?", { userId: "bob" });
    const systems = model.calls.map(({ messages }) => messages[0]?.text);
    expect(systems).toEqual(["Known: Ada likes green tea in the morning.", "Known: nothing"]);
  });
});
