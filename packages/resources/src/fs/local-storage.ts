import { type Clock, Lifetime, type Logger, type Scope, throwIfAborted } from "@pergola/core";
import { createSessionLock } from "../memory/session-lock.ts";
import { storagePageOptions, storagePrefix, storageSignal } from "../storage/call-options.ts";
import { fileBytes } from "../storage/file-bytes.ts";
import { byCodeUnits, pathsOfPage } from "../storage/file-page.ts";
import { joinBytes } from "../storage/join-bytes.ts";
import { sourcePieces } from "../storage/source-pieces.ts";
import type { FilePage, FilePageOptions, FileSource, Storage, StoredFile } from "../storage/storage.ts";
import { storageClosed } from "../storage/storage-closed.ts";
import { quotedPath } from "../storage/storage-path.ts";
import { Backups } from "./backups.ts";
import { deleteFile } from "./delete-file.ts";
import { findPaths, storedFile, storedFiles } from "./list-files.ts";
import type { OpenFile } from "./open-file.ts";
import { ownerFolders } from "./owner-folders.ts";
import { type QuotaLimits, QuotaShare } from "./quota.ts";
import { nextPiece, openTarget } from "./read-file.ts";
import type { Root } from "./root.ts";
import { fileTooLarge, toStorageError } from "./storage-errors.ts";
import { Tallies } from "./tallies.ts";
import { type Target, targetOf } from "./target.ts";
import { type Writing, writeFile } from "./write-file.ts";

export interface LocalStorageSettings {
  readonly maxFileBytes: number;
  readonly allowedExtensions: readonly string[];
  readonly backupsPerFile: number;
  readonly quota: QuotaLimits;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Files of users in folders of this machine. */
export class LocalStorage implements Storage {
  readonly #root: Root;
  readonly #settings: LocalStorageSettings;
  readonly #tallies: Tallies;
  readonly #writing: Writing;
  readonly #lifetime = new Lifetime(storageClosed);
  /** Files that streams have open between two pieces. */
  readonly #streamed = new Set<OpenFile>();

  constructor(root: Root, settings: LocalStorageSettings) {
    const { clock, logger, maxFileBytes, backupsPerFile } = settings;
    const backups = new Backups(root, clock, backupsPerFile);
    this.#root = root;
    this.#settings = settings;
    this.#tallies = new Tallies(root);
    this.#writing = { root, backups, lock: createSessionLock({ maxWaiters: 10_000 }), logger, maxFileBytes };
  }

  async read(scope: Scope, path: string, options?: CallOptions): Promise<Uint8Array> {
    return this.#run(`Reading ${quotedPath(path)}`, async () => {
      const pieces: Uint8Array[] = [];
      const signal = storageSignal(options);
      for await (const piece of this.#pieces(scope, path, signal)) pieces.push(piece);
      return joinBytes(pieces);
    });
  }

