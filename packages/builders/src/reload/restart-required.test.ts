import { expect, it } from "vitest";
import { changeText } from "./restart-required.ts";

const llm = {
  model: "m",
  baseURL: "https://gateway.example.com/v1",
  apiKey: "[redacted]",
  provider: "openai",
};

it.each([
  ["a value", 1, 2, "llm: 1 → 2"],
  ["what came", undefined, "openai", 'llm: nothing → "openai"'],
  ["a list", ["llm"], ["llm", "llm"], 'llm: ["llm"] → ["llm","llm"]'],
  ["the one key of a long map", llm, { ...llm, provider: "ollama" }, 'llm.provider: "openai" → "ollama"'],
  [
    "each key that differs, at any depth",
    { a: { b: 1, c: 2 }, d: 3 },
    { a: { b: 1, c: 4 } },
    "llm.a.c: 2 → 4, llm.d: 3 → nothing",
  ],
  ["a secret, without a word of it", { apiKey: "[redacted]" }, { apiKey: "[redacted]" }, "llm: "],
])("a change says %s", (_what, from, to, text) => {
  expect(changeText({ path: ["llm"], from, to })).toContain(text);
});
