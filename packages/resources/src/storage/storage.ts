import type { Closable, Scope } from "@pergola/core";

export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** Some files of a user, in order of path. */
export interface FilePage {
  readonly files: readonly StoredFile[];
  /** Where the next page begins; absent on the last one. */
  readonly nextCursor?: string;
}

export interface FilePageOptions {
  /** Only paths that begin with it. Default: all. */
  readonly prefix?: string;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
  /** Files on a page, brought into 1–1000. Default 100. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** Pieces of a file, text as UTF-8. */
export type FileSource = AsyncIterable<Uint8Array | string>;

/**
 * Files of an agent's user. Paths are relative, with `/`, as `requireStoragePath` has them; they never leave the scope.
 * Two paths that differ in anything, case and normal form included, are two files. Every call throws INVALID_SCOPE,
 * FILE_PATH_INVALID and STORAGE_ARGUMENT_INVALID for what is of another kind.
 */
export interface Storage extends Closable {
  /** @throws FILE_NOT_FOUND */
  read(scope: Scope, path: string, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
  /** The same in pieces. The file is opened when the first piece is asked for. @throws FILE_NOT_FOUND */
  readStream(
    scope: Scope,
    path: string,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<Uint8Array>;
  /** Atomic: readers see the old bytes or the new. */
  write(
    scope: Scope,
    path: string,
    data: Uint8Array | string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<void>;
  /** The same from pieces: readers see nothing of it before the last piece. A source that fails leaves the old bytes. */
  writeStream(
    scope: Scope,
    path: string,
    source: FileSource,
    options?: { readonly signal?: AbortSignal },
  ): Promise<void>;
  /** Every file whose path begins with `prefix`, in order of path. */
  list(
    scope: Scope,
    prefix?: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly StoredFile[]>;
  /** The same, page by page. @throws BAD_CURSOR */
  listPage(scope: Scope, options?: FilePageOptions): Promise<FilePage>;
  /** Undefined when there is none. */
  stat(
    scope: Scope,
    path: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<StoredFile | undefined>;
  /** False when there was none. */
  delete(scope: Scope, path: string, options?: { readonly signal?: AbortSignal }): Promise<boolean>;
}
