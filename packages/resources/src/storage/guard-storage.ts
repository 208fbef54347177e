import type { Scope } from "@pergola/core";
import type { BreakerCallOptions, BreakerVerdict, CircuitBreaker } from "../breaker/breaker.ts";
import { judgeStorageError } from "./judge-storage-error.ts";
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

/** Thrown by what is written: the storage has no part in it. */
const ofSources = new WeakSet<object>();

const isOfSource = (error: unknown): boolean =>
  typeof error === "object" && error !== null && ofSources.has(error);

/** The judge of a breaker that `guardStorage` is given: only failures of the storage itself count. */
export function judgeGuardedStorage(error: unknown): BreakerVerdict {
  // A storage may give what a source throws a code of its own.
  const isAbove = isOfSource(error) || (error instanceof Error && isOfSource(error.cause));
  return isAbove ? "unknown" : judgeStorageError(error);
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

  async *readStream(scope: Scope, path: string, options?: CallOptions): AsyncIterable<Uint8Array> {
    const { breaker } = this.#guard;
    breaker.assertUsable();
    const pieces = this.#storage.readStream(scope, path, options)[Symbol.asyncIterator]();
    const next = async () => pieces.next();
    const told = this.#begin("readStream");
    let hasFailed = false;
    const failed = (error: unknown): never => {
      hasFailed = true;
      told(error);
      throw error;
    };
    try {
      for (let isFirst = true; ; isFirst = false) {
        const isGuarded = isFirst || !breaker.isOpen;
        const piece = await (isGuarded ? this.#guarded(next, options) : next()).catch(failed);
        if (piece.done === true) return;
        yield piece.value;
      }
    } finally {
      if (!hasFailed) told();
      // One that was stopped may never come to its end: it is told, and not waited for.
      const closing = (async () => pieces.return?.())();
      if (hasFailed) closing.catch(() => undefined);
      else await closing;
    }
  }

  write(scope: Scope, path: string, data: Uint8Array | string, options?: CallOptions): Promise<void> {
    return this.#run("write", () => this.#storage.write(scope, path, data, options), options);
  }

  writeStream(scope: Scope, path: string, source: FileSource, options?: CallOptions): Promise<void> {
    return this.#run(
      "writeStream",
      () => this.#storage.writeStream(scope, path, marked(source), options),
      options,
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

/** The same pieces; what the source throws is known as its own. What is no source stays as it is: the storage says so. */
function marked(source: FileSource): FileSource {
  if (typeof (source as Partial<FileSource> | undefined)?.[Symbol.asyncIterator] !== "function")
    return source;
  return {
    [Symbol.asyncIterator]() {
      const pieces = source[Symbol.asyncIterator]();
      return {
        next: () => ownFailures(async () => pieces.next()),
        // Asked at once, also while a piece is awaited: a source that hangs can be let go.
        return: async () => (await pieces.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}

async function ownFailures<T>(next: () => Promise<T>): Promise<T> {
  try {
    return await next();
  } catch (error) {
    if (typeof error === "object" && error !== null) ofSources.add(error);
    throw error;
  }
}
