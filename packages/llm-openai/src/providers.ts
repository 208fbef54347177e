import type { ProviderFactory } from "@pergola/resources";
import { openai } from "./openai.ts";
import { openrouter } from "./openrouter.ts";

/** The providers of this package, which an agent finds by their names. */
export function providers(): readonly ProviderFactory<"llm">[] {
  return [openai(), openrouter()];
}
