import type { ModelReference, SingleModelReference } from "@pergola/resources";

/**
 * The agent's own model from what `withLlm` takes: `"openai"` names a provider, `"openai:gpt-5-mini"` a provider and its
 * model. (In a step `model: "gpt-5-mini"` is a model of the agent's provider.) In a list each entry is read that way.
 */
export function llmReference(
  llm: ModelReference | undefined,
  config: Readonly<Record<string, unknown>> = {},
): ModelReference | undefined {
  if (!isList(llm)) return llm === undefined ? undefined : one(llm, config);
  return llm.map((entry) => one(entry, config));
}

function one(llm: SingleModelReference, config: Readonly<Record<string, unknown>>): SingleModelReference {
  if (typeof llm !== "string") return llm;
  const colon = llm.indexOf(":");
  if (colon === -1) return { ...config, provider: llm };
  if (Object.keys(config).length === 0) return llm;
  return { ...config, provider: llm.slice(0, colon), model: llm.slice(colon + 1) };
}

function isList(llm: ModelReference | undefined): llm is readonly SingleModelReference[] {
  return Array.isArray(llm);
}
