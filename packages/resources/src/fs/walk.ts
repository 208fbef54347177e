import type { Dirent } from "node:fs";
import { isPergolaError } from "@pergola/core";
import type { FileSystem } from "./file-system.ts";
import type { Folder } from "./folder.ts";
import { isSystemError } from "./storage-errors.ts";

/** Tenant, agent, user, backups, and the most parts that a path has. */
const MAX_DEPTH = 40;

export interface FoundFile {
  /** The folders that lead to it from where the walk began. */
  readonly folders: readonly string[];
  readonly name: string;
  /** Open until the next file is asked for. */
  readonly folder: Folder;
}

export interface WalkOptions {
  /** Whether a folder is looked into. Default: all. */
  enters?(name: string, folders: readonly string[]): boolean;
  readonly signal?: AbortSignal;
}

/** Every plain file below a folder, which is closed at the end. Links are not followed; what vanishes meanwhile is left out. */
async function* filesBelow(
  io: FileSystem,
  folder: Folder,
  options: WalkOptions = {},
  folders: readonly string[] = [],
): AsyncGenerator<FoundFile, void, void> {
  try {
    for (const entry of await folder.entries()) {
      options.signal?.throwIfAborted();
      const kind = await kindOf(io, folder, entry);
      if (kind === "file") yield { folders, name: entry.name, folder };
      if (kind !== "folder" || folders.length >= MAX_DEPTH) continue;
      if (options.enters?.(entry.name, folders) === false) continue;
      const inner = await folder.open(entry.name).catch(noneIfGone);
      if (inner !== undefined) yield* filesBelow(io, inner, options, [...folders, entry.name]);
    }
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
  } finally {
    await folder.close();
  }
}

async function kindOf(io: FileSystem, folder: Folder, entry: Dirent): Promise<"file" | "folder" | "other"> {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  if (isKnown(entry)) return "other";
  // Some file systems do not say in the listing.
  const stats = await io.lstat(folder.address(entry.name)).catch(noneIfGone);
  return stats?.isFile() ? "file" : stats?.isDirectory() ? "folder" : "other";
}

const isKnown = (entry: Dirent) =>
  entry.isSymbolicLink() ||
  entry.isFIFO() ||
  entry.isSocket() ||
  entry.isBlockDevice() ||
  entry.isCharacterDevice();

/** Gone, or something else by now. */
function noneIfGone(error: unknown): undefined {
  if (!isSystemError(error, "ENOENT") && !isPergolaError(error, "FILE_UNSAFE")) throw error;
}

/** Does something with every plain file below a folder. */
export async function forEachFile(
  io: FileSystem,
  folder: Folder | undefined,
  use: (file: FoundFile) => Promise<void> | void,
  options: WalkOptions = {},
): Promise<void> {
  if (folder === undefined) return;
  for await (const file of filesBelow(io, folder, options)) await use(file);
}
