import { dirname } from "node:path";

/** The folder and the folders around it, nearest first. */
export function foldersUpwards(from: string): readonly string[] {
  const parent = dirname(from);
  return parent === from ? [from] : [from, ...foldersUpwards(parent)];
}
