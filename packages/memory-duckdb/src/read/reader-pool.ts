import { duckDbErrors } from "../errors.ts";
import type { Bind, Connection, Row } from "../file/connection.ts";

/** Reads side by side on a few connections; each sees what was committed when it began. */
export class ReaderPool {
  readonly #idle: Connection[];
  readonly #all: readonly Connection[];
  readonly #maxQueued: number;
  readonly #waiting: ((connection: Connection) => void)[] = [];

  constructor(connections: readonly Connection[], maxQueued: number) {
    this.#all = connections;
    this.#idle = [...connections];
    this.#maxQueued = maxQueued;
  }

  /** @throws DUCKDB_QUEUE_FULL, DUCKDB_READ_FAILED */
  async rows(sql: string, bind: Bind): Promise<Row[]> {
    const connection = this.#idle.pop() ?? (await this.#wait());
    try {
      return await connection.rows(sql, bind);
    } catch (cause) {
      throw readFailed(cause);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(connection);
      else next(connection);
    }
  }

  /** Only when no read is under way. */
  closeSync(): void {
    for (const connection of this.#all) connection.closeSync();
  }

  #wait(): Promise<Connection> {
    if (this.#waiting.length >= this.#maxQueued) throw queueFull(this.#maxQueued);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function queueFull(maxQueued: number) {
  return duckDbErrors.create("DUCKDB_QUEUE_FULL", {
    message: `${maxQueued} reads wait for the file already, which is the most.`,
    hint: "Read less at once, or raise maxQueued.",
    details: { maxQueued },
  });
}

function readFailed(cause: unknown) {
  return duckDbErrors.create("DUCKDB_READ_FAILED", {
    message: `DuckDB refused a read: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "See the cause. The file may be damaged, or out of reach.",
    cause,
  });
}
