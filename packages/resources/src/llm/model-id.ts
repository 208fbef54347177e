/** A model id in its two parts. */
export interface ModelId {
  readonly provider: string;
  readonly model: string;
}

/** The provider of an id that names none, when the agent has no llm provider of its own. */
export const DEFAULT_LLM_PROVIDER = "openai";

/**
 * Splits at the first colon, so that `ollama:llama3.2:3b` is the model `llama3.2:3b` of `ollama`.
 *
 * @param defaultProvider whose model it is when the id names no provider; default `openai`.
 */
export function parseModelId(id: string, defaultProvider: string = DEFAULT_LLM_PROVIDER): ModelId {
  const colon = id.indexOf(":");
  if (colon <= 0) return { provider: defaultProvider, model: id.slice(colon + 1) };
  return { provider: id.slice(0, colon), model: id.slice(colon + 1) };
}
