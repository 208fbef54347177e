import type { AgentConfig } from "@pergola/config";
import type { BreakerSettings } from "@pergola/resources";

/** What of a definition's breaker settings is for its models. */
export function modelsBreaker(breaker: AgentConfig["breaker"]): BreakerSettings | undefined {
  if (breaker === undefined) return undefined;
  const { resources, ...ofModels } = breaker;
  return ofModels;
}
