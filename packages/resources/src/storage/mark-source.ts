import { errorMessage } from "@pergola/core";
import type { FileSource } from "./storage.ts";

/** Thrown by what is being written: the storage has no part in it. */
const ofSources = new WeakSet<object>();

const isOfSource = (error: unknown): boolean =>
  typeof error === "object" && error !== null && ofSources.has(error);

/** Whether what is being written threw this, or what a storage has told it as. */
export const isFromSource = (error: unknown): boolean =>
  isOfSource(error) || (error instanceof Error && isOfSource(error.cause));

/**
 * Writes the same pieces from a source whose failures are known as its own until the writing has ended. What is no source
 * stays as it is: the storage says so.
 */
export async function writeMarked(
  source: FileSource,
  writeIt: (source: FileSource) => Promise<void>,
): Promise<void> {
  const thrown: object[] = [];
  try {
    await writeIt(marked(source, (error) => void thrown.push(error)));
  } finally {
    // The storage may throw the very same object another day.
    for (const error of thrown) ofSources.delete(error);
  }
}

function marked(source: FileSource, note: (error: object) => void): FileSource {
  if (!isLikeSource(source)) return source;
  const failed = (thrown: unknown): never => {
    const error = asError(thrown);
    ofSources.add(error);
    note(error);
    throw error;
  };
  return {
    [Symbol.asyncIterator]() {
      const opened = (async () => open(source))();
      opened.catch(() => undefined); // Told by the first piece.
      return {
        next: () => opened.then(nextOf).catch(failed),
        // Asked at once, also while a piece is awaited: a source that hangs can be let go.
        return: async () => (await opened.then(closeOf).catch(failed)) ?? { done: true, value: undefined },
      };
    },
  };
}

type Pieces = AsyncIterator<Uint8Array | string>;

/** Whatever can be asked for pieces, also when asking fails: that is the source's own affair. */
function isLikeSource(source: unknown): source is FileSource {
  try {
    return typeof (source as Partial<FileSource> | null | undefined)?.[Symbol.asyncIterator] === "function";
  } catch {
    return true;
  }
}

const open = (source: FileSource): Pieces => source[Symbol.asyncIterator]();

async function nextOf(pieces: Pieces): Promise<IteratorResult<Uint8Array | string>> {
  const piece: unknown = await pieces.next();
  if (typeof piece === "object" && piece !== null) return piece as IteratorResult<Uint8Array | string>;
  throw new TypeError(`What is written gave ${String(piece)} in place of a piece; expected { done, value }.`);
}

const closeOf = async (pieces: Pieces) => pieces.return?.();

const asError = (thrown: unknown): object =>
  typeof thrown === "object" && thrown !== null
    ? thrown
    : new Error(thrown === undefined ? "What is written failed with undefined." : errorMessage(thrown), {
        cause: thrown,
      });
