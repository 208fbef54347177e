import { realpath } from "node:fs/promises";
import { isInside, projectRoot } from "./project-root.ts";

/** What a config file names may be a path from it, or a package; these are the rules for both of `extends` and exports. */
export const isRelative = (specifier: string): boolean => /^\.{1,2}(?:[\\/]|$)/.test(specifier);

/** An absolute path, or anything with a scheme: neither is taken. */
export const isAbsolute = (specifier: string): boolean => /^(?:[\\/]|[A-Za-z][\w+.-]*:)/.test(specifier);

/** @param path with its links resolved. @param from the file that names it. @param roots further directories that are allowed */
export async function isAllowed(path: string, from: string, roots: readonly string[]): Promise<boolean> {
  const allowed = await Promise.all([projectRoot(from), ...roots.map((root) => realpath(root))]);
  return allowed.some((root) => isInside(root, path));
}

/** @param what the beginning of a sentence */
export const absolutePath = (what: string) => ({
  message: `${what} is an absolute path or an address.`,
  hint: "Write a path that begins with ./ or ../, or the name of an installed package.",
});

/** @param what the beginning of a sentence */
export const outsideProject = (what: string) => ({
  message: `${what} leads out of the project.`,
  hint: "Move the file into the project, make it a package, or allow its directory with the option `roots`.",
});
