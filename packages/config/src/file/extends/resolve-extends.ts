import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { systemCode } from "../config-file-errors.ts";
import { configFileFormat } from "../config-file-format.ts";
import { isInside, projectRoot } from "./project-root.ts";

/** Where an `extends` leads, or why it may not. */
export type ExtendsTarget = { readonly path: string } | { readonly message: string; readonly hint: string };

/**
 * `./base.yaml` is relative to the file that says so and stays in that file's project; anything else is a package, or a
 * file in one (`@acme/agents/base.yaml`).
 *
 * @param from absolute path of the file that extends. @param roots further directories that it may lead to
 */
export async function resolveExtends(
  target: string,
  from: string,
  roots: readonly string[],
): Promise<ExtendsTarget> {
  const isRelative = /^\.{1,2}(?:[\\/]|$)/.test(target);
  if (!isRelative && /^(?:[\\/]|[A-Za-z][\w+.-]*:)/.test(target)) return ABSOLUTE;
  try {
    const path = await realpath(
      isRelative ? resolve(dirname(from), target) : createRequire(from).resolve(target),
    );
    if (configFileFormat(path) === undefined) return NO_CONFIG;
    return !isRelative || (await isAllowed(path, from, roots)) ? { path } : OUTSIDE;
  } catch (error) {
    return isRelative ? notThere(target, systemCode(error)) : notInstalled(target, systemCode(error));
  }
}

async function isAllowed(path: string, from: string, roots: readonly string[]): Promise<boolean> {
  const allowed = await Promise.all([projectRoot(from), ...roots.map((root) => realpath(root))]);
  return allowed.some((root) => isInside(root, path));
}

const ABSOLUTE = {
  message: "`extends` is an absolute path or an address.",
  hint: "Write a path that begins with ./ or ../, or the name of an installed package.",
};
const NO_CONFIG = {
  message: "`extends` leads to a file that is no config.",
  hint: "Name a YAML, JSON, TypeScript or JavaScript file.",
};
const OUTSIDE = {
  message: "`extends` leads out of the project.",
  hint: "Move the file into the project, make it a package, or allow its directory with the option `roots`.",
};
const notThere = (target: string, code: string) => ({
  message: `\`extends\` names ${JSON.stringify(target)}, which cannot be read (${code}).`,
  hint: "The path is relative to this file.",
});
const notInstalled = (target: string, code: string) => ({
  message: `\`extends\` names the package ${JSON.stringify(target)}, which cannot be found (${code}).`,
  hint: `Install it, or write ./${target} for a file beside this one.`,
});
