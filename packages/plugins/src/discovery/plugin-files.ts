import { constants, type Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";

/** A manifest's size that nobody reaches; whatever is larger is not read to its end. */
export const MAX_MANIFEST_BYTES = 256 * 1024;

/** What discovery may do with the disk: look, and never run. */
export interface PluginFiles {
  /** Names of folders, and of links that may lead to one; undefined when there is no such folder. */
  folders(path: string): Promise<readonly string[] | undefined>;
  /** The text of a file, of a larger one its beginning; undefined when there is no such file. */
  read(path: string): Promise<{ readonly text: string; readonly isTooLarge: boolean } | undefined>;
  /** The path with symbolic links resolved; undefined when there is nothing. */
  real(path: string): Promise<string | undefined>;
  /** Whether there is a plain file: importing a pipe would wait for its other end. */
  isFile(path: string): Promise<boolean>;
}

/** The disk. */
export const diskFiles: PluginFiles = {
  folders: (path) => orMissing(async () => folderNames(await readdir(path, { withFileTypes: true }))),
  read: (path) => orMissing(() => readBeginning(path)),
  real: (path) => orMissing(() => realpath(path)),
  isFile: async (path) => (await orMissing(() => stat(path)))?.isFile() === true,
};

const folderNames = (entries: readonly Dirent[]) =>
  entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort();

async function readBeginning(path: string) {
  // A pipe without a writer would hold the program; opened like this it does not.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size, isRegular } = await file
      .stat()
      .then((stat) => ({ size: stat.size, isRegular: stat.isFile() }));
    if (!isRegular) return undefined;
    const buffer = Buffer.alloc(Math.min(size, MAX_MANIFEST_BYTES));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const text = buffer.toString("utf8", 0, bytesRead);
    return { text: text.startsWith("\uFEFF") ? text.slice(1) : text, isTooLarge: size > MAX_MANIFEST_BYTES };
  } finally {
    await file.close();
  }
}

/** Codes that mean: what was looked for is not there. */
const MISSING: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "EISDIR", "ENAMETOOLONG"]);

async function orMissing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (MISSING.has((error as { readonly code?: unknown }).code)) return undefined;
    throw error;
  }
}
