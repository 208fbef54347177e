import { join } from "node:path";
import { packageFolders } from "../discovery/find-package.ts";
import { diskFiles } from "../discovery/plugin-files.ts";
import { JsonSyntaxError, readJson } from "../json/read-json.ts";

/** Conditions of an import in Node, as far as packages tell them apart. */
const CONDITIONS: ReadonlySet<string> = new Set(["node", "import", "module-sync", "default"]);

/**
 * The module that `import "name"` would load in the project, links resolved; undefined when it is not installed. Node has
 * no stable call for that: `import.meta.resolve` takes no other place, `require.resolve` finds another copy.
 */
export async function installedModule(name: string, from: string): Promise<string | undefined> {
  for (const folder of packageFolders(name, from)) {
    const read = await diskFiles.read(join(folder, "package.json"));
    const entry = read === undefined ? undefined : mainModule(read.text);
    if (entry !== undefined) return diskFiles.real(join(folder, entry));
  }
  return undefined;
}

function mainModule(text: string): string | undefined {
  const { exports, main = "./index.js" } = parse(text);
  if (exports === undefined) return typeof main === "string" ? main : undefined;
  const dot = isRecord(exports) && "." in exports ? exports["."] : exports;
  return target(dot);
}

/** The first condition that fits, as Node takes it. */
function target(exports: unknown): string | undefined {
  if (typeof exports === "string") return exports;
  if (!isRecord(exports)) return undefined;
  for (const [condition, inner] of Object.entries(exports)) {
    const found = CONDITIONS.has(condition) ? target(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const { value } = readJson(text);
    return isRecord(value) ? value : {};
  } catch (error) {
    if (error instanceof JsonSyntaxError) return {};
    throw error;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
