import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBValue } from "@duckdb/node-api";

/** Binds the parameters of a statement; SQL text never carries values. */
export type Bind = (statement: DuckDBPreparedStatement) => void;

export type Row = Readonly<Record<string, DuckDBValue>>;

/**
 * One DuckDB connection with its prepared statements. Calls go one after the other, because two that overlap on one
 * statement would run with each other's parameters.
 */
export class Connection {
  readonly #connection: DuckDBConnection;
  readonly #statements = new Map<string, DuckDBPreparedStatement>();

  #last: Promise<unknown> = Promise.resolve();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Runs a statement, prepared at its first use, and reads all of its rows. */
  rows(sql: string, bind: Bind = () => {}): Promise<Row[]> {
    return this.#inTurn(async () => {
      const statement = this.#statements.get(sql) ?? (await this.#connection.prepare(sql));
      this.#statements.set(sql, statement);
      bind(statement);
      const reader = await statement.runAndReadAll();
      return reader.getRowObjects();
    });
  }

  /** Runs a statement without parameters or rows, such as BEGIN or DDL. */
  execute(sql: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#connection.run(sql);
    });
  }

  /** Frees everything now, not when memory is collected. Only when no call is under way. */
  closeSync(): void {
    for (const statement of this.#statements.values()) statement.destroySync();
    this.#statements.clear();
    this.#connection.closeSync();
  }

  #inTurn<T>(call: () => Promise<T>): Promise<T> {
    const result = this.#last.then(call);
    this.#last = result.catch(() => {}); // its caller hears of it; the next call goes on
    return result;
  }
}
