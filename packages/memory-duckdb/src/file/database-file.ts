import type { DuckDBInstance } from "@duckdb/node-api";
import { createSessionLock, type SessionLock } from "@pergola/resources";
import { ReaderPool } from "../read/reader-pool.ts";
import { GroupCommit } from "../write/group-commit.ts";
import { Connection } from "./connection.ts";
import type { Recovery } from "./recover.ts";

/** Reads that may run side by side. */
const READERS = 4;

export interface DatabaseFileOptions {
  readonly path: string;
  readonly ownerId: string;
  /** Most writes, and most reads, that wait. */
  readonly maxQueued: number;
  readonly recovery: Recovery;
}

/** An open DuckDB file with its one writer, its readers and the session lock that all of its users share. */
export class DatabaseFile {
  readonly path: string;
  /** How many turns of earlier openings were found pending when the file was opened. */
  readonly interruptedTurns: number;
  readonly lock: SessionLock = createSessionLock();
  readonly writer: GroupCommit;
  readonly readers: ReaderPool;
  readonly #instance: DuckDBInstance;
  readonly #connection: Connection;

  /** @param writing the connection that has prepared the file; it belongs to the new object */
  static async over(
    instance: DuckDBInstance,
    writing: Connection,
    options: DatabaseFileOptions,
  ): Promise<DatabaseFile> {
    const reading: Connection[] = [];
    for (let reader = 0; reader < READERS; reader++) reading.push(new Connection(await instance.connect()));
    return new DatabaseFile(instance, { writing, reading }, options);
  }

  private constructor(
    instance: DuckDBInstance,
    connections: { readonly writing: Connection; readonly reading: readonly Connection[] },
    { path, ownerId, maxQueued, recovery }: DatabaseFileOptions,
  ) {
    let revision = recovery.lastRevision;
    const context = { ownerId, nextRevision: () => ++revision };
    this.path = path;
    this.interruptedTurns = recovery.interruptedTurns;
    this.writer = new GroupCommit(connections.writing, { context, maxQueued });
    this.readers = new ReaderPool(connections.reading, maxQueued);
    this.#instance = instance;
    this.#connection = connections.writing;
  }

  /** Only when no user is left; waits for the last writes and folds the write-ahead log into the file. */
  async close(): Promise<void> {
    await this.writer.idle();
    // Only saves the next opening some work: what is committed is safe in the log.
    await this.#connection.execute("CHECKPOINT").catch(() => {});
    this.readers.closeSync();
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
