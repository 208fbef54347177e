import { errorMessage } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";

/** What a file exports, by name. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/** Imports a file as it is: Node takes the types out of TypeScript. @throws IMPORT_FAILED */
export async function importFile(url: string, file: string): Promise<ModuleExports> {
  try {
    return (await import(url)) as ModuleExports;
  } catch (cause) {
    const place = placeOf(cause);
    throw pergolaErrors.create("IMPORT_FAILED", {
      message: `${file} could not be imported: ${errorMessage(cause)}${place === undefined ? "" : ` (${place})`}`,
      hint: hintFor(cause, place),
      details: { file, ...(place !== undefined && { place }) },
      cause,
    });
  }
}

const PLACE = /(?:file:\/\/)?(\/[^\n()]+?|[A-Za-z]:\\[^\n()]+?):(\d+)(?::(\d+))?\)?$/;

/** Where in the user's files it happened, as far as the stack says. */
function placeOf(error: unknown): string | undefined {
  const { stack } = (error ?? {}) as { readonly stack?: unknown };
  if (typeof stack !== "string") return undefined;
  const lines = stack
    .split("\n")
    .filter((line) => !line.includes("node:") && !line.includes(import.meta.filename));
  for (const line of lines) {
    const [, path, row, column] = PLACE.exec(line.trim()) ?? [];
    if (path !== undefined) return [path, row, column].filter((part) => part !== undefined).join(":");
  }
  return undefined;
}

function hintFor(cause: unknown, place: string | undefined): string {
  const { code, name } = (cause ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  if (code === "ERR_MODULE_NOT_FOUND")
    return "Install the package, or mend the path: it needs the ending of the file.";
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX")
    return "Node only takes types out: write it without enums, namespaces and parameter properties, or build it first.";
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") return "Give a .ts, .mts, .js or .mjs file.";
  if (name === "SyntaxError" && place === undefined)
    return "Where, shows `node --check` with the file, or with one that it imports.";
  return "Mend that, then run the command again; `node` with the file shows the whole stack.";
}
