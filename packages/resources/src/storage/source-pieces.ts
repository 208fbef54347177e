import { abortable, throwIfAborted } from "@pergola/core";
import { fileBytes, filePieces } from "./file-bytes.ts";
import type { FileSource } from "./storage.ts";

/**
 * The pieces of a source as bytes. Rejects with the signal's reason while the source is still thinking, and tells the
 * source to end whenever it is left early.
 *
 * @throws FILE_CONTENT_INVALID; the signal's reason; what the source throws
 */
export async function* sourcePieces(
  source: FileSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  throwIfAborted(signal);
  const pieces = filePieces(source);
  let isOver = false;
  try {
    while (true) {
      const next = await abortable(pieces.next(), signal);
      isOver = next.done === true;
      if (next.done === true) return;
      yield fileBytes(next.value);
    }
  } finally {
    // Not waited for: a source that hangs would hold the error back.
    if (!isOver) void endOf(pieces);
  }
}

async function endOf(pieces: AsyncIterator<unknown>): Promise<void> {
  try {
    await pieces.return?.();
  } catch {
    // Whoever left early has an error already, or wants none.
  }
}
