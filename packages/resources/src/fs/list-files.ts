import { isPergolaError, throwIfAborted } from "@pergola/core";
import type { StoredFile } from "../storage/storage.ts";
import { diskName } from "./disk-name.ts";
import { using } from "./folder.ts";
import { statFile } from "./open-file.ts";
import type { Root } from "./root.ts";
import { type OwnerFolders, pathOf, type Target } from "./target.ts";
import { forEachFile } from "./walk.ts";

/** The paths of a user's files that begin with `prefix`, in any order. Looks only into the folder that it names. */
export async function findPaths(
  root: Root,
  owner: OwnerFolders,
  options: {
    readonly prefix: string;
    readonly allowedExtensions: readonly string[];
    readonly signal: AbortSignal | undefined;
  },
): Promise<string[]> {
  const { prefix, allowedExtensions, signal } = options;
  const start = foldersOfPrefix(prefix);
  if (start === undefined) return [];
  const found: string[] = [];
  const folder = await root.find([...owner, ...start]).catch(noneIfUnsafe);
  await forEachFile(
    root.io,
    folder,
    ({ folders, name }) => {
      const path = pathOf([...start, ...folders], name, allowedExtensions);
      if (path?.startsWith(prefix)) found.push(path);
    },
    { signal, enters: (name) => !name.startsWith("~") },
  );
  return found;
}

/** What is known of these files, without those that have gone meanwhile. */
export async function storedFiles(
  root: Root,
  targets: readonly Target[],
  signal: AbortSignal | undefined,
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const target of targets) {
    throwIfAborted(signal);
    const file = await storedFile(root, target).catch(noneIfUnsafe);
    if (file !== undefined) files.push(file);
  }
  return files;
}

/** What is known of a file. @throws FILE_UNSAFE */
export async function storedFile(root: Root, target: Target): Promise<StoredFile | undefined> {
  const folder = await root.find([...target.owner, ...target.folders]);
  if (folder === undefined) return undefined;
  const stats = await using(folder, () => statFile(root.io, folder, target.name));
  return stats && { path: target.path, bytes: stats.size, modifiedAt: Math.floor(stats.mtimeMs) };
}

/** Undefined when no path begins like that. */
function foldersOfPrefix(prefix: string): string[] | undefined {
  const parts = prefix.split("/").slice(0, -1);
  const names = parts.map((part) => (part === "" ? undefined : diskName(part, "folder")));
  return names.every((name) => name !== undefined) && !parts.includes("..") && !parts.includes(".")
    ? names
    : undefined;
}

/** A listing leaves out what a storage has not put there. */
function noneIfUnsafe(error: unknown): undefined {
  if (!isPergolaError(error, "FILE_UNSAFE")) throw error;
}
