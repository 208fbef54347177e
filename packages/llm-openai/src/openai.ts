import type { ProviderFactory } from "@pergola/resources";
import type { OpenAiConfig } from "./config/openai-config.ts";
import { openAiCompatible } from "./openai-compatible.ts";

/**
 * The provider `openai`: OpenAI itself, or with `baseURL` any server that speaks its chat protocol. Reads
 * `OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID`.
 *
 * @param defaults put under the config of each model, for example `{ model: "gpt-5-mini" }`.
 */
export function openai(defaults: OpenAiConfig = {}): ProviderFactory<"llm"> {
  return openAiCompatible({
    name: "openai",
    baseURL: "https://api.openai.com/v1",
    apiKeyVariable: "OPENAI_API_KEY",
    baseURLVariable: "OPENAI_BASE_URL",
    organizationVariable: "OPENAI_ORG_ID",
    projectVariable: "OPENAI_PROJECT_ID",
    defaults,
  });
}
