import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { runHere } from "../../cli/run-cli.test-helper.ts";
import { type Published, type RegistryOptions, startRegistry, tempFolder } from "./registry.test-helper.ts";

/** Real package managers know one registry, on this machine, and nothing else of it. */
export async function withRegistry(packages: readonly Published[], options: RegistryOptions = {}) {
  const { url, asked, waiting } = await startRegistry(packages, options);
  const env = {
    HOME: tempFolder(),
    CI: "",
    npm_config_registry: `${url}/`,
    npm_config_cache: tempFolder(),
    npm_config_store_dir: tempFolder(),
    npm_config_update_notifier: "false",
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { env, asked, waiting };
}

/** A folder with a package.json. */
export const project = (files: Readonly<Record<string, string>> = {}) =>
  tempFolder({ "package.json": '{ "name": "mine", "version": "1.0.0" }', ...files });
/** `pergola plugin install` in this process. */
export const install = (cwd: string, ...args: readonly string[]) =>
  runHere(["plugin", "install", ...args], cwd);
/** What a file of JSON holds. */
export const json = (...path: readonly string[]) => JSON.parse(readFileSync(join(...path), "utf8"));
/** Where no file is yet. */
export const placeToWrite = () => join(tempFolder(), "ran.txt");
