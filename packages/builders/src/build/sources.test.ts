import { ScriptedChatModel } from "@pergola/core-steps/testing";
import {
  createInMemoryConversationStore,
  type ProviderFactory,
  type ProviderSource,
} from "@pergola/resources";
import { expect, test } from "vitest";
import { z } from "zod";
import { createAgent } from "../index.ts";

/** A source whose models answer with their provider's name; it notes what it was asked to load. */
function sourceOf(names: readonly string[]) {
  const loaded: string[] = [];
  const factory = (name: string): ProviderFactory<"llm"> => ({
    category: "llm",
    name,
    configSchema: z.looseObject({ model: z.string().optional() }),
    create: async () => new ScriptedChatModel([name, name]),
  });
  const memory: ProviderFactory<"memory"> = {
    category: "memory",
    name: "notes",
    configSchema: z.object({}),
    create: async () => createInMemoryConversationStore(),
  };
  const source: ProviderSource = {
    names: async () => names,
    load: async (category, name) => {
      loaded.push(`${category}:${name}`);
      if (name === "broken") throw new Error("Its entry throws.");
      if (category === "memory") return name === "notes" ? memory : undefined;
      return names.includes(name) ? factory(name) : undefined;
    },
  };
  return { source, loaded };
}

test("models and stores that nobody gave by hand are found by name, each once", async () => {
  const { source, loaded } = sourceOf(["acme", "other"]);
  await using agent = await createAgent({}, { sources: [source] })
    .withLlm("acme")
    .withMemory({ type: "conversation", provider: "notes" })
    .withStep("llm", {})
    .withStep("llm", { model: "other:large" })
    .start();
  expect((await agent.chat("x")).messages.map(({ text }) => text)).toEqual(["acme", "other"]);
  expect(loaded.toSorted()).toEqual(["llm:acme", "llm:other", "memory:notes"]);
});

test("a model that a prompt names is found when it is asked", async () => {
  const { source, loaded } = sourceOf(["acme", "late"]);
  await using agent = await createAgent({}, { sources: [source] })
    .withLlm("acme")
    .build();
  expect(loaded).toEqual(["llm:acme"]);
  expect((await agent.prompt().withModel("late:x").withUser("x").generate()).content).toBe("late");
});

test("what is not found, and what is found and does not load, is told with all other defects", async () => {
  const { source } = sourceOf(["acme"]);
  const building = createAgent({}, { sources: [source] })
    .withLlm("acne")
    .withMemory({ type: "conversation", provider: "nots" })
    .withStep("llm", {})
    .withStep("llm", { model: "broken:x" })
    .withStep("llm", { temperature: -1 })
    .build();
  const message = await building.then(String, (error: Error) => error.message);
  expect(message).toContain('llm.provider: No llm provider is named "acne". Did you mean "acme"?');
  expect(message).toContain("steps[1].model.provider: Its entry throws.");
  expect(message).toContain('memory.provider: No memory provider is named "nots".');
  expect(message).toContain("steps[2].temperature");
});
