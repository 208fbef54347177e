import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { FileSystem } from "./file-system.ts";
import { quietly } from "./quietly.ts";
import { fileUnsafe, isSystemError } from "./storage-errors.ts";

/** Windows has none of these; there, the checks of {@link Folder.assertInPlace} stand alone. */
const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0 } = constants;

/**
 * A folder that stays the one that was opened, whatever is put in its place.
 *
 * Where the system has `/proc/self/fd` (Linux), names are looked up in the open folder itself, so nobody can swap it or
 * a folder above it for a link. Elsewhere they are looked up by path, and {@link assertInPlace} says whether the path
 * still means this folder.
 */
export class Folder {
  /** Its real path: for messages, and to look names up where there is no better way. */
  readonly path: string;
  readonly #io: FileSystem;
  readonly #handle: FileHandle | undefined;
  readonly #identity: string;

  /** Opens a folder by its real path; no link is followed at its end. @throws FILE_UNSAFE; ENOENT */
  static async at(path: string, io: FileSystem, hasHandles: boolean): Promise<Folder> {
    const folder = await Folder.#open(path, path, { io, hasHandles });
    return closingUnlessInPlace(folder);
  }

  static async #open(
    address: string,
    path: string,
    { io, hasHandles }: { readonly io: FileSystem; readonly hasHandles: boolean },
  ): Promise<Folder> {
    if (!hasHandles) {
      const stats = await io.lstat(address);
      if (!stats.isDirectory()) throw fileUnsafe(path, "folder");
      return new Folder(path, io, { identity: `${stats.dev}:${stats.ino}` });
    }
    const handle = await io.open(address, O_RDONLY | O_DIRECTORY | O_NOFOLLOW).catch((error: unknown) => {
      if (isSystemError(error, "ENOTDIR") || isSystemError(error, "ELOOP")) throw fileUnsafe(path, "folder");
      throw error;
    });
    return new Folder(path, io, { handle, identity: "" });
  }

  private constructor(
    path: string,
    io: FileSystem,
    { handle, identity }: { readonly handle?: FileHandle; readonly identity: string },
  ) {
    this.path = path;
    this.#io = io;
    this.#handle = handle;
    this.#identity = identity;
  }

  get hasHandle(): boolean {
    return this.#handle !== undefined;
  }

  /** Where the system finds that name in this folder. */
  address(name: string): string {
    return this.#handle === undefined ? join(this.path, name) : `/proc/self/fd/${this.#handle.fd}/${name}`;
  }

  /** @throws FILE_UNSAFE when it is no folder; ENOENT */
  async open(name: string): Promise<Folder> {
    const opening = { io: this.#io, hasHandles: this.hasHandle };
    const folder = await Folder.#open(this.address(name), join(this.path, name), opening);
    return this.hasHandle ? folder : closingUnlessInPlace(folder);
  }

  entries() {
    return this.#io.readdir(this.#handle === undefined ? this.path : `/proc/self/fd/${this.#handle.fd}`, {
      withFileTypes: true,
    });
  }

  /** Whether its path still means this folder, and no link leads there. @throws FILE_UNSAFE */
  async assertInPlace(): Promise<void> {
    const real = await this.#realPath();
    if (real !== this.path) throw fileUnsafe(this.path, "folder");
    if (this.#handle !== undefined) return;
    const { dev, ino } = await this.#io.lstat(this.path);
    if (`${dev}:${ino}` !== this.#identity) throw fileUnsafe(this.path, "folder");
  }

  #realPath(): Promise<string> {
    if (this.#handle === undefined) return this.#io.realpath(this.path);
    return this.#io.readlink(`/proc/self/fd/${this.#handle.fd}`);
  }

  /** Makes names that came or went in it durable. Windows has no such thing. */
  async sync(): Promise<void> {
    if (this.#handle !== undefined) return this.#handle.sync();
    if (process.platform === "win32") return;
    const handle = await this.#io.open(this.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    await handle.sync().finally(() => handle.close());
  }

  /** Never fails: nothing is written through the handle of a folder, so nothing can be lost. */
  async close(): Promise<void> {
    await quietly(async () => this.#handle?.close());
  }
}

async function closingUnlessInPlace(folder: Folder): Promise<Folder> {
  try {
    await folder.assertInPlace();
    return folder;
  } catch (error) {
    await quietly(() => folder.close());
    throw error;
  }
}

/** Does something with a folder that is closed afterwards. */
export async function using<T>(folder: Folder, use: (folder: Folder) => Promise<T>): Promise<T> {
  try {
    return await use(folder);
  } finally {
    await folder.close();
  }
}
