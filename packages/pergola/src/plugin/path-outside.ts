import { realpathSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { foldersUpwards } from "./install/folders-upwards.ts";

/**
 * Where programs are looked for, without those that the packages around a folder bring: `npx` puts these first, and a
 * package that calls one of its programs npm, node or git would run.
 */
export function pathOutside(folder: string, path = process.env.PATH ?? ""): string {
  const own = new Set(foldersUpwards(folder).map((each) => real(join(each, "node_modules", ".bin"))));
  const rest = path.split(delimiter).filter((entry) => isAbsolute(entry) && !own.has(real(entry)));
  return [...rest, dirname(process.execPath)].join(delimiter);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // Nothing is there.
  }
}
