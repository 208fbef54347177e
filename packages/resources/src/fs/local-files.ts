import { resolve } from "node:path";
import { invalidProviderConfig } from "../invalid-provider-config.ts";
import type { ProviderFactory } from "../provider-factory.ts";
import { schemaProblems } from "../schema-problems.ts";
import { type LocalFilesConfig, localFilesConfigSchema } from "./local-files-config.ts";

/**
 * The provider `storage/local`: files of users in folders of this machine.
 *
 * @param defaults lie under the config that the agent gives
 */
export function localFiles(defaults: LocalFilesConfig = {}): ProviderFactory<"storage"> {
  const merged = (config: unknown) => merge(defaults, config);
  return {
    category: "storage",
    name: "local",
    configSchema: localFilesConfigSchema,
    defaults,
    validateConfig: (config) => schemaProblems(localFilesConfigSchema, merged(config)),
    describe: (config) => `files in ${folderOf(merged(config))}, on this machine`,
    async create(config, { logger, signal }) {
      const problems = schemaProblems(localFilesConfigSchema, merged(config));
      if (problems.length > 0) throw invalidProviderConfig("storage/local", problems);
      const { openLocalStorage } = await import("./open-local-storage.ts");
      return openLocalStorage({ ...localFilesConfigSchema.parse(merged(config)), logger, signal });
    },
  };
}

/** The limits of `quota` are laid on each other one by one. */
function merge(defaults: LocalFilesConfig, config: unknown): unknown {
  if (config === undefined || config === null) return defaults;
  if (typeof config !== "object" || Array.isArray(config)) return config;
  const { quota } = config as LocalFilesConfig;
  const merged = { ...defaults, ...config };
  return typeof quota === "object" && quota !== null
    ? { ...merged, quota: { ...defaults.quota, ...quota } }
    : merged;
}

function folderOf(config: unknown): string {
  const { basePath = "./agent_files" } = (config ?? {}) as LocalFilesConfig;
  return typeof basePath === "string" ? resolve(basePath) : "a folder that is no text";
}
