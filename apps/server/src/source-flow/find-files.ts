import { readdir, realpath } from "node:fs/promises";
import { extname, isAbsolute, join, relative } from "node:path";
import type { SourceInput } from "./source-input.ts";

/** Folders that hold nothing that somebody of the project wrote. */
const SKIPPED = new Set(["node_modules", "dist", "coverage"]);

/** The files below a folder of the project, by their paths from its root; links are not followed. @throws when there are none, or the folder lies outside */
export async function findFiles(
  root: string,
  { folder, endings, maxFiles }: SourceInput,
): Promise<readonly string[]> {
  const start = await realpath(join(root, folder)).catch(() => {
    throw new Error(`The project has no folder "${folder}".`);
  });
  const path = relative(await realpath(root), start);
  if (path.startsWith("..") || isAbsolute(path)) throw new Error(`"${folder}" lies outside of the project.`);
  const wanted = new Set(endings.split(/\s+/));
  const files: string[] = [];
  for await (const file of walk(start)) {
    if (wanted.has(extname(file))) files.push(relative(root, file));
    if (files.length === maxFiles) break;
  }
  if (files.length === 0) throw new Error(`"${folder}" has no files that end in ${endings}.`);
  return files;
}

async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}
