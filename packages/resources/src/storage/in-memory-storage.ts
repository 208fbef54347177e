import { type Clock, createScope, type Scope, scopeKey, systemClock, throwIfAborted } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { requireNumbers } from "../require-numbers.ts";
import { storagePageOptions, storagePrefix, storageSignal } from "./call-options.ts";
import { fileBytes } from "./file-bytes.ts";
import { fileNotFound } from "./file-not-found.ts";
import { byCodeUnits, pathsOfPage } from "./file-page.ts";
import { joinBytes } from "./join-bytes.ts";
import { sourcePieces } from "./source-pieces.ts";
import type { FilePage, FilePageOptions, FileSource, Storage, StoredFile } from "./storage.ts";
import { storageClosed } from "./storage-closed.ts";
import { requireStoragePath } from "./storage-path.ts";

interface CallOptions {
  readonly signal?: AbortSignal;
}

const PIECE_BYTES = 64 * 1024;

export interface InMemoryStorageOptions {
  /** Most bytes of all files together. Default 64 MiB. */
  readonly maxBytes?: number;
  readonly clock?: Clock;
}

interface HeldFile {
  readonly data: Uint8Array;
  readonly modifiedAt: number;
}

/**
 * Files for tests and throwaway agents. **Not durable**: they are gone when the process ends.
 *
 * @throws PROVIDER_CONFIG_INVALID
 */
export function createInMemoryStorage(options: InMemoryStorageOptions = {}): Storage {
  const { maxBytes = 1 } = options;
  requireNumbers("in-memory storage", { maxBytes: [maxBytes, "countFrom1"] });
  return new InMemoryStorage(options);
}

class InMemoryStorage implements Storage {
  readonly #maxBytes: number;
  readonly #clock: Clock;
  readonly #owners = new Map<string, Map<string, HeldFile>>();
  #bytes = 0;
  #isClosed = false;

  constructor({ maxBytes = 64 * 1024 * 1024, clock = systemClock }: InMemoryStorageOptions) {
    this.#maxBytes = maxBytes;
    this.#clock = clock;
  }

  async read(scope: Scope, path: string, options?: CallOptions): Promise<Uint8Array> {
    return this.#require(scope, path, storageSignal(options)).data.slice();
  }

  async *readStream(scope: Scope, path: string, options?: CallOptions): AsyncIterable<Uint8Array> {
    const signal = storageSignal(options);
    const { data } = this.#require(scope, path, signal);
    for (let start = 0; start < data.byteLength; start += PIECE_BYTES) {
      if (this.#isClosed) throw storageClosed();
      throwIfAborted(signal);
      yield data.slice(start, start + PIECE_BYTES);
    }
  }

  async write(scope: Scope, path: string, data: Uint8Array | string, options?: CallOptions): Promise<void> {
    const owner = this.#ownerOf(scope);
    throwIfAborted(storageSignal(options));
    requireStoragePath(path);
    const files = this.#owners.get(owner) ?? new Map<string, HeldFile>();
    const bytes = fileBytes(data).slice();
    const growth = bytes.byteLength - (files.get(path)?.data.byteLength ?? 0);
    if (this.#bytes + growth > this.#maxBytes) throw storageFull(this.#maxBytes);
    this.#bytes += growth;
    this.#owners.set(owner, files.set(path, { data: bytes, modifiedAt: this.#clock.now() }));
  }

  async writeStream(scope: Scope, path: string, source: FileSource, options?: CallOptions): Promise<void> {
    this.#ownerOf(scope);
    requireStoragePath(path);
    const signal = storageSignal(options);
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of sourcePieces(source, signal)) {
      bytes += piece.byteLength;
      if (bytes > this.#maxBytes) throw storageFull(this.#maxBytes);
      pieces.push(piece.slice());
    }
    await this.write(scope, path, joinBytes(pieces), options);
  }

  async list(scope: Scope, prefix?: string, options?: CallOptions): Promise<readonly StoredFile[]> {
    const files = this.#filesOf(scope);
    const wanted = storagePrefix(prefix);
    throwIfAborted(storageSignal(options));
    return pathsIn(files, wanted)
      .sort(byCodeUnits)
      .flatMap((path) => described(path, files?.get(path)));
  }

  async listPage(scope: Scope, options?: FilePageOptions): Promise<FilePage> {
    const files = this.#filesOf(scope);
    const { prefix, cursor, limit, signal } = storagePageOptions(options);
    throwIfAborted(signal);
    const { paths, ...rest } = pathsOfPage(pathsIn(files, prefix), { cursor, limit });
    return { files: paths.flatMap((path) => described(path, files?.get(path))), ...rest };
  }

  async stat(scope: Scope, path: string, options?: CallOptions): Promise<StoredFile | undefined> {
    const files = this.#filesOf(scope);
    requireStoragePath(path);
    throwIfAborted(storageSignal(options));
    return described(path, files?.get(path))[0];
  }

  async delete(scope: Scope, path: string, options?: CallOptions): Promise<boolean> {
    const owner = this.#ownerOf(scope);
    throwIfAborted(storageSignal(options));
    requireStoragePath(path);
    const files = this.#owners.get(owner);
    const file = files?.get(path);
    if (files === undefined || file === undefined) return false;
    files.delete(path);
    if (files.size === 0) this.#owners.delete(owner);
    this.#bytes -= file.data.byteLength;
    return true;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#owners.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #require(scope: Scope, path: string, signal: AbortSignal | undefined): HeldFile {
    const files = this.#filesOf(scope);
    requireStoragePath(path);
    throwIfAborted(signal);
    const file = files?.get(path);
    if (file === undefined) throw fileNotFound(path);
    return file;
  }

  #filesOf(scope: Scope): Map<string, HeldFile> | undefined {
    return this.#owners.get(this.#ownerOf(scope));
  }

  /** Files belong to the user: the session plays no part. */
  #ownerOf(scope: Scope): string {
    if (this.#isClosed) throw storageClosed();
    const { tenantId, agentId, userId } = createScope(scope);
    return scopeKey({ tenantId, agentId, userId });
  }
}

const pathsIn = (files: ReadonlyMap<string, HeldFile> | undefined, prefix: string): string[] =>
  [...(files?.keys() ?? [])].filter((path) => path.startsWith(prefix));

/** One file, or none. */
const described = (path: string, file: HeldFile | undefined): StoredFile[] =>
  file === undefined ? [] : [{ path, bytes: file.data.byteLength, modifiedAt: file.modifiedAt }];

const storageFull = (maxBytes: number) =>
  resourceErrors.create("STORE_FULL", {
    message: `The files of this in-memory storage may take ${maxBytes} bytes, and there is no room for this one.`,
    hint: "Delete files, raise maxBytes, or use a durable storage.",
    details: { maxBytes },
  });
