import type { FileHandle } from "node:fs/promises";
import type { Folder } from "./folder.ts";
import { noneIfMissing, openNew } from "./open-file.ts";
import { quietly } from "./quietly.ts";
import type { Root } from "./root.ts";
import { temporaryName } from "./temporary-name.ts";

/** A file that nobody sees yet, in the folder where it will be. */
export class Draft {
  readonly folder: Folder;
  readonly #root: Root;
  readonly #folders: readonly string[];
  readonly #name: string;
  readonly #handle: FileHandle;
  #isOpen = true;

  /** Makes the folders that are missing. */
  static async create(root: Root, folders: readonly string[]): Promise<Draft> {
    const name = temporaryName();
    try {
      const { folder, used } = await root.make(folders, (inside) => openNew(root.io, inside, name));
      return new Draft(root, folders, { folder, name, handle: used.handle });
    } catch (error) {
      await quietly(() => root.removeUnused(folders));
      throw error;
    }
  }

  private constructor(
    root: Root,
    folders: readonly string[],
    { folder, name, handle }: { readonly folder: Folder; readonly name: string; readonly handle: FileHandle },
  ) {
    this.#root = root;
    this.#folders = folders;
    this.folder = folder;
    this.#name = name;
    this.#handle = handle;
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.byteLength; ) {
      const { bytesWritten } = await this.#handle.write(bytes, start, bytes.byteLength - start);
      start += bytesWritten;
    }
  }

  /** Everything that was appended is on the disk. */
  async complete(): Promise<void> {
    await this.#handle.sync();
    await this.#closeFile();
  }

  /** Takes the place of the file of that name, in one step. Durable when `folder.sync()` has passed. */
  async publish(name: string): Promise<void> {
    if (!this.folder.hasHandle) await this.folder.assertInPlace();
    await this.#root.io.rename(this.folder.address(this.#name), this.folder.address(name));
  }

  /** Leaves nothing of it behind, neither the folders that were made for it. */
  async discard(): Promise<void> {
    await this.#closeFile();
    await this.#root.io.unlink(this.folder.address(this.#name)).catch(noneIfMissing);
    await this.folder.close();
    await this.#root.removeUnused(this.#folders);
  }

  async close(): Promise<void> {
    await this.#closeFile();
    await this.folder.close();
  }

  async #closeFile(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
  }
}
