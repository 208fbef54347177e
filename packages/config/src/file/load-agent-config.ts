import { realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { configFileInvalid } from "./config-file-errors.ts";
import { problemAt } from "./config-file-problem.ts";
import { loadChain } from "./extends/load-chain.ts";
import { type ConfigFileLimits, fileLimits } from "./file-limits.ts";
import { assertPath, findConfigFile } from "./find-config-file.ts";
import { LoadedAgentConfig } from "./loaded-agent-config.ts";
import { assemble, type GivenParts } from "./parts/assemble.ts";
import { type ImportModule, importExport } from "./parts/import-export.ts";
import { MadeExports } from "./parts/made-exports.ts";
import { type OpenedSource, openSource } from "./source/open-source.ts";
import { ProblemList } from "./source/problem-list.ts";
import { readText } from "./source/read-text.ts";
import type { SourceFile } from "./source/source-file.ts";
import { type Environment, fileEnvironment } from "./values/file-environment.ts";
import { interpolate } from "./values/interpolate.ts";

export interface LoadAgentConfigOptions extends GivenParts {
  /** Where `${…}` is looked up. Default `process.env`. */
  readonly env?: Environment;
  /** A file of variables under the environment's, or false for none. Default: `.env` beside the file, if there is one. */
  readonly dotenv?: string | false;
  readonly limits?: ConfigFileLimits;
  /** Directories outside of the file's project that `extends` and relative exports may lead to. Default: none. */
  readonly roots?: readonly string[];
  /** How exports (`type: "package#export"`) are imported. Default: as Node does, from the file's own directory. */
  readonly importModule?: ImportModule;
  /**
   * What was read of the file before. What its exports made for the same config goes on, so that `diffAgentConfig` sees only
   * what has changed.
   */
  readonly previous?: LoadedAgentConfig;
  /** Told of each file before it is read, whether it is there or not, so that it can be watched. */
  readonly onFile?: (path: string) => void;
  readonly signal?: AbortSignal;
}

export interface ParseAgentConfigOptions extends LoadAgentConfigOptions {
  readonly format: "yaml" | "json";
  /** As messages name it. Default `agent.yaml` or `agent.json`. */
  readonly fileName?: string;
  /** Where the text stands: without it nothing is extended or imported, and there is no `.env`. */
  readonly path?: string;
}

/**
 * Reads the definition of an agent from a YAML, JSON, TypeScript or JavaScript file, or from the one called `agent` in a
 * directory.
 *
 * @throws CONFIG_FILE_INVALID with all defects at once, CONFIG_FILE_NOT_READ, CONFIG_FILE_LIMITS_INVALID
 */
export async function loadAgentConfig(
  path: string,
  options: LoadAgentConfigOptions = {},
): Promise<LoadedAgentConfig> {
  options.signal?.throwIfAborted();
  assertPath(path);
  const limits = fileLimits(options.limits);
  options.onFile?.(resolve(path));
  const found = await findConfigFile(path);
  options.onFile?.(found);
  const real = await realpath(found);
  options.onFile?.(real);
  const problems = new ProblemList();
  const name = resolve(path) === found ? path : found;
  const opened = await openSource(real, name, { limits, problems, signal: options.signal });
  return finish(opened, real, problems, options);
}

/**
 * The same from a text.
 *
 * @throws CONFIG_FILE_INVALID with all defects at once, CONFIG_FILE_NOT_READ for what it extends
 */
export async function parseAgentConfig(
  text: string,
  options: ParseAgentConfigOptions,
): Promise<LoadedAgentConfig> {
  options.signal?.throwIfAborted();
  const { format, fileName = `agent.${format}`, path } = options;
  const file: SourceFile = {
    name: fileName,
    format,
    text: text.replace(/^\uFEFF/, ""),
    ...(path !== undefined && { path: resolve(path) }),
  };
  const limits = fileLimits(options.limits);
  const problems = new ProblemList();
  if (Buffer.byteLength(text) > limits.maxBytes)
    problems.add({
      place: { file, start: 0, end: 1 },
      message: `The text is longer than ${limits.maxBytes} bytes.`,
      hint: "Raise limits.maxBytes.",
    });
  const node = problems.isEmpty ? await readText(file, { ...limits, problems }) : undefined;
  return finish({ file, node }, path === undefined ? undefined : resolve(path), problems, options);
}

async function finish(
  opened: OpenedSource,
  path: string | undefined,
  problems: ProblemList,
  options: LoadAgentConfigOptions,
): Promise<LoadedAgentConfig> {
  const { file } = opened;
  const { signal, roots = [], onFile } = options;
  const limits = fileLimits(options.limits);
  const made = new MadeExports(options.previous?.made);
  const chain = await loadChain({ ...opened, path }, { limits, problems, signal, roots, onFile });
  const env = await environmentOf(path, options);
  const tree = chain.node && interpolate(chain.node, { env, problems });
  const imports = (type: string, from: string | undefined) =>
    importExport(type, { from, roots, importModule: options.importModule, signal });
  const assembled =
    tree && (await assemble(tree, { given: options, problems, made, importExport: imports, env }));
  signal?.throwIfAborted();
  if (!problems.isEmpty || assembled === undefined)
    throw configFileInvalid(file.name, problems.sorted.map(problemAt));
  return new LoadedAgentConfig({ ...assembled, file: file.name, files: chain.paths, env, made });
}

function environmentOf(
  path: string | undefined,
  { env = process.env, dotenv, limits, onFile, signal }: LoadAgentConfigOptions,
) {
  if (path === undefined && dotenv === undefined) return env;
  const directory = path === undefined ? process.cwd() : dirname(path);
  return fileEnvironment({ env, dotenv, directory, maxBytes: fileLimits(limits).maxBytes, onFile, signal });
}
