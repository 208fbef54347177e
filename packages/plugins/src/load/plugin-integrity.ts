import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { throwIfAborted } from "@pergola/core";
import { pluginErrors } from "../errors.ts";

/** At the top of its folder, not the plugin's own: a package manager pins these. */
const NOT_OWN: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/** More than a plugin has. */
const MAX_FILES = 20_000;

/**
 * A pin of everything in a plugin's folder but its own `node_modules` and `.git`: `sha512-…` over the path and the SHA-512 of
 * each file, sorted by path. Pinning the entry alone would say nothing of the files that it imports.
 *
 * @throws PLUGIN_UNREADABLE for links and other things that are no files, and for more than 20 000 files
 */
export async function pluginIntegrity(
  directory: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<string> {
  const root = await realpath(directory);
  const hash = createHash("sha512");
  for (const file of await ownFiles(root)) {
    throwIfAborted(options.signal);
    hash.update(
      `${JSON.stringify(relative(root, file).split(sep).join("/"))} ${await fileHash(file, options)}\n`,
    );
  }
  return `sha512-${hash.digest("base64")}`;
}

/** @throws PLUGIN_INTEGRITY_MISMATCH */
export async function assertIntegrity(
  name: string,
  directory: string,
  { pin, signal }: { readonly pin: string; readonly signal?: AbortSignal },
): Promise<void> {
  const received = await pluginIntegrity(directory, { signal });
  if (received === pin) return;
  throw pluginErrors.create("PLUGIN_INTEGRITY_MISMATCH", {
    message: `The files of the plugin "${name}" in ${directory} are ${received}; pinned is ${pin}.`,
    hint: "Find out who changed them. If that was you, pin what pluginIntegrity(directory) says now.",
    details: { plugin: name, directory, expected: pin, received },
  });
}

/**
 * Whether a pin covers a file, both paths with links resolved.
 *
 * @throws PLUGIN_UNREADABLE when it does not
 */
export function assertPinned(root: string, file: string): void {
  const [top = ""] = relative(root, file).split(sep);
  if (!NOT_OWN.has(top)) return;
  throw pluginErrors.create("PLUGIN_UNREADABLE", {
    message: `${file} cannot be pinned: a pin does not cover what is in ${top}.`,
    hint: "Move the file of `entry` out of it, or pin it with the package manager and take the pin away here.",
    details: { file },
  });
}

async function ownFiles(root: string): Promise<readonly string[]> {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (folder === root && NOT_OWN.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && files.length < MAX_FILES) files.push(path);
      else throw notPinnable(path);
    }
  return files.sort();
}

function notPinnable(path: string) {
  return pluginErrors.create("PLUGIN_UNREADABLE", {
    message: `${path} cannot be pinned: it is no file, or one of more than ${MAX_FILES}.`,
    hint: "Pin only plugins that are made of files: a symbolic link may lead to something else tomorrow.",
    details: { file: path },
  });
}

async function fileHash(file: string, { signal }: { readonly signal?: AbortSignal }): Promise<string> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest("base64");
}
