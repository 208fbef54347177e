import { dirname, isAbsolute, join, relative } from "node:path";

/** How messages call a file that another one names: the way the first one was named, if that is shorter than the whole path. */
export function displayName(name: string, path: string, target: string): string {
  if (isAbsolute(name)) return target;
  return join(dirname(name), relative(dirname(path), target));
}
