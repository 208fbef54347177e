import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { configFileNotRead, systemCode } from "./config-file-errors.ts";
import { CONFIG_FILE_ENDINGS, configFileFormat } from "./config-file-format.ts";

/** @throws CONFIG_FILE_NOT_READ for what is no path */
export function assertPath(path: unknown): asserts path is string {
  if (typeof path === "string" && path !== "") return;
  const received = path === "" ? "an empty text" : path === null ? "null" : `a value of type ${typeof path}`;
  throw configFileNotRead(
    String(path),
    `The path of a config file is ${received}; expected a text.`,
    'For example "./agent.yaml", or the directory that holds one.',
  );
}

/**
 * The config file that a path means: itself, or in a directory the one called `agent` with an ending of ours.
 *
 * @throws CONFIG_FILE_NOT_READ
 */
export async function findConfigFile(
  path: string,
  { stem = "agent" }: { readonly stem?: string } = {},
): Promise<string> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch((error: unknown) => {
    throw configFileNotRead(
      path,
      `There is no config file ${path} (${systemCode(error)}).`,
      `Check the path; a directory may hold ${stem}.yaml.`,
      error,
    );
  });
  const file = found.isDirectory() ? await inDirectory(absolute, path, stem) : absolute;
  if (configFileFormat(file) !== undefined) return file;
  throw configFileNotRead(
    path,
    `"${basename(file)}" is no config file: its ending is not known.`,
    `Expected one of ${CONFIG_FILE_ENDINGS.join(", ")}.`,
  );
}

async function inDirectory(directory: string, shown: string, stem: string): Promise<string> {
  const names = await readdir(directory);
  const candidates = CONFIG_FILE_ENDINGS.map((ending) => `${stem}${ending}`).filter((name) =>
    names.includes(name),
  );
  const [first, second] = candidates;
  if (first !== undefined && second === undefined) return join(directory, first);
  const message =
    first === undefined
      ? `The directory ${shown} has no config file.`
      : `The directory ${shown} has ${candidates.join(" and ")}.`;
  const hint =
    first === undefined
      ? `Call it ${stem}.yaml, ${stem}.json or ${stem}.ts, or name the file.`
      : "Keep one, or name the file.";
  throw configFileNotRead(shown, message, hint);
}
