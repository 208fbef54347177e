import { stepTypeName } from "@pergola/core-steps";
import type { AgentConfigData } from "./agent-config-data.ts";
import { shownValue } from "./shown-value.ts";
import { stateKeys } from "./state/state-definition.ts";

/** A definition as plain data for people and logs: secrets are covered, and what is live is named. */
export function shownDefinition(definition: AgentConfigData): Record<string, unknown> {
  try {
    return shownParts(definition);
  } catch {
    // Parts that nobody has checked yet may be anything.
    return shownValue({ ...definition }, []) as Record<string, unknown>;
  }
}

function shownParts(definition: AgentConfigData): Record<string, unknown> {
  const { stateSchema, steps, tools, providers, ...rest } = definition;
  return {
    ...(shownValue({ ...rest }, []) as object),
    state: stateKeys(stateSchema),
    steps: steps.map((entry) => ({ step: stepTypeName(entry), config: shownValue(entry.config, []) })),
    tools: tools.map((tool) => tool.name),
    providers: providers.map(({ category, name }) => `${category}/${name}`),
  };
}
