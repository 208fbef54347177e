import { isPergolaError, throwIfAborted } from "@pergola/core";
import type { StoredFile } from "../storage/storage.ts";
import { diskName } from "./disk-name.ts";
import { type Folder, using } from "./folder.ts";
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

/** What is known of these files, in their order, without those that have gone meanwhile. Each folder is opened once. */
export async function storedFiles(
  root: Root,
  targets: readonly Target[],
  signal: AbortSignal | undefined,
): Promise<StoredFile[]> {
  const found = new Map<Target, StoredFile>();
  for (const inFolder of Map.groupBy(targets, ({ folders }) => folders.join("/")).values()) {
    const [{ owner, folders } = { owner: [], folders: [] }] = inFolder;
    const folder = await root.find([...owner, ...folders]).catch(noneIfUnsafe);
    if (folder === undefined) continue;
    await using(folder, async () => {
      for (const target of inFolder) {
        throwIfAborted(signal);
        const file = await storedFileIn(root, folder, target).catch(noneIfUnsafe);
        if (file !== undefined) found.set(target, file);
      }
    });
  }
  return targets.flatMap((target) => found.get(target) ?? []);
}

/** What is known of a file. @throws FILE_UNSAFE */
export async function storedFile(root: Root, target: Target): Promise<StoredFile | undefined> {
  const folder = await root.find([...target.owner, ...target.folders]);
  if (folder === undefined) return undefined;
  return using(folder, () => storedFileIn(root, folder, target));
}

async function storedFileIn(root: Root, folder: Folder, target: Target): Promise<StoredFile | undefined> {
  const stats = await statFile(root.io, folder, target.name);
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
