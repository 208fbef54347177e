import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import type { Clock } from "@pergola/core";
import type { Folder } from "./folder.ts";
import { using } from "./folder.ts";
import { noneIfMissing, statFile } from "./open-file.ts";
import { quietly } from "./quietly.ts";
import { BACKUPS } from "./quota.ts";
import type { Root } from "./root.ts";
import { isSystemError } from "./storage-errors.ts";
import type { Target } from "./target.ts";
import { temporaryName } from "./temporary-name.ts";
import { forEachFile } from "./walk.ts";

interface Backup {
  readonly folders: readonly string[];
  readonly name: string;
  readonly bytes: number;
}

/** What was written over: for each file a folder `~backups/<folders>/<file>/` of the user, with one file for each earlier version. */
export class Backups {
  readonly #root: Root;
  readonly #clock: Clock;
  readonly #perFile: number;
  #serial = 0;
  /** Epoch milliseconds of the newest backup so far. */
  #latest = 0;

  constructor(root: Root, clock: Clock, perFile: number) {
    this.#root = root;
    this.#clock = clock;
    this.#perFile = perFile;
  }

  /**
   * Keeps what a file holds now.
   *
   * @returns the name of the backup; undefined when none are kept, or the file has just gone
   */
  async keep(target: Target, source: Folder): Promise<string | undefined> {
    if (this.#perFile === 0) return undefined;
    const name = this.#nextName(target.name);
    const folders = foldersOf(target);
    try {
      const { folder, used } = await this.#root.make(folders, (backups) =>
        this.#copy({ source, name: target.name }, { folder: backups, name }),
      );
      await folder.sync().finally(() => folder.close());
      if (!used) await this.#root.removeEmpty(folders);
      return used ? name : undefined;
    } catch (error) {
      await quietly(() => this.drop(target, name));
      throw error;
    }
  }

  /** Takes back what {@link keep} has done. */
  async drop(target: Target, name: string): Promise<void> {
    await this.#remove({ folders: foldersOf(target), name, bytes: 0 });
  }

  /** Removes the oldest of a file until no more are left than one may have. @returns their bytes */
  async trimFile(target: Target): Promise<number> {
    const found = await this.#of(foldersOf(target));
    return this.#removeAll(found.slice(0, Math.max(0, found.length - this.#perFile)));
  }

  /** Removes the oldest of a user until `bytes` are freed, or none is left. @returns their bytes */
  async free(target: Target, bytes: number): Promise<number> {
    let freed = 0;
    for (const backup of await this.#of([...target.owner, BACKUPS])) {
      if (freed >= bytes) break;
      freed += await this.#remove(backup);
    }
    return freed;
  }

  /** Removes all of a file. @returns their bytes */
  async forget(target: Target): Promise<number> {
    return this.#removeAll(await this.#of(foldersOf(target)));
  }

  async #copy(
    from: { readonly source: Folder; readonly name: string },
    to: { readonly folder: Folder; readonly name: string },
  ): Promise<boolean> {
    const source = from.source.address(from.name);
    try {
      await this.#root.io.link(source, to.folder.address(to.name));
      return true;
    } catch (error) {
      if (isSystemError(error, "ENOENT")) {
        if ((await statFile(this.#root.io, from.source, from.name)) === undefined) return false;
        throw error;
      }
      if (!hasNoLinks(error)) throw error;
    }
    // A file system without hard links (FAT, some network ones): a copy that nobody sees half-made.
    const temporary = to.folder.address(temporaryName());
    await this.#root.io.copyFile(source, temporary, constants.COPYFILE_EXCL);
    await this.#root.io.rename(temporary, to.folder.address(to.name));
    return true;
  }

  /** Oldest first. */
  async #of(names: readonly string[]): Promise<Backup[]> {
    const found: Backup[] = [];
    await forEachFile(this.#root.io, await this.#root.find(names), async ({ folders, folder, name }) => {
      const stats = await this.#root.io.lstat(folder.address(name)).catch(noneIfMissing);
      if (stats !== undefined) found.push({ folders: [...names, ...folders], name, bytes: stats.size });
    });
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async #removeAll(backups: readonly Backup[]): Promise<number> {
    let freed = 0;
    for (const backup of backups) freed += await this.#remove(backup);
    return freed;
  }

  async #remove({ folders, name, bytes }: Backup): Promise<number> {
    const folder = await this.#root.find(folders);
    if (folder !== undefined) {
      await using(folder, async () => {
        if (!folder.hasHandle) await folder.assertInPlace();
        await this.#root.io.unlink(folder.address(name)).catch(noneIfMissing);
      });
    }
    await this.#root.removeEmpty(folders);
    return bytes;
  }

  /** Names sort by time; the ending is that of the file, so that it opens with the same program. */
  #nextName(file: string): string {
    // A clock that was set back must not make the newest one the oldest.
    this.#latest = Math.max(this.#latest, this.#clock.now());
    const time = new Date(this.#latest).toISOString().replaceAll(":", "-");
    this.#serial = (this.#serial + 1) % 1_000_000;
    const ending = /\.[^.]*$/.exec(file)?.[0] ?? "";
    // Other storages, here or on other machines, may write over the same file in the same millisecond.
    const own = `${process.pid}-${randomUUID().slice(0, 8)}`;
    return `${time}-${String(this.#serial).padStart(6, "0")}-${own}${ending}`;
  }
}

const foldersOf = ({ owner, folders, name }: Target) => [...owner, BACKUPS, ...folders, name];

const hasNoLinks = (error: unknown) =>
  ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"].some((code) => isSystemError(error, code));
