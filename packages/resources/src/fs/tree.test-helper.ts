import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Every folder (with a `/`), file (with its text) and other thing below a folder. */
export async function treeOf(path: string): Promise<Record<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const tree: Record<string, string> = {};
  for (const entry of entries) {
    const at = join(entry.parentPath, entry.name);
    const name = relative(path, at);
    if (entry.isDirectory()) tree[`${name}/`] = "";
    else tree[name] = entry.isFile() ? await readFile(at, "utf8") : "something else";
  }
  return tree;
}
