import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The repository, which nothing that is packed may reach into. */
export const ROOT = realpathSync(join(import.meta.dirname, "../.."));

/** Node's option that makes a program end with a line of all modules that it has loaded. */
export const RECORD_IMPORTS = `--import=${pathToFileURL(join(ROOT, "test/repo/record-imports.ts")).href}`;

/** The quickstart, installed from packed packages. */
export interface PackedProject {
  /** Temporary folder that holds the project, and whatever else the tests make. */
  readonly base: string;
  readonly folder: string;
  /** Its program. */
  readonly main: string;
}

/** Paths of the modules that a program has loaded, from its output. */
export function loadedFiles(stdout: string): readonly string[] {
  const urls = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as readonly string[];
  return urls.filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(url));
}

/** Those of the paths that lie in this repository. */
export const inRepository = (paths: readonly string[]) => paths.filter((path) => path.startsWith(`${ROOT}/`));
