import { dirname, resolve } from "node:path";
import { isPergolaError } from "@pergola/core";
import type { FileSystem } from "./file-system.ts";
import { Folder, using } from "./folder.ts";
import { noneIfMissing } from "./open-file.ts";
import { quietly } from "./quietly.ts";
import { fileUnsafe, folderMissing, isSystemError } from "./storage-errors.ts";

/** For the user of this process alone. */
const FOLDER_MODE = 0o700;

/** Often enough for any number of others that remove empty folders meanwhile. */
const MAX_ATTEMPTS = 100;

export interface RootOptions {
  readonly basePath: string;
  readonly createDirs: boolean;
  readonly io: FileSystem;
  /** Whether names can be looked up in an open folder (Linux); see {@link Folder}. */
  readonly hasHandles: boolean;
}

/** The folder that a storage lives in, and the way from it to every folder inside. */
export class Root {
  /** Absolute; not changed by a later `chdir`. */
  readonly basePath: string;
  readonly io: FileSystem;
  readonly #createDirs: boolean;
  readonly #hasHandles: boolean;
  /** The folder that `basePath` meant when it was first there. A link in its place later on is not followed. */
  #realPath: string | undefined;
  /** The outermost folder that was made for the base, if it was. */
  #made: string | undefined;

  constructor({ basePath, createDirs, io, hasHandles }: RootOptions) {
    this.basePath = resolve(basePath);
    this.io = io;
    this.#createDirs = createDirs;
    this.#hasHandles = hasHandles;
  }

  /** A folder inside; undefined when it is not there. @throws FILE_UNSAFE */
  async find(names: readonly string[]): Promise<Folder | undefined> {
    try {
      return await this.#walk(names, (folder, name) => folder.open(name));
    } catch (error) {
      return noneIfMissing(error);
    }
  }

  /**
   * A folder inside, made if need be, and what `use` makes of it. Made again if somebody removes it as empty before `use`
   * has put something in.
   *
   * @returns the folder open, for the caller to close
   */
  async make<T>(
    names: readonly string[],
    use: (folder: Folder) => Promise<T>,
  ): Promise<{ readonly folder: Folder; readonly used: T }> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#makeBase();
        const folder = await this.#walk(names, (parent, name) => this.#openOrMake(parent, name));
        return { folder, used: await closingIfFailed(folder, use) };
      } catch (error) {
        if (!isSystemError(error, "ENOENT") || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  /** Removes a folder that came to nothing, with those above it, as far as they are empty: the base too if it was made for it. */
  async removeUnused(names: readonly string[]): Promise<void> {
    if (await this.removeEmpty(names)) await this.#removeBase();
  }

  /** Removes a folder and those above it, as far as they are empty; never the base itself. @returns whether all are gone */
  async removeEmpty(names: readonly string[]): Promise<boolean> {
    for (let depth = names.length; depth > 0; depth--) {
      const parent = await this.find(names.slice(0, depth - 1));
      if (parent === undefined) continue;
      const isRemoved = await using(parent, (folder) => this.#removeIn(folder, names[depth - 1] ?? ""));
      if (!isRemoved) return false;
    }
    return true;
  }

  async #removeBase(): Promise<void> {
    const [made, real] = [this.#made, this.#realPath];
    if (made === undefined || real === undefined) return;
    for (let path = real; path.length >= made.length; path = dirname(path)) {
      const isRemoved = await this.io.rmdir(path).then(
        () => true,
        () => false,
      );
      if (!isRemoved) return;
    }
  }

  async #removeIn(folder: Folder, name: string): Promise<boolean> {
    try {
      if (!folder.hasHandle) await folder.assertInPlace();
      await this.io.rmdir(folder.address(name));
      return true;
    } catch (error) {
      return isSystemError(error, "ENOENT");
    }
  }

  async #walk(
    names: readonly string[],
    next: (folder: Folder, name: string) => Promise<Folder>,
  ): Promise<Folder> {
    let folder = await this.#openBase();
    for (const name of names) folder = await using(folder, (parent) => next(parent, name));
    return folder;
  }

  async #openBase(): Promise<Folder> {
    const path = await this.#real();
    return Folder.at(path, this.io, this.#hasHandles).catch((error: unknown) => {
      throw isPergolaError(error, "FILE_UNSAFE") ? fileUnsafe(path, "folder", true) : error;
    });
  }

  async #openOrMake(parent: Folder, name: string): Promise<Folder> {
    try {
      return await parent.open(name);
    } catch (error) {
      noneIfMissing(error);
    }
    if (!parent.hasHandle) await parent.assertInPlace();
    await this.io.mkdir(parent.address(name), FOLDER_MODE).catch((error: unknown) => {
      if (!isSystemError(error, "EEXIST")) throw error;
    });
    await parent.sync();
    return parent.open(name);
  }

  async #real(): Promise<string> {
    this.#realPath ??= await this.io.realpath(this.basePath);
    return this.#realPath;
  }

  async #makeBase(): Promise<void> {
    const real = this.#realPath ?? this.basePath;
    if ((await this.io.lstat(real).catch(noneIfMissing)) !== undefined) return;
    if (!this.#createDirs) throw folderMissing(this.basePath);
    this.#made = await this.io.mkdir(real, { recursive: true, mode: FOLDER_MODE });
  }

  /** Whether the base is a folder, or not there yet. @throws FILE_UNSAFE */
  async assertUsable(): Promise<void> {
    const folder = await this.find([]).catch((error: unknown) => {
      if (isSystemError(error, "ENOTDIR")) throw fileUnsafe(this.basePath, "folder", true);
      throw error;
    });
    await folder?.close();
  }
}

async function closingIfFailed<T>(folder: Folder, use: (folder: Folder) => Promise<T>): Promise<T> {
  try {
    return await use(folder);
  } catch (error) {
    await quietly(() => folder.close());
    throw error;
  }
}
