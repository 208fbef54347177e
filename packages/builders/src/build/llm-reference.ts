import type { ModelReference } from "@pergola/resources";

/**
 * The agent's own model from what `withLlm` takes: `"openai"` names a provider, `"openai:gpt-5-mini"` a provider and its
 * model. (In a step `model: "gpt-5-mini"` is a model of the agent's provider.)
 */
export function llmReference(
  llm: ModelReference | undefined,
  config: Readonly<Record<string, unknown>> = {},
): ModelReference | undefined {
  if (typeof llm !== "string") return llm;
  const colon = llm.indexOf(":");
  if (colon === -1) return { ...config, provider: llm };
  if (Object.keys(config).length === 0) return llm;
  return { ...config, provider: llm.slice(0, colon), model: llm.slice(colon + 1) };
}
