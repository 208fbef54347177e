import { throwIfAborted } from "@pergola/core";
import { fileNotFound } from "../storage/file-not-found.ts";
import { using } from "./folder.ts";
import { noneIfMissing, type OpenFile, openToRead } from "./open-file.ts";
import type { Root } from "./root.ts";
import { fileTooLarge } from "./storage-errors.ts";
import type { Target } from "./target.ts";

const PIECE_BYTES = 64 * 1024;

export interface Reading {
  readonly root: Root;
  readonly maxFileBytes: number;
}

/** Opens a file of a user. @throws FILE_NOT_FOUND, FILE_TOO_LARGE, FILE_UNSAFE */
export async function openTarget({ root, maxFileBytes }: Reading, target: Target): Promise<OpenFile> {
  const folder = await root.find([...target.owner, ...target.folders]);
  if (folder === undefined) throw fileNotFound(target.path);
  const file = await using(folder, () => openToRead(root.io, folder, target.name).catch(noneIfMissing));
  if (file === undefined) throw fileNotFound(target.path);
  if (file.stats.size <= maxFileBytes) return file;
  await file.handle.close();
  throw fileTooLarge(target.path, maxFileBytes);
}

/** The next piece of an open file; undefined at its end. */
export async function nextPiece(
  { handle }: OpenFile,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  throwIfAborted(signal);
  const { bytesRead, buffer } = await handle.read(new Uint8Array(PIECE_BYTES), 0, PIECE_BYTES);
  throwIfAborted(signal);
  return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
}
