import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";

const DAY_MS = 86_400_000;
const NEWLINE = 10;

/** A file that lines are appended to. */
export interface OpenFile {
  readonly handle: FileHandle;
  /** When it was begun, in days since 1970. */
  readonly day: number;
  size: number;
}

/** Whole days since 1970, UTC. @param at epoch milliseconds */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** Opens a file for lines, and makes its folders. A line that was torn when a process or the disk gave out ends there. */
export async function openFile(path: string, today: number): Promise<OpenFile> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, "a+", 0o600);
  try {
    const { size, mtimeMs } = await handle.stat();
    const day = size === 0 ? today : dayOf(mtimeMs);
    return { handle, day, size: size + (await endLine(handle, size)) };
  } catch (error) {
    await handle.close().catch(() => {});
    throw error;
  }
}

/** How big the file is; undefined when its path leads to another one, or to none. */
export async function sizeIfSame(path: string, { handle }: OpenFile): Promise<number | undefined> {
  const [there, mine] = await Promise.all([stat(path).catch(() => undefined), handle.stat()]);
  return there?.ino === mine.ino && there.dev === mine.dev ? there.size : undefined;
}

export async function hasFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** @returns how many bytes it took */
async function endLine(handle: FileHandle, size: number): Promise<number> {
  if (size === 0) return 0;
  const last = new Uint8Array(1);
  const { bytesRead } = await handle.read(last, 0, 1, size - 1);
  if (bytesRead === 0 || last[0] === NEWLINE) return 0;
  await handle.appendFile("\n");
  return 1;
}
