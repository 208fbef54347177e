import type { ReservationAnswer } from "@pergola/resources";
import type { BudgetReserve } from "../budget/budget-write.ts";
import { duckDbErrors } from "../errors.ts";
import type { Connection } from "../file/connection.ts";
import type { UserMemoryClear } from "../user-memory/user-memory-write.ts";
import { applyWrites, type WriteContext } from "./apply-writes.ts";
import type { Write, WriteOutcome } from "./write.ts";

/** Most writes of one transaction. */
const MAX_BATCH = 256;

type AppliedWrite = Extract<WriteOutcome, { readonly refusal?: undefined }>;

interface Waiting {
  readonly write: Write;
  readonly resolve: (outcome: AppliedWrite) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The one writer of a file. Writes that arrive while a transaction commits wait and go together into the next one, so
 * that one fsync serves them all; each caller is answered only after its COMMIT. When a transaction fails, its writes
 * are tried one by one, so that a bad one fails alone.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #context: WriteContext;
  readonly #maxQueued: number;
  #queue: Waiting[] = [];
  #draining: Promise<void> | undefined;

  constructor(
    connection: Connection,
    options: { readonly context: WriteContext; readonly maxQueued: number },
  ) {
    this.#connection = connection;
    this.#context = options.context;
    this.#maxQueued = options.maxQueued;
  }

  /**
   * Resolves when the write is on disk, with whether it changed anything.
   *
   * @throws DUCKDB_QUEUE_FULL, DUCKDB_WRITE_FAILED, and the refusals of the conversation store
   */
  async submit(write: Write): Promise<boolean> {
    return (await this.#apply(write)).isChanged;
  }

  /** The same for a reservation: resolves with its answer. */
  async reserve(reservation: Omit<BudgetReserve, "kind">): Promise<ReservationAnswer> {
    const { answer: given } = await this.#apply({ kind: "budget-reserve", ...reservation });
    if (given === undefined) throw writeFailed(new TypeError("A reservation had no answer."));
    return given;
  }

  /** The same for the values of a user: resolves with how many there were. */
  async clear(write: UserMemoryClear): Promise<number> {
    return (await this.#apply(write)).removed ?? 0;
  }

  async #apply(write: Write): Promise<AppliedWrite> {
    if (this.#queue.length >= this.#maxQueued) throw queueFull(this.#maxQueued);
    return new Promise((resolve, reject) => {
      this.#queue.push({ write, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when nothing is queued or under way. */
  async idle(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    await Promise.resolve(); // what is submitted in the same turn of the event loop goes into the first batch
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0, MAX_BATCH));
    this.#draining = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#transact(batch.map((waiting) => waiting.write));
      for (const [index, waiting] of batch.entries()) answer(waiting, outcomes[index]);
    } catch (error) {
      if (batch.length > 1) for (const waiting of batch) await this.#commit([waiting]);
      else batch[0]?.reject(writeFailed(error));
    }
  }

  async #transact(writes: readonly Write[]): Promise<WriteOutcome[]> {
    await this.#connection.execute("BEGIN");
    try {
      const outcomes = await applyWrites(this.#connection, writes, this.#context);
      await this.#connection.execute("COMMIT");
      return outcomes;
    } catch (error) {
      // A COMMIT that failed has rolled back already; then this one fails, and the first error is the one to tell.
      await this.#connection.execute("ROLLBACK").catch(() => {});
      throw error;
    }
  }
}

function answer({ resolve, reject }: Waiting, outcome: WriteOutcome | undefined): void {
  if (outcome?.refusal !== undefined) reject(outcome.refusal);
  else resolve(outcome ?? { isChanged: false });
}

function queueFull(maxQueued: number) {
  return duckDbErrors.create("DUCKDB_QUEUE_FULL", {
    message: `${maxQueued} calls wait for the file already, which is the most.`,
    hint: "Start fewer turns at once, or raise maxQueued.",
    details: { maxQueued },
  });
}

function writeFailed(cause: unknown) {
  return duckDbErrors.create("DUCKDB_WRITE_FAILED", {
    // DuckDB's own words name the file by its path, which is nothing for a client to read: they stay in the cause.
    message: "DuckDB refused a write; nothing of it was stored.",
    hint: "The cause has DuckDB's words; a full disk is the usual one. The write may be tried again.",
    cause,
  });
}
