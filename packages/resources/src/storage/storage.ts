import type { Closable, Scope } from "@pergola/core";

export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** Files of an agent's user. Paths are relative, with `/`; they never leave the scope. */
export interface Storage extends Closable {
  /** @throws FILE_NOT_FOUND */
  read(scope: Scope, path: string, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
  /** Atomic: readers see the old bytes or the new. */
  write(
    scope: Scope,
    path: string,
    data: Uint8Array | string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<void>;
  list(scope: Scope, prefix?: string): Promise<readonly StoredFile[]>;
  /** Undefined when there is none. */
  stat(scope: Scope, path: string): Promise<StoredFile | undefined>;
  /** False when there was none. */
  delete(scope: Scope, path: string): Promise<boolean>;
}
