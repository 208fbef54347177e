import { createAgent } from "@pergola/builders";
import { isPergolaError } from "@pergola/core";
import { expect, it } from "vitest";

/** What somebody is told whose agent has nothing but this model; the packages of this repository's root are looked through. */
async function toldOf(model: string): Promise<string | undefined> {
  try {
    await createAgent({}, { env: {} }).withLlm(model).build();
    return undefined;
  } catch (error) {
    return isPergolaError(error) ? error.hint : String(error);
  }
}

it.each([
  ["openai:gpt-5-mini", "Run: npm install @pergola/llm-openai."],
  ["openrouter:anthropic/claude-sonnet-4.5", "Run: npm install @pergola/llm-openai."],
  ["anthropic", "Run: npm install @langchain/anthropic @langchain/core"],
  ["antropic", 'Did you mean "anthropic"? Run: npm install @langchain/anthropic @langchain/core.'],
  ["olama:llama3.2:3b", 'Did you mean "ollama"? Run: npm install @langchain/ollama @langchain/core.'],
])("%s, which is not installed, is told with the command that mends it", async (model, hint) => {
  expect(await toldOf(model)).toBe(hint);
});

it("a name that looks like none is told with all that could be installed, and how a model is written", async () => {
  const hint = await toldOf("claude");
  expect(hint).toMatch(/These could be installed: anthropic, .*openai, openrouter, xai\./);
  expect(hint).toContain('A model stands behind its provider: "openai:gpt-5-mini".');
});
