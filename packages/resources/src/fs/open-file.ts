import { constants, type Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { FileSystem } from "./file-system.ts";
import type { Folder } from "./folder.ts";
import { quietly } from "./quietly.ts";
import { fileUnsafe, isSystemError } from "./storage-errors.ts";

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** For the user of this process alone. */
const FILE_MODE = 0o600;

export interface OpenFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/** Opens a plain file of a folder to be read; never waits for the other end of a pipe. @throws FILE_UNSAFE; ENOENT */
export function openToRead(io: FileSystem, folder: Folder, name: string): Promise<OpenFile> {
  return openPlain(io, folder, { name, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK });
}

/** Makes a file that was not there before and opens it to be written. @throws EEXIST */
export function openNew(io: FileSystem, folder: Folder, name: string): Promise<OpenFile> {
  return openPlain(io, folder, { name, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW });
}

async function openPlain(
  io: FileSystem,
  folder: Folder,
  { name, flags }: { readonly name: string; readonly flags: number },
): Promise<OpenFile> {
  const handle = await io.open(folder.address(name), flags, FILE_MODE).catch((error: unknown) => {
    throw isRefused(error) ? fileUnsafe(join(folder.path, name), "file") : error;
  });
  try {
    const stats = await handle.stat();
    await assertPlain(io, folder, { name, stats });
    return { handle, stats };
  } catch (error) {
    // Also where a swapped folder has led: nobody else has a file of this name.
    if ((flags & O_CREAT) !== 0) await quietly(() => io.unlink(folder.address(name)));
    await quietly(() => handle.close());
    throw error;
  }
}

/** What opening a link, a socket or a device without a driver ends with. */
const isRefused = (error: unknown) =>
  ["ELOOP", "EMLINK", "ENXIO", "ENODEV", "EISDIR"].some((code) => isSystemError(error, code));

async function assertPlain(
  io: FileSystem,
  folder: Folder,
  { name, stats }: { readonly name: string; readonly stats: Stats },
): Promise<void> {
  const place = join(folder.path, name);
  if (!stats.isFile()) throw fileUnsafe(place, "file");
  if (folder.hasHandle) return;
  const { dev, ino } = await io.lstat(folder.address(name));
  if (dev !== stats.dev || ino !== stats.ino) throw fileUnsafe(place, "file");
  await folder.assertInPlace();
}

/** What is known of a plain file; undefined when there is nothing of that name. @throws FILE_UNSAFE */
export async function statFile(io: FileSystem, folder: Folder, name: string): Promise<Stats | undefined> {
  const stats = await io.lstat(folder.address(name)).catch(noneIfMissing);
  if (!folder.hasHandle) await folder.assertInPlace();
  if (stats !== undefined && !stats.isFile()) throw fileUnsafe(join(folder.path, name), "file");
  return stats;
}

/** For a `catch`: what is not there is no error. */
export function noneIfMissing(error: unknown): undefined {
  if (!isSystemError(error, "ENOENT")) throw error;
}
