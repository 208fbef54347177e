import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { offline } from "@pergola/llm-offline";
import { openAiCompatible, openai } from "@pergola/llm-openai";
import { expect, it } from "vitest";
import { modelInfo } from "./model-info.ts";

const base = createAgent({ name: "assistant" }).withStep("llm", {});
const ollama = openAiCompatible({ name: "ollama", baseURL: "http://127.0.0.1:1/v1", apiKeyVariable: "X" });

it.each([
  [
    base.withProvider(openai({ apiKey: "x" })).withLlm("openai:gpt-5-mini"),
    "openai:gpt-5-mini",
    "openai",
    false,
  ],
  [base.withProvider(ollama).withLlm("ollama:llama3.2:3b"), "ollama:llama3.2:3b", "ollama", false],
  [base.withProvider(offline()).withLlm("offline"), "offline", "offline", true],
  [base.withLlm(new ScriptedChatModel([])), "scripted:scripted", "scripted", false],
  [createAgent().withStep("custom", { step: () => undefined }), "none", "none", false],
])(
  "an agent's model is known by what its provider says (%#)",
  async (builder, model, provider, isOffline) => {
    const agent = await builder.build();
    expect(modelInfo(agent)).toEqual({ model, provider, isOffline });
    await agent.close();
  },
);
