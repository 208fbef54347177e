import { abortable, systemClock, throwIfAborted } from "@pergola/core";
import type { BudgetLedger } from "@pergola/resources";
import type { DuckDbConversationStoreOptions } from "./open-duckdb-conversation-store.ts";

/** The same as for conversations. */
export type DuckDbBudgetLedgerOptions = Omit<DuckDbConversationStoreOptions, "logger" | "userMemory">;

/**
 * Opens a budget ledger in a DuckDB file, for agents whose conversations are elsewhere; the store of `duckdb()` has one of
 * its own in its file. What a process had reserved when it died counts as spent from then on.
 *
 * @throws the `DUCKDB_…` codes of opening a file; the signal's reason
 */
export async function openDuckDbBudgetLedger(options: DuckDbBudgetLedgerOptions): Promise<BudgetLedger> {
  const { path, maxQueued = 10_000, clock = systemClock, signal } = options;
  throwIfAborted(signal);
  const [{ openSharedFile }, { DuckDbBudgetLedger }] = await Promise.all([
    import("./file/open-files.ts"),
    import("./budget/duckdb-budget-ledger.ts"),
  ]);
  const opening = openSharedFile(path, { maxQueued, now: clock.now() });
  const { file, release } = await abortable(opening, signal).catch((error: unknown) => {
    opening.then((share) => share.release()).catch(() => {}); // nobody holds this share, and the caller has the error
    throw error;
  });
  return new DuckDbBudgetLedger({ file, clock, onClose: release });
}
