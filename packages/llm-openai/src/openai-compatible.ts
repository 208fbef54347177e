import { throwIfAborted } from "@pergola/core";
import { invalidProviderConfig, type ProviderContext, type ProviderFactory } from "@pergola/resources";
import { hostAndPort, parseBaseURL } from "./config/base-url.ts";
import { type OpenAiConfig, openAiConfigSchema } from "./config/openai-config.ts";
import { openAiParametersSchema } from "./config/openai-parameters.ts";
import type { ProviderPreset } from "./config/provider-preset.ts";
import { mergeConfig, resolveConfig } from "./config/resolve-config.ts";
import { configProblems } from "./config/validate-config.ts";

/**
 * A provider for any server that speaks the chat-completions protocol, under a name of its own.
 * Light: LangChain is imported by the first `create`.
 */
export function openAiCompatible(preset: ProviderPreset): ProviderFactory<"llm"> {
  const provider: ProviderFactory<"llm"> = {
    category: "llm",
    name: preset.name,
    configSchema: openAiConfigSchema,
    parametersSchema: openAiParametersSchema,
    validateConfig: (config, { env }) => configProblems(preset, config, env),
    describe(config, { env }) {
      const { model = "no model", baseURL } = mergeConfig(preset, (config ?? {}) as OpenAiConfig, env);
      const url = parseBaseURL(baseURL);
      return `${preset.name}: ${model} at ${url === undefined ? "an invalid address" : hostAndPort(url)}`;
    },
    async create(config, context: ProviderContext) {
      throwIfAborted(context.signal);
      const problems = configProblems(preset, config, context.env);
      if (problems.length > 0)
        throw invalidProviderConfig(`llm/${preset.name}`, problems, { provider: preset.name });
      const resolved = resolveConfig(
        preset,
        mergeConfig(preset, (config ?? {}) as OpenAiConfig, context.env),
      );
      const { ChatOpenAiCompatible } = await import("./chat-model/chat-openai-compatible.ts");
      return new ChatOpenAiCompatible(resolved);
    },
  };
  // Not to be seen by who prints the provider: a key may be among them.
  return Object.defineProperty(provider, "defaults", { value: preset.defaults });
}
