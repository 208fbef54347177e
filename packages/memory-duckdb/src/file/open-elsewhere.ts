import { readdir, stat } from "node:fs/promises";
import { duckDbErrors } from "../errors.ts";

/**
 * Refuses a file that this process has open already, say by DuckDB directly, in a worker thread or under a hard link.
 * DuckDB's lock works between processes only: a second open within one succeeds and silently loses rows. The check
 * reads `/proc`, so it works on Linux; elsewhere it lets everything pass.
 *
 * @throws DUCKDB_FILE_SHARED
 */
export async function refuseIfOpenElsewhere(path: string): Promise<void> {
  const identity = await identityOf(path);
  if (identity === undefined) return;
  const open = await readdir("/proc/self/fd").catch(() => []);
  const identities = await Promise.all(open.map((descriptor) => identityOf(`/proc/self/fd/${descriptor}`)));
  if (identities.includes(identity)) throw fileShared(path);
}

/** Device and inode: equal for all names of one file. */
async function identityOf(path: string): Promise<string | undefined> {
  const entry = await stat(path, { bigint: true }).catch(() => undefined);
  return entry === undefined ? undefined : `${entry.dev}:${entry.ino}`;
}

function fileShared(path: string) {
  return duckDbErrors.create("DUCKDB_FILE_SHARED", {
    message: `This process has the file ${JSON.stringify(path)} open already, under another name or not through this package.`,
    hint: "Open the file once, in one thread and by one name: a second handle in one process loses rows.",
    details: { path },
  });
}
