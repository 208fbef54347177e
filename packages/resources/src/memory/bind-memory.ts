import { throwIfAborted } from "@pergola/core";
import type { RunBinding } from "../run-binding.ts";
import { toldCall } from "../tell-resource-used.ts";
import { bindVectors, type VectorsHandle } from "../vectors/bind-vectors.ts";
import type { MemoryVectorsParts } from "../vectors/memory-vectors.ts";
import type { MemoryHandle } from "./memory.ts";
import type { UserMemory, UserMemoryCallOptions, UserMemoryPageOptions } from "./user/user-memory.ts";
import { userMemorySignal } from "./user/user-memory-arguments.ts";

/** What is lent of a memory. Each is asked for when it is used, and throws if the memory has none. */
export interface BindableMemory {
  userMemory(): UserMemory;
  vectors(): Pick<MemoryVectorsParts, "store" | "embedder">;
}

/** The key that an agent has its memory under. */
const resource = "memory";

/**
 * Lends a memory to one run: every call is for the run's own tenant, agent and user, is told as `resource-used`, stops
 * with the run, and is refused once the run has settled.
 */
export function bindMemory(memory: BindableMemory, run: RunBinding): MemoryHandle {
  return new BoundMemory(memory, run);
}

class BoundMemory implements MemoryHandle {
  readonly #memory: BindableMemory;
  readonly #run: RunBinding;

  constructor(memory: BindableMemory, run: RunBinding) {
    this.#memory = memory;
    this.#run = run;
  }

  get vectors(): VectorsHandle {
    return bindVectors(this.#memory.vectors(), this.#run, (operation, call) =>
      toldCall({ resource, operation: `vectors.${operation}` }, this.#run, call),
    );
  }

  get<Value>(key: string, options?: UserMemoryCallOptions): Promise<Value | undefined> {
    const { scope } = this.#run;
    // The caller says what it has set.
    return this.#call(
      "get",
      options,
      (memory, own) => memory.get(scope, key, own) as Promise<Value | undefined>,
    );
  }

  set(key: string, value: unknown, options?: UserMemoryCallOptions) {
    return this.#call("set", options, (memory, own) => memory.set(this.#run.scope, key, value, own));
  }

  delete(key: string, options?: UserMemoryCallOptions) {
    return this.#call("delete", options, (memory, own) => memory.delete(this.#run.scope, key, own));
  }

  keys(options?: UserMemoryPageOptions) {
    return this.#call("keys", options, (memory, own) => memory.keys(this.#run.scope, own));
  }

  entries(options?: UserMemoryPageOptions) {
    return this.#call("entries", options, (memory, own) => memory.entries(this.#run.scope, own));
  }

  clear(options?: UserMemoryCallOptions) {
    return this.#call("clear", options, (memory, own) => memory.clear(this.#run.scope, own));
  }

  async #call<Options extends UserMemoryCallOptions, T>(
    operation: string,
    options: Options | undefined,
    call: (memory: UserMemory, options: Options & UserMemoryCallOptions) => Promise<T>,
  ): Promise<T> {
    this.#run.assertRunning?.();
    throwIfAborted(this.#run.signal);
    return toldCall({ resource, operation }, this.#run, async () =>
      call(this.#memory.userMemory(), this.#with(options)),
    );
  }

  #with<Options extends UserMemoryCallOptions>(
    options: Options | undefined,
  ): Options & UserMemoryCallOptions {
    const { signal } = this.#run;
    const own = userMemorySignal(options);
    return { ...(options as Options), signal: own === undefined ? signal : AbortSignal.any([signal, own]) };
  }
}
