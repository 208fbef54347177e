import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Clock } from "@pergola/core";

export interface RotatingFileOptions {
  readonly path: string;
  /** A file that has reached this is put aside. */
  readonly maxBytes: number;
  /** How many files that were put aside are kept: `path.1` is the newest. */
  readonly backups: number;
  /** Whether a new UTC day begins a new file, too. */
  readonly daily: boolean;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

interface OpenFile {
  readonly handle: FileHandle;
  readonly day: number;
  size: number;
}

/** A file that is appended to, and put aside when it is full or a day old. One writer at a time. */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #open: OpenFile | undefined;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
  }

  /** Appends lines; the file may change between two of them, never within one. */
  async append(lines: readonly string[]): Promise<void> {
    let chunk = "";
    for (const line of lines) {
      const file = await this.#file();
      const size = file.size + Buffer.byteLength(chunk) + Buffer.byteLength(line) + 1;
      if (size > this.#options.maxBytes && file.size + chunk.length > 0) {
        await this.#write(file, chunk);
        await this.#rotate();
        chunk = "";
      }
      chunk += `${line}\n`;
    }
    await this.#write(await this.#file(), chunk);
  }

  async close(): Promise<void> {
    const file = this.#open;
    this.#open = undefined;
    await file?.handle.close();
  }

  async #write(file: OpenFile, text: string): Promise<void> {
    if (text === "") return;
    try {
      await file.handle.appendFile(text);
      file.size += Buffer.byteLength(text);
    } catch (error) {
      // The disk may be full, or the folder gone: the next write opens the file anew.
      await this.close().catch(() => {});
      throw error;
    }
  }

  async #file(): Promise<OpenFile> {
    const today = Math.floor(this.#options.clock.now() / DAY_MS);
    this.#open ??= await openFile(this.#options.path, today);
    if (this.#options.daily && this.#open.day < today && this.#open.size > 0) await this.#rotate();
    this.#open ??= await openFile(this.#options.path, today);
    return this.#open;
  }

  /** `path` becomes `path.1`, what was there `path.2`, and so on; the last one goes. */
  async #rotate(): Promise<void> {
    const { path, backups } = this.#options;
    await this.close();
    if (backups === 0) return rm(path, { force: true });
    for (let number = backups; number >= 1; number--) {
      const from = number === 1 ? path : `${path}.${number - 1}`;
      await rename(from, `${path}.${number}`).catch(ignoreMissing);
    }
  }
}

async function openFile(path: string, today: number): Promise<OpenFile> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, "a", 0o600);
  const { size, mtimeMs } = await handle.stat();
  return { handle, size, day: size === 0 ? today : Math.floor(mtimeMs / DAY_MS) };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
