import type { ProviderFactory } from "@pergola/resources";
import type { OpenAiConfig } from "./config/openai-config.ts";
import { openAiCompatible } from "./openai-compatible.ts";

/**
 * The provider `openrouter`: models of many vendors behind the one address of openrouter.ai. Model names have their vendor
 * in front (`openrouter:anthropic/claude-sonnet-4.5`). Reads `OPENROUTER_API_KEY`.
 *
 * @param defaults put under the config of each model, for example `{ headers: { "X-Title": "My program" } }`.
 */
export function openrouter(defaults: OpenAiConfig = {}): ProviderFactory<"llm"> {
  return openAiCompatible({
    name: "openrouter",
    baseURL: "https://openrouter.ai/api/v1",
    apiKeyVariable: "OPENROUTER_API_KEY",
    defaults,
  });
}
