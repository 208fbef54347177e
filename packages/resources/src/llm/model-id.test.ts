import fc from "fast-check";
import { expect, it } from "vitest";
import { parseModelId } from "./model-id.ts";

it("splits at the first colon only", () => {
  expect(parseModelId("ollama:llama3.2:3b")).toEqual({ provider: "ollama", model: "llama3.2:3b" });
});

it("gives an id without provider to the agent's, else to openai", () => {
  expect(parseModelId("gpt-5-mini")).toEqual({ provider: "openai", model: "gpt-5-mini" });
  expect(parseModelId("llama3", "ollama")).toEqual({ provider: "ollama", model: "llama3" });
});

it("keeps every character of any provider and model", () => {
  const provider = fc.string({ minLength: 1 }).filter((text) => !text.includes(":"));
  fc.assert(
    fc.property(provider, fc.string(), (name, model) => {
      expect(parseModelId(`${name}:${model}`)).toEqual({ provider: name, model });
    }),
  );
});
