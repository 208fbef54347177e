import { PergolaError, type RetryPolicy } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { createProviderRegistry } from "../provider-registry.ts";
import { createRetryBudget } from "../retry-budget.ts";
import type { ChatModel } from "./chat-model.ts";
import { createLlmResource, type LlmResourceOptions } from "./create-llm-resource.ts";
import { answering, DirectModel } from "./foreign-models.test-helper.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

export const failure = (code: string, details?: Record<string, unknown>) =>
  new PergolaError(code, { message: `${code}.`, details });
export const throwing = (code: string, details?: Record<string, unknown>) =>
  new DirectModel(async () => Promise.reject(failure(code, details)));
export const saying = (text: string) => new DirectModel(answering([text]));

export function setUp(model: readonly ChatModel[], options: Partial<LlmResourceOptions> = {}, retries = 6) {
  const clock = createVirtualClock();
  const run = createTestRun({ retryBudget: createRetryBudget(retries) });
  const retry: RetryPolicy = { maxRetries: 0 };
  const registry = createProviderRegistry();
  const llm = createLlmResource({ registry, model, env: {}, clock, random: () => 1, retry, ...options });
  const generate = () => llm.bind(run.binding).generate("hi");
  return { clock, run, llm, generate };
}

export async function settle<T>(clock: ReturnType<typeof createVirtualClock>, work: Promise<T>) {
  const settled = Promise.allSettled([work]);
  await clock.advance(10_000_000);
  return (await settled)[0];
}
