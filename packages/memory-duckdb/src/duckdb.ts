import type { ConfigProblem, ProviderFactory } from "@pergola/resources";
import { resourceErrors, schemaProblems } from "@pergola/resources";
import { type DuckDbConfig, duckDbConfigSchema } from "./duckdb-config.ts";
import { openDuckDbConversationStore } from "./open-duckdb-conversation-store.ts";

const PATH_HINT = 'Set path to the file that keeps the conversations, for example ".pergola/memory.duckdb".';

/**
 * The provider `memory/duckdb`: conversations in one DuckDB file. Light to call; DuckDB itself is loaded by `create`.
 *
 * @param defaults lie under the config that the agent gives
 */
export function duckdb(defaults: Partial<DuckDbConfig> = {}): ProviderFactory<"memory"> {
  const merged = (config: unknown) => ({ ...defaults, ...asRecord(config) });
  return {
    category: "memory",
    name: "duckdb",
    // The defaults may have the path; validateConfig says when nobody has.
    configSchema: duckDbConfigSchema.partial(),
    defaults,
    validateConfig: (config) => problemsOf(merged(config)),
    describe: (config) => `DuckDB file ${String(merged(config).path ?? "(no path)")}, on this machine`,
    async create(config, { logger, signal }) {
      const problems = problemsOf(merged(config));
      if (problems.length > 0) throw configInvalid(problems);
      return openDuckDbConversationStore({ ...duckDbConfigSchema.parse(merged(config)), logger, signal });
    },
  };
}

const asRecord = (config: unknown): Record<string, unknown> =>
  typeof config === "object" && config !== null ? { ...config } : {};

function problemsOf(config: unknown): readonly ConfigProblem[] {
  return schemaProblems(duckDbConfigSchema, config).map((problem) =>
    problem.path[0] === "path" ? { ...problem, hint: PATH_HINT } : problem,
  );
}

function configInvalid(problems: readonly ConfigProblem[]) {
  const list = problems.map(({ path, message }) => `${path.join(".") || "config"}: ${message}`).join("; ");
  return resourceErrors.create("PROVIDER_CONFIG_INVALID", {
    message: `The config of the memory provider "duckdb" is not valid: ${list}`,
    hint: 'Give it a file, for example duckdb({ path: ".pergola/memory.duckdb" }).',
    details: { problems },
  });
}
