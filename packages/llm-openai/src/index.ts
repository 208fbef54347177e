export { type OpenAiConfig, openAiConfigSchema } from "./config/openai-config.ts";
export type { ProviderPreset } from "./config/provider-preset.ts";
export { openai } from "./openai.ts";
export { openAiCompatible } from "./openai-compatible.ts";
export { openrouter } from "./openrouter.ts";
export { providers } from "./providers.ts";
