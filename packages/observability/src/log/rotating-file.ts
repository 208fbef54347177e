import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import type { Clock } from "@pergola/core";
import { inTurn } from "./in-turn.ts";
import { dayOf, hasFile, type OpenFile, openFile, sizeIfSame } from "./open-file.ts";

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

/**
 * A file that is appended to, and put aside when it is full or a day old. Several of one path take turns, and one that
 * somebody else has moved or deleted is made anew.
 */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #open: OpenFile | undefined;

  constructor(options: RotatingFileOptions) {
    this.#options = { ...options, path: resolve(options.path) };
  }

  /** Appends lines; the file may change between two of them, never within one. */
  append(lines: readonly string[]): Promise<void> {
    return inTurn(this.#options.path, () => this.#append(lines));
  }

  async close(): Promise<void> {
    const file = this.#open;
    this.#open = undefined;
    await file?.handle.close();
  }

  async #append(lines: readonly string[]): Promise<void> {
    await this.#look();
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

  /** Others may have written to the file, or have put another one in its place. */
  async #look(): Promise<void> {
    if (this.#open === undefined) return;
    const size = await sizeIfSame(this.#options.path, this.#open);
    if (size === undefined) await this.close();
    else this.#open.size = size;
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
    const { path, daily, clock } = this.#options;
    const today = dayOf(clock.now());
    this.#open ??= await openFile(path, today);
    const isOld = daily && this.#open.day < today && this.#open.size > 0;
    if (!isOld) return this.#open;
    // In a folder where nothing can be moved the old file goes on, as long as it has room.
    await this.#rotate().catch(() => {});
    this.#open = { ...(await openFile(path, today)), day: today };
    return this.#open;
  }

  /** `path` becomes `path.1`, what was there `path.2`, and so on up to the first free number; the last one goes. */
  async #rotate(): Promise<void> {
    const { path, backups } = this.#options;
    await this.close();
    if (backups === 0) return rm(path, { force: true });
    let free = 1;
    while (free < backups && (await hasFile(`${path}.${free}`))) free += 1;
    for (let number = free; number >= 1; number--) {
      const from = number === 1 ? path : `${path}.${number - 1}`;
      await rename(from, `${path}.${number}`).catch(ignoreMissing);
    }
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
