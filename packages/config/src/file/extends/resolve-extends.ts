import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { systemCode } from "../config-file-errors.ts";
import { configFileFormat } from "../config-file-format.ts";
import { absolutePath, isAbsolute, isAllowed, isRelative, outsideProject } from "./named-module.ts";

/** Where an `extends` leads, or why it may not. */
export type ExtendsTarget = { readonly path: string } | { readonly message: string; readonly hint: string };

export interface ResolveExtendsOptions {
  /** Further directories that it may lead to. */
  readonly roots: readonly string[];
  /** Told of a file that is named by a path, also when it is not there. */
  readonly onFile?: ((path: string) => void) | undefined;
}

/**
 * `./base.yaml` is relative to the file that says so and stays in that file's project; anything else is a package, or a
 * file in one (`@acme/agents/base.yaml`).
 *
 * @param from absolute path of the file that extends
 */
export async function resolveExtends(
  target: string,
  from: string,
  { roots, onFile }: ResolveExtendsOptions,
): Promise<ExtendsTarget> {
  if (isAbsolute(target)) return absolutePath(SUBJECT);
  const isPath = isRelative(target);
  if (isPath) onFile?.(resolve(dirname(from), target));
  try {
    const path = await realpath(
      isPath ? resolve(dirname(from), target) : createRequire(from).resolve(target),
    );
    if (configFileFormat(path) === undefined) return NO_CONFIG;
    return !isPath || (await isAllowed(path, from, roots)) ? { path } : outsideProject(SUBJECT);
  } catch (error) {
    return isPath ? notThere(target, systemCode(error)) : notInstalled(target, systemCode(error));
  }
}

const SUBJECT = "`extends`";
const NO_CONFIG = {
  message: "`extends` leads to a file that is no config.",
  hint: "Name a YAML, JSON, TypeScript or JavaScript file.",
};
const notThere = (target: string, code: string) => ({
  message: `\`extends\` names ${JSON.stringify(target)}, which cannot be read (${code}).`,
  hint: "The path is relative to this file.",
});
const notInstalled = (target: string, code: string) => ({
  message: `\`extends\` names the package ${JSON.stringify(target)}, which cannot be found (${code}).`,
  hint: `Install it, or write ./${target} for a file beside this one.`,
});
