import { pathToFileURL } from "node:url";
import { abortable } from "@pergola/core";
import { configFileNotRead, systemCode } from "../config-file-errors.ts";
import { configFileFormat } from "../config-file-format.ts";
import type { ConfigFileLimits } from "../file-limits.ts";
import { type DecodedText, decodeText } from "./decode-text.ts";
import type { ProblemList } from "./problem-list.ts";
import { changedAt, readBytes } from "./read-bytes.ts";
import { readData } from "./read-module-data.ts";
import { readText } from "./read-text.ts";
import type { SourceFile } from "./source-file.ts";
import type { SourceNode } from "./source-node.ts";

export interface OpenOptions {
  readonly limits: Required<ConfigFileLimits>;
  readonly problems: ProblemList;
  readonly signal?: AbortSignal | undefined;
}

/** A file that was read; `node` is undefined when nothing of it can be used. */
export interface OpenedSource {
  readonly file: SourceFile;
  readonly node: SourceNode | undefined;
}

/** @param path absolute. @param name as messages say it. @throws CONFIG_FILE_NOT_READ */
export async function openSource(path: string, name: string, options: OpenOptions): Promise<OpenedSource> {
  options.signal?.throwIfAborted();
  const format = configFileFormat(path) ?? "yaml";
  const { limits, problems } = options;
  if (format === "module") return openModule(path, name, options);
  const { text, brokenAt } = await textOf(path, name, options);
  const file: SourceFile = { name, format, path, text };
  if (brokenAt === undefined) return { file, node: await readText(file, { ...limits, problems }) };
  problems.add({
    place: { file, start: brokenAt, end: brokenAt + 1 },
    message: "The file is not written in UTF-8.",
    hint: "Save it as UTF-8: most editors offer that beside the encoding in their status line.",
  });
  return { file, node: undefined };
}

async function textOf(
  path: string,
  name: string,
  { limits: { maxBytes }, signal }: OpenOptions,
): Promise<DecodedText> {
  const bytes = await readBytes(path, maxBytes + 1, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw notRead(name, error);
  });
  if (bytes.length > maxBytes)
    throw configFileNotRead(
      name,
      `${name} is longer than ${maxBytes} bytes.`,
      "Move what is data into a file of its own, or raise limits.maxBytes.",
    );
  return decodeText(bytes);
}

const notRead = (name: string, error: unknown) =>
  configFileNotRead(
    name,
    `${name} cannot be read (${systemCode(error)}).`,
    "Check that it is a file, and that you may read it.",
    error,
  );

async function openModule(
  path: string,
  name: string,
  { limits, problems, signal }: OpenOptions,
): Promise<OpenedSource> {
  const file: SourceFile = { name, format: "module", path, text: "" };
  const module = await abortable(importFresh(path, name), signal);
  const data: unknown = module.default;
  if (data !== undefined) return { file, node: readData(file, data, { ...limits, problems }) };
  problems.add({
    place: { file, start: 0, end: 0 },
    message: "The module has no default export.",
    hint: "Write `export default { steps: [ … ] };`.",
  });
  return { file, node: undefined };
}

/** A file that changed is imported again: Node keeps modules by their whole address. */
async function importFresh(path: string, name: string): Promise<{ readonly default?: unknown }> {
  const mtimeMs = await changedAt(path).catch((error: unknown) => {
    throw notRead(name, error);
  });
  try {
    return await import(/* @vite-ignore */ `${pathToFileURL(path).href}?changed=${mtimeMs}`);
  } catch (error) {
    throw configFileNotRead(
      name,
      `${name} cannot be imported: it throws, or is no module (${systemCode(error)}).`,
      "Run it with node to see why; TypeScript may only have types that can be stripped.",
      error,
    );
  }
}
