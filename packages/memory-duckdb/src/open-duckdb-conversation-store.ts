import {
  abortable,
  type Clock,
  type Logger,
  redactLogger,
  silentLogger,
  systemClock,
  throwIfAborted,
} from "@pergola/core";
import {
  type ConversationStore,
  type UserMemory,
  type UserMemoryLimits,
  userMemoryLimits,
} from "@pergola/resources";

export interface DuckDbConversationStoreOptions {
  /** The database file; a missing one is created, and so is its folder. */
  readonly path: string;
  /** Most writes, and most reads, that may wait for the file. The first opening of a file decides. Default 10 000. */
  readonly maxQueued?: number;
  /** How much is kept of users beyond their conversations. */
  readonly userMemory?: UserMemoryLimits | undefined;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Ends the wait for the opening. */
  readonly signal?: AbortSignal;
}

/**
 * Opens conversations in a DuckDB file. In one process all stores of one file share it, whatever path they name it by;
 * the last `close()` closes it. Turns that a process left pending when it died are `interrupted` from then on.
 *
 * @throws PROVIDER_CONFIG_INVALID; the `DUCKDB_…` codes of opening a file; the signal's reason
 */
export async function openDuckDbConversationStore(
  options: DuckDbConversationStoreOptions,
): Promise<ConversationStore & { readonly userMemory: UserMemory }> {
  const { path, maxQueued = 10_000, clock = systemClock, logger = silentLogger, signal } = options;
  const limits = userMemoryLimits(options.userMemory);
  throwIfAborted(signal);
  const [{ openSharedFile }, { DuckDbConversationStore }] = await Promise.all([
    import("./file/open-files.ts"),
    import("./duckdb-conversation-store.ts"),
  ]);
  const opening = openSharedFile(path, { maxQueued, now: clock.now() });
  const reference = await abortable(opening, signal).catch((error: unknown) => {
    opening.then(({ release }) => release()).catch(() => {}); // nobody holds this share, and the caller has the error
    throw error;
  });
  const { interruptedTurns } = reference.file;
  redactLogger(logger).info("conversation file open", { path: reference.file.path, interruptedTurns });
  return new DuckDbConversationStore(reference, { clock, limits });
}
