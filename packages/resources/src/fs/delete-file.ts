import { throwIfAborted } from "@pergola/core";
import { using } from "./folder.ts";
import { noneIfMissing, statFile } from "./open-file.ts";
import type { QuotaShare } from "./quota.ts";
import type { Root } from "./root.ts";
import type { Target } from "./target.ts";
import type { Writing } from "./write-file.ts";

/** Removes a file, its backups, and the folders that are empty then. @returns false when there was none */
export async function deleteFile(
  { root, backups, lock }: Writing,
  {
    target,
    share,
    signal,
  }: {
    readonly target: Target;
    readonly share: QuotaShare;
    readonly signal: AbortSignal | undefined;
  },
): Promise<boolean> {
  const release = await lock.acquire(target.owner.join("/"), { signal });
  try {
    const bytes = await unlinkTarget(root, target, signal);
    if (bytes === undefined) return false;
    share.removed({ bytes, backupBytes: 0 });
    share.removed({ backupBytes: await backups.forget(target) });
    await root.removeEmpty([...target.owner, ...target.folders]);
    return true;
  } finally {
    release();
  }
}

/** @returns the bytes that the file had; undefined when there was none */
async function unlinkTarget(
  root: Root,
  target: Target,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const folder = await root.find([...target.owner, ...target.folders]);
  if (folder === undefined) return undefined;
  return using(folder, async () => {
    const stats = await statFile(root.io, folder, target.name);
    throwIfAborted(signal);
    if (stats === undefined) return undefined;
    await root.io.unlink(folder.address(target.name)).catch(noneIfMissing);
    await folder.sync();
    return stats.size;
  });
}