  async *readStream(scope: Scope, path: string, options?: CallOptions): AsyncIterable<Uint8Array> {
    const pieces = this.#pieces(scope, path, storageSignal(options));
    try {
      while (true) {
        const next = await this.#run(`Reading ${quotedPath(path)}`, () => pieces.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await pieces.return();
    }
  }

  async write(scope: Scope, path: string, data: Uint8Array | string, options?: CallOptions): Promise<void> {
    return this.#run(`Writing ${quotedPath(path)}`, async () => {
      const target = this.#target(scope, path);
      const signal = storageSignal(options);
      throwIfAborted(signal);
      const bytes = fileBytes(data);
      const { maxFileBytes } = this.#settings;
      if (bytes.byteLength > maxFileBytes) throw fileTooLarge(path, maxFileBytes);
      await this.#write(target, once(bytes.slice()), signal);
    });
  }

  async writeStream(scope: Scope, path: string, source: FileSource, options?: CallOptions): Promise<void> {
    return this.#run(`Writing ${quotedPath(path)}`, async () => {
      const target = this.#target(scope, path);
      const signal = storageSignal(options);
      await this.#write(target, sourcePieces(source, signal), signal);
    });
  }

  async list(scope: Scope, prefix?: string, options?: CallOptions): Promise<readonly StoredFile[]> {
    return this.#run("Listing files", async () => {
      const signal = storageSignal(options);
      const paths = await this.#paths(scope, storagePrefix(prefix), signal);
      return this.#describe(scope, paths.sort(byCodeUnits), signal);
    });
  }

  async listPage(scope: Scope, options?: FilePageOptions): Promise<FilePage> {
    return this.#run("Listing files", async () => {
      const { prefix, signal, ...page } = storagePageOptions(options);
      pathsOfPage([], page);
      const { paths, ...rest } = pathsOfPage(await this.#paths(scope, prefix, signal), page);
      return { files: await this.#describe(scope, paths, signal), ...rest };
    });
  }

  async stat(scope: Scope, path: string, options?: CallOptions): Promise<StoredFile | undefined> {
    return this.#run(`Looking at ${quotedPath(path)}`, async () => {
      const target = this.#target(scope, path);
      const signal = storageSignal(options);
      throwIfAborted(signal);
      return storedFile(this.#root, target);
    });
  }

  async delete(scope: Scope, path: string, options?: CallOptions): Promise<boolean> {
    return this.#run(`Deleting ${quotedPath(path)}`, async () => {
      const target = this.#target(scope, path);
      const signal = storageSignal(options);
      throwIfAborted(signal);
      return this.#counting(target, (share) => deleteFile(this.#writing, { target, share, signal }));
    });
  }

  /** Waits for reads and writes under way; a stream that is being read ends with STORE_CLOSED. */
  close(): Promise<void> {
    return this.#lifetime.close(async () => {
      await Promise.all([...this.#streamed].map((file) => this.#closeFile(file)));
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run<T>(action: string, work: () => Promise<T>): Promise<T> {
    return this.#lifetime.run(async () => {
      try {
        return await work();
      } catch (error) {
        throw toStorageError(error, { action, basePath: this.#root.basePath });
      }
    });
  }

  async *#pieces(
    scope: Scope,
    path: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array, void, void> {
    const { maxFileBytes } = this.#settings;
    const target = this.#target(scope, path);
    throwIfAborted(signal);
    const file = await openTarget({ root: this.#root, maxFileBytes }, target);
    this.#streamed.add(file);
    try {
      let bytes = 0;
      while (true) {
        const piece = await nextPiece(file, signal);
        if (piece === undefined) return;
        bytes += piece.byteLength;
        // It grows while it is read: not by this storage, which never changes a file in place.
        if (bytes > maxFileBytes) throw fileTooLarge(path, maxFileBytes);
        yield piece;
      }
    } finally {
      await this.#closeFile(file);
    }
  }

  async #closeFile(file: OpenFile): Promise<void> {
    if (this.#streamed.delete(file)) await file.handle.close();
  }

  #write(target: Target, pieces: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<void> {
    return this.#counting(target, (share) => writeFile(this.#writing, { target, pieces, share, signal }));
  }

  #counting<T>(target: Target, use: (share: QuotaShare) => Promise<T>): Promise<T> {
    const { quota } = this.#settings;
    const [tenant] = target.owner;
    return this.#tallies.using(target.owner, (user) => {
      const within = (tally: typeof user) => use(new QuotaShare(target.path, quota, { user, tenant: tally }));
      if (quota.tenantBytes === Number.POSITIVE_INFINITY) return within({ ...NOTHING });
      return this.#tallies.using([tenant], within);
    });
  }

  #target(scope: Scope, path: string): Target {
    return targetOf(scope, path, this.#settings.allowedExtensions);
  }

  async #paths(scope: Scope, prefix: string, signal: AbortSignal | undefined): Promise<string[]> {
    const owner = ownerFolders(scope);
    throwIfAborted(signal);
    const { allowedExtensions } = this.#settings;
    return findPaths(this.#root, owner, { prefix, allowedExtensions, signal });
  }

  #describe(scope: Scope, paths: readonly string[], signal: AbortSignal | undefined) {
    const targets = paths.map((path) => this.#target(scope, path));
    return storedFiles(this.#root, targets, signal);
  }
}

/** Where no limit asks for a count. */
const NOTHING = { bytes: 0, backupBytes: 0, files: 0, pendingBytes: 0 };

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
