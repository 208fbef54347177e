import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";

const { O_RDONLY, O_NONBLOCK = 0 } = constants;

/**
 * The beginning of a file, no more than is asked for, whatever its size says: it may grow. Never waits for the other end
 * of a pipe.
 *
 * @throws what the operating system says; that it is no file
 */
export async function readBytes(
  path: string,
  most: number,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const handle = await open(path, O_RDONLY | O_NONBLOCK);
  try {
    requireFile(await handle.stat());
    const chunks: Buffer[] = [];
    for (let length = 0; length < most; ) {
      signal?.throwIfAborted();
      const piece = Math.min(65_536, most - length);
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(piece), 0, piece);
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await handle.close();
  }
}

/** When a file was changed, in epoch milliseconds. @throws what the operating system says; that it is no file */
export async function changedAt(path: string): Promise<number> {
  const stats = await stat(path);
  requireFile(stats);
  return stats.mtimeMs;
}

function requireFile(stats: { isFile(): boolean; isDirectory(): boolean }): void {
  if (stats.isFile()) return;
  const code = stats.isDirectory() ? "EISDIR" : "a pipe or a device";
  throw Object.assign(new Error("It is no file."), { code });
}
