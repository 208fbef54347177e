import { type AgentConfig, type AgentConfigProblem, invalidAgentConfig } from "@pergola/config";
import { isPergolaError } from "@pergola/core";

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

/** What the agent lives by now: its variables are those of a definition that says nothing of them. */
export interface ReloadedAgent {
  readonly definition: AgentConfig;
  readonly env: NonNullable<LoadedDefinition["env"]>;
}

/** Both as one. @throws INVALID_AGENT_CONFIG for what is neither */
export function readSource(
  source: ReloadSource,
  now: ReloadedAgent,
): Required<Pick<LoadedDefinition, "config" | "env">> & { explain(error: unknown): unknown } {
  if (isDefinition(source)) return { config: source, env: now.env, explain: (error) => error };
  const { config, env = now.env } = Object(source) as Partial<LoadedDefinition>;
  if (!isDefinition(config) || typeof env !== "object" || env === null) throw noSource(source, now);
  const loaded = source as LoadedDefinition;
  return { config, env, explain: (error) => loaded.explain?.(error) ?? error };
}

/** One of another copy of the package is one, too. */
function isDefinition(value: unknown): value is AgentConfig {
  const { validate, with: replaced } = Object(value) as Partial<AgentConfig>;
  return typeof validate === "function" && typeof replaced === "function";
}

function noSource(source: unknown, { definition }: ReloadedAgent) {
  const received = typeof source === "object" && source !== null ? "a plain object" : `${kindOf(source)}`;
  return invalidAgentConfig(definition.name, [
    {
      path: [],
      message: `Got ${received}; expected an AgentConfig, or what loadAgentConfig() gives.`,
      hint: "Change what the agent has: agent.reload(agent.definition.with({ … })).",
    },
    ...partProblems(source, definition),
  ]);
}

const kindOf = (value: unknown) => (value === null || value === undefined ? value : `a ${typeof value}`);

/** What is wrong with the parts that somebody gave in place of a definition. */
function partProblems(source: unknown, definition: AgentConfig): readonly AgentConfigProblem[] {
  const given = Object(source) as Partial<LoadedDefinition>;
  const parts: unknown = "config" in given ? given.config : source;
  if (typeof parts !== "object" || parts === null || isDefinition(parts)) return [];
  try {
    return definition.with(parts).validate();
  } catch (error) {
    if (!isPergolaError(error, "INVALID_AGENT_CONFIG")) throw error;
    return (error.details as { readonly problems: readonly AgentConfigProblem[] }).problems;
  }
}
