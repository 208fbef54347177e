import { join } from "node:path";
import { JsonSyntaxError, readJson } from "../json/read-json.ts";
import { foldersUpwards } from "./find-package.ts";
import type { PluginFiles } from "./plugin-files.ts";

const FIELDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** The project that a folder belongs to. */
export interface Project {
  readonly directory: string;
  /** Names of its direct dependencies of every sort, each once. */
  readonly dependencies: readonly string[];
}

/** Reads the nearest `package.json`; a broken one is a project without dependencies: whoever needs it will complain. */
export async function nearestProject(files: PluginFiles, cwd: string): Promise<Project> {
  for (const directory of foldersUpwards(cwd)) {
    const read = await files.read(join(directory, "package.json")).catch(() => undefined);
    if (read !== undefined) return { directory, dependencies: dependencyNames(read.text) };
  }
  return { directory: cwd, dependencies: [] };
}

function dependencyNames(text: string): readonly string[] {
  const manifest = parse(text) as Readonly<Record<string, unknown>> | null | undefined;
  const names = FIELDS.flatMap((field) => Object.keys(manifest?.[field] ?? {}));
  return [...new Set(names)].sort();
}

function parse(text: string): unknown {
  try {
    return readJson(text).value;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
