import { isPergolaError, throwIfAborted } from "@pergola/core";

/** What is needed of a storage; the handle that a tool of an agent gets fits. */
export interface DocumentStorage {
  listPage(options: {
    readonly prefix?: string;
    readonly cursor?: string;
    readonly limit?: number;
    readonly signal?: AbortSignal;
  }): Promise<{
    readonly files: readonly { readonly path: string; readonly bytes: number }[];
    readonly nextCursor?: string;
  }>;
  read(path: string, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
}

export interface DocumentLimits {
  readonly prefix?: string;
  readonly extensions: readonly string[];
  readonly maxFiles: number;
  readonly maxBytes: number;
}

export interface Documents {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Documents that the limits left out: at least so many. */
  readonly leftOut: number;
}

const PAGE = 500;
/** Pages that are looked through for documents among other files. */
const MAX_PAGES = 20;

/** Reads documents in the order of their paths until a limit is reached. @throws the signal's reason */
export async function readDocuments(
  storage: DocumentStorage,
  limits: DocumentLimits,
  signal: AbortSignal,
): Promise<Documents> {
  const files: { path: string; text: string }[] = [];
  let [bytes, leftOut] = [0, 0];
  for await (const file of documentsIn(storage, limits, signal)) {
    if (files.length >= limits.maxFiles || bytes + file.bytes > limits.maxBytes) {
      leftOut += 1;
      continue;
    }
    throwIfAborted(signal);
    const data = await readIfThere(storage, file.path, signal);
    if (data === undefined) continue;
    bytes += data.byteLength;
    files.push({ path: file.path, text: new TextDecoder().decode(data) });
  }
  return { files, leftOut };
}

async function* documentsIn(
  storage: DocumentStorage,
  { prefix, extensions }: DocumentLimits,
  signal: AbortSignal,
) {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { files, nextCursor } = await storage.listPage({ prefix, cursor, limit: PAGE, signal });
    yield* files.filter(({ path }) => extensions.some((extension) => path.toLowerCase().endsWith(extension)));
    if (nextCursor === undefined) return;
    cursor = nextCursor;
  }
}

/** A file may go between the list and the reading. */
async function readIfThere(storage: DocumentStorage, path: string, signal: AbortSignal) {
  try {
    return await storage.read(path, { signal });
  } catch (error) {
    if (isPergolaError(error, "FILE_NOT_FOUND")) return undefined;
    throw error;
  }
}
