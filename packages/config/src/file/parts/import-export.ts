import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { abortable, nearestName } from "@pergola/core";
import { systemCode } from "../config-file-errors.ts";
import { absolutePath, isAbsolute, isAllowed, isRelative, outsideProject } from "../extends/named-module.ts";

/** What `package#export` stands for, or why it cannot be had. */
export type ImportedExport =
  | { readonly value: unknown }
  | { readonly message: string; readonly hint: string };

/** Imports the module that a file names. The default resolves as Node does, from the file's own directory. */
export type ImportModule = (
  specifier: string,
  options: { readonly from: string; readonly signal?: AbortSignal },
) => Promise<Readonly<Record<string, unknown>>>;

export interface ImportExportOptions {
  /** Absolute path of the file that names it; undefined for a text that is no file. */
  readonly from: string | undefined;
  readonly roots: readonly string[];
  readonly importModule?: ImportModule | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** `@acme/tools#search`, `./tools.ts#search`. Nothing is ever installed; a relative file stays in the project. */
export async function importExport(type: string, options: ImportExportOptions): Promise<ImportedExport> {
  const { from, importModule = importFromDisk, signal } = options;
  const [, specifier = "", name = ""] = /^([^#]+)#([^#]+)$/.exec(type) ?? [];
  if (name === "") return NO_EXPORT;
  if (from === undefined) return NO_FILE;
  const refusal = await refusalOf(specifier, from, options.roots);
  if (refusal !== undefined) return refusal;
  try {
    signal?.throwIfAborted();
    const module = await abortable(importModule(specifier, { from, ...(signal && { signal }) }), signal);
    return Object.hasOwn(module, name)
      ? { value: module[name] }
      : noSuchExport(specifier, name, Object.keys(module));
  } catch (error) {
    signal?.throwIfAborted();
    return notImported(specifier, systemCode(error));
  }
}

async function refusalOf(specifier: string, from: string, roots: readonly string[]) {
  if (isAbsolute(specifier)) return absolutePath("It");
  if (!isRelative(specifier)) return undefined;
  const path = await realpath(resolve(dirname(from), specifier)).catch(() => undefined);
  if (path === undefined) return notImported(specifier, "ENOENT");
  return (await isAllowed(path, from, roots)) ? undefined : outsideProject("It");
}

async function importFromDisk(specifier: string, { from }: { readonly from: string }) {
  const path = isRelative(specifier)
    ? resolve(dirname(from), specifier)
    : createRequire(from).resolve(specifier);
  return (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
}

const NO_EXPORT = {
  message: "It names no export.",
  hint: 'Write the package, # and the name of the export: "@acme/tools#search".',
};
const NO_FILE = {
  message: "A text that is no file imports nothing.",
  hint: "Pass `path`, the file that it stands in.",
};
const notImported = (specifier: string, code: string) => ({
  message: `${JSON.stringify(specifier)} cannot be imported (${code}).`,
  hint: isRelative(specifier)
    ? "The path is relative to this file."
    : `Install it: npm install ${specifier}.`,
});

function noSuchExport(specifier: string, name: string, known: readonly string[]) {
  const nearest = nearestName(name, known);
  return {
    message: `${JSON.stringify(specifier)} has no export ${JSON.stringify(name)}.`,
    hint: `${nearest === undefined ? "" : `Did you mean "${nearest}"? `}It has: ${known.slice(0, 20).join(", ") || "none"}.`,
  };
}
