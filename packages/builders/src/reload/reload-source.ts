import type { AgentConfig } from "@pergola/config";

/** A definition that was loaded from a file, as `loadAgentConfig` gives it. */
export interface LoadedDefinition {
  readonly config: AgentConfig;
  /** The variables that it was read with. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** An error as it is told with file, line and column. */
  explain?(error: unknown): unknown;
}

/** What an agent is reloaded with: a definition, or one from a file. */
export type ReloadSource = AgentConfig | LoadedDefinition;

/** Both as one. @param env of the agent now, for a definition that says nothing of variables */
export function readSource(
  source: ReloadSource,
  env: NonNullable<LoadedDefinition["env"]>,
): Required<Pick<LoadedDefinition, "config" | "env">> & { explain(error: unknown): unknown } {
  if (!("config" in source)) return { config: source, env, explain: (error) => error };
  return {
    config: source.config,
    env: source.env ?? env,
    explain: (error) => source.explain?.(error) ?? error,
  };
}
