// Compiled, never run: what the compiler must refuse is marked, and an unused mark is an error.
import {
  type ConversationStore,
  createInMemoryStorage,
  defineResource,
  type LlmHandle,
  type Storage,
  type StorageHandle,
} from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import { AgentBuilder, createAgent } from "./index.ts";

const State = z.object({ name: z.string(), processed: z.boolean().optional() });
const builder = new AgentBuilder(State);

builder
  .withStep("llm", { promptTemplate: "Hello {name}", model: "openai:gpt-5-mini", as: "name" })
  .withStep("custom", { step: async (state) => ({ processed: state.name.length > 0 }) })
  .withStep("third-party", { anything: true });

// @ts-expect-error a prompt is text
builder.withStep("llm", { promptTemplate: 7 });
// @ts-expect-error the llm step has no such option
builder.withStep("llm", { prompt: "x" });
// @ts-expect-error the state has no such key
builder.withStep("llm", { as: "nmae" });
// @ts-expect-error The state has no key "nmae".
builder.withStep("llm", { promptTemplate: "Hello {nmae}" });
// @ts-expect-error The state has no key "nmae".
builder.withSteps([{ step: "llm", config: { systemPrompt: "Hello {nmae}" } }]);
builder.withStep("parallel", {
  // @ts-expect-error The state has no key "nmae".
  branches: { a: [{ step: "llm", config: { promptTemplate: "Hello {nmae}" } }] },
});
// @ts-expect-error a custom step needs its function
builder.withStep("custom", {});
// @ts-expect-error the state has no such key
builder.withStep("custom", { step: (state) => ({ processed: state.nmae }) });

const agent = await builder.build();
const { name, processed } = await agent.run({ name: "Ada" });
name satisfies string;
processed satisfies boolean | undefined;
// @ts-expect-error the state requires a name
await agent.run({});

// @ts-expect-error an agent's definition has no such part
createAgent({ nmae: "x" });

builder
  .withStorage()
  .withStorage("local", { basePath: "./files" })
  .withStorage(createInMemoryStorage())
  .withResource("archive", "storage/local")
  .withResource(
    defineResource({ key: "index", dependencies: ["storage"], create: ({ storage }) => storage }),
  );
// @ts-expect-error a further resource has a key
builder.withResource({ create: () => ({}) });
agent.storage satisfies Storage;
agent.memory satisfies ConversationStore;
agent.resource("storage") satisfies Storage;
agent.resource("archive") satisfies object;

builder.withStep("custom", {
  step: async (_state, { run }) => {
    run?.resource("storage") satisfies StorageHandle | undefined;
    // @ts-expect-error what stands under another key is whatever somebody has put there
    run?.resource("archive").write("a.md", "x");
    // @ts-expect-error in a run a storage has no scope to choose
    await run?.resource("storage").read({ userId: "bob" }, "a.md");
  },
});
defineTool({
  name: "save",
  description: "Saves.",
  input: z.object({}),
  execute: async (_input, { resource }) => {
    resource("storage") satisfies StorageHandle;
    resource("llm") satisfies LlmHandle;
    // @ts-expect-error tools do not call tools
    await resource("tools").call({});
  },
});
