import { expect, it } from "vitest";
import { howToUse } from "./how-to-use.ts";

const of = (category: string, name: string) =>
  howToUse({ name: "acme", providers: [{ category, name }], contributes: {} } as never);

it.each([
  ["llm", '.withLlm("acme")'],
  ["storage", '.withStorage("acme")'],
  ["memory", '.withMemory({ type: "conversation", provider: "acme" })'],
  ["tts", '.withResource("tts", "tts/acme")'],
  // A part of a memory needs another one beside it.
  ["vector-store", '.withMemory({ vectorStore: "acme", embeddings: "hashing" })'],
  ["embeddings", '.withMemory({ vectorStore: "in-memory", embeddings: "acme" })'],
])("says how a provider of category %s is used", (category, call) => {
  expect(of(category, "acme")).toBe(`createAgent()${call}`);
});
