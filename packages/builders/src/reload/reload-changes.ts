import type { AgentConfig } from "@pergola/config";
import type { AgentConfigDiff, ConfigChange } from "@pergola/config/file";
import { REDACTED } from "@pergola/core";

export type Variables = Readonly<Record<string, string | undefined>>;

/** A definition, and the variables that its providers are given. */
export interface DefinedWith {
  readonly definition: AgentConfig;
  readonly variables: Variables;
}

/** Of a definition with defects nothing can be said: building it tells all of them. */
const EVERYTHING: AgentConfigDiff = { parameters: [{ path: [] }], topology: [] };

/** What changes between the two. Values of variables are never shown. */
export async function reloadChanges(old: DefinedWith, next: DefinedWith): Promise<AgentConfigDiff> {
  if (next.definition.validate().length > 0) return EVERYTHING;
  const { diffAgentConfig } = await import("@pergola/config/file");
  const { parameters, topology } = diffAgentConfig(old.definition, next.definition);
  return { parameters: [...parameters, ...variableChanges(old.variables, next.variables)], topology };
}

function variableChanges(old: Variables, next: Variables): readonly ConfigChange[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  return names
    .filter((name) => old[name] !== next[name])
    .map((name) => ({
      path: ["env", name],
      ...(old[name] !== undefined && { from: REDACTED }),
      ...(next[name] !== undefined && { to: REDACTED }),
    }));
}
