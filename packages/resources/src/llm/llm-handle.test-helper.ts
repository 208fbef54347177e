import { createProviderRegistry } from "../provider-registry.ts";
import type { RunBinding } from "../run-binding.ts";
import type { ChatModel } from "./chat-model.ts";
import type { ToolDefinition } from "./chat-request.ts";
import { createLlmResource } from "./create-llm-resource.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

export function bound(model: ChatModel, over: Partial<RunBinding> = {}, env = {}) {
  const run = createTestRun(over);
  const llm = createLlmResource({ registry: createProviderRegistry(), model, env });
  return { run, llm: llm.bind(run.binding) };
}

export const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
export const metadata = { input_tokens: 3, output_tokens: 2, total_tokens: 5 };
export const clock: ToolDefinition = {
  name: "clock",
  description: "Tells the time",
  parameters: { type: "object", properties: {} },
};
