import { type Clock, createScope, type Scope, scopeKey, systemClock, throwIfAborted } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import type { Storage, StoredFile } from "./storage.ts";
import { requireStoragePath } from "./storage-path.ts";

export interface InMemoryStorageOptions {
  /** Most bytes of all files together. Default 64 MiB. */
  readonly maxBytes?: number;
  readonly clock?: Clock;
}

interface HeldFile {
  readonly data: Uint8Array;
  readonly modifiedAt: number;
}

/** Files for tests and throwaway agents. **Not durable**: they are gone when the process ends. */
export function createInMemoryStorage(options: InMemoryStorageOptions = {}): Storage {
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

  async read(
    scope: Scope,
    path: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Uint8Array> {
    const files = this.#filesOf(scope);
    throwIfAborted(options.signal);
    const file = files?.get(requireStoragePath(path));
    if (file === undefined) throw fileNotFound(path);
    return file.data.slice();
  }

  async write(
    scope: Scope,
    path: string,
    data: Uint8Array | string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    const owner = this.#ownerOf(scope);
    throwIfAborted(options.signal);
    const files = this.#owners.get(owner) ?? new Map<string, HeldFile>();
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data.slice();
    const growth = bytes.byteLength - (files.get(requireStoragePath(path))?.data.byteLength ?? 0);
    if (this.#bytes + growth > this.#maxBytes) throw storageFull(this.#maxBytes);
    this.#bytes += growth;
    this.#owners.set(owner, files.set(path, { data: bytes, modifiedAt: this.#clock.now() }));
  }

  async list(scope: Scope, prefix = ""): Promise<readonly StoredFile[]> {
    const files = [...(this.#filesOf(scope) ?? [])].filter(([path]) => path.startsWith(prefix));
    return files.map(([path, file]) => describe(path, file)).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async stat(scope: Scope, path: string): Promise<StoredFile | undefined> {
    const file = this.#filesOf(scope)?.get(requireStoragePath(path));
    return file === undefined ? undefined : describe(path, file);
  }

  async delete(scope: Scope, path: string): Promise<boolean> {
    const owner = this.#ownerOf(scope);
    const files = this.#owners.get(owner);
    const file = files?.get(requireStoragePath(path));
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

const describe = (path: string, { data, modifiedAt }: HeldFile): StoredFile => ({
  path,
  bytes: data.byteLength,
  modifiedAt,
});

const fileNotFound = (path: string) =>
  resourceErrors.create("FILE_NOT_FOUND", {
    message: `This user has no file ${JSON.stringify(path)}.`,
    hint: "list(scope) names the files that exist.",
  });

const storageFull = (maxBytes: number) =>
  resourceErrors.create("STORE_FULL", {
    message: `The files of this in-memory storage may take ${maxBytes} bytes, and there is no room for this one.`,
    hint: "Delete files, raise maxBytes, or use a durable storage.",
    details: { maxBytes },
  });

const storageClosed = () =>
  resourceErrors.create("STORE_CLOSED", {
    message: "The storage is closed.",
    hint: "Open a new one, or close it only after the last use.",
  });
