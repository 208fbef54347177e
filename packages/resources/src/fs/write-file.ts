import { type Logger, throwIfAborted } from "@pergola/core";
import type { SessionLock } from "../memory/session-lock.ts";
import type { Backups } from "./backups.ts";
import { Draft } from "./draft.ts";
import { using } from "./folder.ts";
import { statFile } from "./open-file.ts";
import { quietly } from "./quietly.ts";
import type { QuotaShare } from "./quota.ts";
import type { Root } from "./root.ts";
import { fileTooLarge } from "./storage-errors.ts";
import type { Target } from "./target.ts";

/** Bytes between two looks at the signal. */
const STRIDE_BYTES = 256 * 1024;

/** What a write needs of its storage. */
export interface Writing {
  readonly root: Root;
  readonly backups: Backups;
  readonly lock: SessionLock;
  readonly logger: Logger;
  readonly maxFileBytes: number;
}

/**
 * Writes a file that readers see at once or not at all: into a temporary one beside it, onto the disk, then into its
 * place. Once it takes its place the signal is too late.
 *
 * @throws FILE_TOO_LARGE, STORAGE_QUOTA_EXCEEDED, FILE_UNSAFE, the signal's reason, whatever the pieces fail with
 */
export async function writeFile(
  writing: Writing,
  {
    target,
    pieces,
    share,
    signal,
  }: {
    readonly target: Target;
    readonly pieces: AsyncIterable<Uint8Array>;
    readonly share: QuotaShare;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const replaced = await bytesAt(writing.root, target);
  share.reserve(0, replaced);
  throwIfAborted(signal);
  const draft = await Draft.create(writing.root, foldersOf(target));
  try {
    await fill(draft, pieces, {
      maxFileBytes: writing.maxFileBytes,
      replaced,
      path: target.path,
      share,
      signal,
    });
    throwIfAborted(signal);
    await draft.complete();
    const release = await writing.lock.acquire(target.owner.join("/"), { signal });
    try {
      await commit(writing, draft, { target, share, signal });
    } finally {
      release();
    }
    await draft.close();
  } catch (error) {
    share.release();
    await quietly(() => draft.discard());
    throw error;
  }
}

async function bytesAt(root: Root, target: Target): Promise<number | undefined> {
  const folder = await root.find(foldersOf(target));
  if (folder === undefined) return undefined;
  return using(folder, async () => (await statFile(root.io, folder, target.name))?.size);
}

interface Filling {
  readonly path: string;
  readonly maxFileBytes: number;
  readonly replaced: number | undefined;
  readonly share: QuotaShare;
  readonly signal: AbortSignal | undefined;
}

async function fill(
  draft: Draft,
  pieces: AsyncIterable<Uint8Array>,
  { path, maxFileBytes, replaced, share, signal }: Filling,
): Promise<void> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.byteLength;
    if (bytes > maxFileBytes) throw fileTooLarge(path, maxFileBytes);
    share.reserve(piece.byteLength, replaced);
    for (let start = 0; start < piece.byteLength; start += STRIDE_BYTES) {
      throwIfAborted(signal);
      await draft.append(piece.subarray(start, start + STRIDE_BYTES));
    }
  }
}

async function commit(
  { root, backups, logger }: Writing,
  draft: Draft,
  {
    target,
    share,
    signal,
  }: {
    readonly target: Target;
    readonly share: QuotaShare;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const replaced = (await statFile(root.io, draft.folder, target.name))?.size;
  share.reserve(0, replaced);
  throwIfAborted(signal);
  const backup = replaced === undefined ? undefined : await backups.keep(target, draft.folder);
  try {
    await draft.publish(target.name);
  } catch (error) {
    if (backup !== undefined) await quietly(() => backups.drop(target, backup));
    throw error;
  }
  share.settle({ replaced, backedUp: backup === undefined ? 0 : (replaced ?? 0) });
  await draft.folder.sync();
  if (backup !== undefined || share.excess > 0) await trim(backups, { target, share, logger });
}

/** The file is stored by now: backups that do not go are no reason to say it was not. */
async function trim(
  backups: Backups,
  { target, share, logger }: { readonly target: Target; readonly share: QuotaShare; readonly logger: Logger },
): Promise<void> {
  try {
    share.removed({ backupBytes: await backups.trimFile(target) });
    if (share.excess > 0) share.removed({ backupBytes: await backups.free(target, share.excess) });
  } catch (error) {
    logger.warn("old backups of a file could not be removed", { path: target.path, error });
  }
}

const foldersOf = ({ owner, folders }: Target) => [...owner, ...folders];
