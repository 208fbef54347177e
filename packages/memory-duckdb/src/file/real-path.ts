import { mkdir, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { duckDbErrors } from "../errors.ts";

/** Most symbolic links that are followed to a file that is not there yet. */
const MAX_LINKS = 40;

/**
 * The one name of a database file, whatever it was called: absolute, all symbolic links followed. A missing parent
 * folder is created (readable by its owner only); the file itself need not exist.
 *
 * @throws DUCKDB_PATH_INVALID
 */
export async function realDatabasePath(path: string): Promise<string> {
  if (path === "" || path === ":memory:" || path.includes("\0")) throw pathInvalid(path, "names no file");
  try {
    const real = await follow(resolve(path), MAX_LINKS);
    if (await isDirectory(real)) throw pathInvalid(path, "is a folder");
    return real;
  } catch (cause) {
    if (codeOf(cause) === "DUCKDB_PATH_INVALID") throw cause;
    throw pathInvalid(path, `cannot be reached (${codeOf(cause) ?? String(cause)})`, cause);
  }
}

/** @internal also used for what DuckDB itself says of a path */
export function pathInvalid(path: string, problem: string, cause?: unknown) {
  return duckDbErrors.create("DUCKDB_PATH_INVALID", {
    message: `The database path ${JSON.stringify(path)} ${problem}; expected a file that this process may read and write.`,
    hint: 'Give the path of a file in a folder that you may write to, for example ".pergola/memory.duckdb".',
    details: { path },
    cause,
  });
}

async function follow(path: string, linksLeft: number): Promise<string> {
  await makeFolder(dirname(path));
  const file = join(await realpath(dirname(path)), basename(path));
  const target = await linkTarget(file);
  if (target === undefined) return file;
  if (linksLeft === 0) throw pathInvalid(path, "is a circle of symbolic links");
  return follow(resolve(dirname(file), target), linksLeft - 1);
}

/** Not by `recursive`: where a file system takes no folders and says ENOENT, as /proc does, Node tries for ever. */
async function makeFolder(path: string): Promise<void> {
  if (await isDirectory(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    // Another process was faster, or it is a file, of which the next call complains.
    if (codeOf(error) !== "EEXIST") throw error;
  });
}

async function linkTarget(file: string): Promise<string | undefined> {
  try {
    return await readlink(file);
  } catch (error) {
    if (["EINVAL", "ENOENT", "UNKNOWN"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  const entry = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  return entry?.isDirectory() ?? false;
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}
