import { throwIfAborted } from "@pergola/core";
import type { RunBinding } from "../run-binding.ts";
import { storageSignal } from "./call-options.ts";
import type { FilePage, FilePageOptions, FileSource, Storage, StoredFile } from "./storage.ts";

interface WaitOptions {
  readonly signal?: AbortSignal;
}

/** The files of a run's user, as a step or a tool sees them: what `Storage` has, without a scope to choose. */
export interface StorageHandle {
  /** @throws FILE_NOT_FOUND */
  read(path: string, options?: WaitOptions): Promise<Uint8Array>;
  /** @throws FILE_NOT_FOUND */
  readStream(path: string, options?: WaitOptions): AsyncIterable<Uint8Array>;
  write(path: string, data: Uint8Array | string, options?: WaitOptions): Promise<void>;
  writeStream(path: string, source: FileSource, options?: WaitOptions): Promise<void>;
  list(prefix?: string, options?: WaitOptions): Promise<readonly StoredFile[]>;
  /** @throws BAD_CURSOR */
  listPage(options?: FilePageOptions): Promise<FilePage>;
  stat(path: string, options?: WaitOptions): Promise<StoredFile | undefined>;
  delete(path: string, options?: WaitOptions): Promise<boolean>;
}

/**
 * Lends a storage to one run: every call is for the run's own tenant, agent and user, stops with the run, and is refused
 * once the run has settled.
 */
export function bindStorage(
  storage: Storage,
  run: Pick<RunBinding, "scope" | "signal" | "assertRunning">,
): StorageHandle {
  return new BoundStorage(storage, run);
}

class BoundStorage implements StorageHandle {
  readonly #storage: Storage;
  readonly #run: Pick<RunBinding, "scope" | "signal" | "assertRunning">;

  constructor(storage: Storage, run: Pick<RunBinding, "scope" | "signal" | "assertRunning">) {
    this.#storage = storage;
    this.#run = run;
  }

  async read(path: string, options?: WaitOptions): Promise<Uint8Array> {
    return this.#storage.read(this.#run.scope, path, this.#with(options));
  }

  async *readStream(path: string, options?: WaitOptions): AsyncIterable<Uint8Array> {
    for await (const piece of this.#storage.readStream(this.#run.scope, path, this.#with(options))) {
      this.#run.assertRunning?.();
      yield piece;
    }
  }

  async write(path: string, data: Uint8Array | string, options?: WaitOptions): Promise<void> {
    await this.#storage.write(this.#run.scope, path, data, this.#with(options));
  }

  async writeStream(path: string, source: FileSource, options?: WaitOptions): Promise<void> {
    await this.#storage.writeStream(this.#run.scope, path, source, this.#with(options));
  }

  async list(prefix?: string, options?: WaitOptions): Promise<readonly StoredFile[]> {
    return this.#storage.list(this.#run.scope, prefix, this.#with(options));
  }

  async listPage(options?: FilePageOptions): Promise<FilePage> {
    return this.#storage.listPage(this.#run.scope, this.#with(options));
  }

  async stat(path: string, options?: WaitOptions): Promise<StoredFile | undefined> {
    return this.#storage.stat(this.#run.scope, path, this.#with(options));
  }

  async delete(path: string, options?: WaitOptions): Promise<boolean> {
    return this.#storage.delete(this.#run.scope, path, this.#with(options));
  }

  /** @throws RUN_SETTLED, STORAGE_ARGUMENT_INVALID, the reason of the run's signal */
  #with<Options extends WaitOptions>(options: Options | undefined): Options & WaitOptions {
    const { signal, assertRunning } = this.#run;
    assertRunning?.();
    throwIfAborted(signal);
    const own = storageSignal(options);
    return { ...(options as Options), signal: own === undefined ? signal : AbortSignal.any([signal, own]) };
  }
}
