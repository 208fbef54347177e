import { access } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";

/** The nearest directory above a file that has a `package.json`, else the file's own. @param file absolute, real */
export async function projectRoot(file: string): Promise<string> {
  const own = dirname(file);
  for (let directory = own; ; directory = dirname(directory)) {
    const isRoot = await access(join(directory, "package.json")).then(
      () => true,
      () => false,
    );
    if (isRoot) return directory;
    if (dirname(directory) === directory) return own;
  }
}

/** Whether `path` is `root` or below it; both absolute and real. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (!isAbsolute(way) && way.split(/[\\/]/)[0] !== "..");
}
