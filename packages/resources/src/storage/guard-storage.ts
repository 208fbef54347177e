import type { Scope } from "@pergola/core";
import type { BreakerCallOptions, BreakerVerdict, CircuitBreaker } from "../breaker/breaker.ts";
import { guardStream } from "./guard-stream.ts";
import { judgeStorageError } from "./judge-storage-error.ts";
import { isFromSource, writeMarked } from "./mark-source.ts";
import type { FilePage, FilePageOptions, FileSource, Storage, StoredFile } from "./storage.ts";

interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface StorageGuardOptions extends Pick<BreakerCallOptions, "onChange"> {
  /** Made with `judge: judgeGuardedStorage`. */
  readonly breaker: CircuitBreaker;
  /** Told of every call that has ended, refused ones included. Of a stream: when its reader is done with it. */
  readonly onCall?: (call: StorageCall) => void;
}

/** A call of a storage that has ended. */
export interface StorageCall {
  /** The name of the method. */
  readonly operation: string;
  readonly latencyMs: number;
  /** Absent when it went well. */
  readonly error?: unknown;
}

/** The judge of a breaker that `guardStorage` is given: only failures of the storage itself count. */
export function judgeGuardedStorage(error: unknown): BreakerVerdict {
  return isFromSource(error) ? "unknown" : judgeStorageError(error);
}

/**
 * A storage behind a breaker: while that is open calls are refused with CIRCUIT_OPEN and the storage is not touched. A
 * stream that has begun goes on.
 */
export function guardStorage(storage: Storage, guard: StorageGuardOptions): Storage {
  return new GuardedStorage(storage, guard);
}

class GuardedStorage implements Storage {
  readonly #storage: Storage;
  readonly #guard: StorageGuardOptions;

  constructor(storage: Storage, guard: StorageGuardOptions) {
    this.#storage = storage;
    this.#guard = guard;
  }

  read(scope: Scope, path: string, options?: CallOptions): Promise<Uint8Array> {
    return this.#run("read", () => this.#storage.read(scope, path, options), options);
  }

  readStream(scope: Scope, path: string, options?: CallOptions): AsyncIterable<Uint8Array> {
    const open = () => this.#storage.readStream(scope, path, options);
    return guardStream(open, {
      breaker: this.#guard.breaker,
      guarded: (call) => this.#guarded(call, options),
      begin: () => this.#begin("readStream"),
    });
  }

  write(scope: Scope, path: string, data: Uint8Array | string, options?: CallOptions): Promise<void> {
    return this.#run("write", () => this.#storage.write(scope, path, data, options), options);
  }

  writeStream(scope: Scope, path: string, source: FileSource, options?: CallOptions): Promise<void> {
    return writeMarked(source, (pieces) =>
      this.#run("writeStream", () => this.#storage.writeStream(scope, path, pieces, options), options),
    );
  }

  list(scope: Scope, prefix?: string, options?: CallOptions): Promise<readonly StoredFile[]> {
    return this.#run("list", () => this.#storage.list(scope, prefix, options), options);
  }

  listPage(scope: Scope, options?: FilePageOptions): Promise<FilePage> {
    return this.#run("listPage", () => this.#storage.listPage(scope, options), options);
  }

  stat(scope: Scope, path: string, options?: CallOptions): Promise<StoredFile | undefined> {
    return this.#run("stat", () => this.#storage.stat(scope, path, options), options);
  }

  delete(scope: Scope, path: string, options?: CallOptions): Promise<boolean> {
    return this.#run("delete", () => this.#storage.delete(scope, path, options), options);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run<T>(operation: string, call: () => Promise<T>, options: CallOptions | undefined): Promise<T> {
    const told = this.#begin(operation);
    try {
      const result = await this.#guarded(call, options);
      told();
      return result;
    } catch (error) {
      told(error);
      throw error;
    }
  }

  /** A call begins: what is to be said when it has ended. */
  #begin(operation: string): (error?: unknown) => void {
    const { onCall } = this.#guard;
    const startedAt = performance.now();
    return (error) =>
      onCall?.({
        operation,
        latencyMs: performance.now() - startedAt,
        ...(error !== undefined && { error }),
      });
  }

  #guarded<T>(call: () => Promise<T>, options: CallOptions | undefined): Promise<T> {
    const { breaker, onChange } = this.#guard;
    const signal = options?.signal;
    // Also what a storage throws at once, before it gives a promise.
    return breaker.run(async () => call(), {
      ...(signal !== undefined && { signal }),
      ...(onChange !== undefined && { onChange }),
    });
  }
}
