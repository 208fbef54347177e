import { basename, dirname, join } from "node:path";

/** The folder and the folders around it, nearest first. */
export function foldersUpwards(from: string): readonly string[] {
  const parent = dirname(from);
  return parent === from ? [from] : [from, ...foldersUpwards(parent)];
}

const PACKAGE_NAME = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/;

/**
 * Where Node would look for a package that is imported from `from`: `node_modules` of that folder, then of the folders
 * around it. None for a name that would lead elsewhere.
 */
export function packageFolders(name: string, from: string): readonly string[] {
  if (!PACKAGE_NAME.test(name)) return [];
  return foldersUpwards(from)
    .filter((folder) => basename(folder) !== "node_modules")
    .map((folder) => join(folder, "node_modules", name));
}
