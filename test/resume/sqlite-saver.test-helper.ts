import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { SqliteSaver } from "@langchain/langgraph-checkpoint-sqlite";

type Values = readonly (SQLInputValue | undefined)[];

/**
 * LangGraph's SQLite saver on a file. It takes a database of better-sqlite3, whose native part is not built here; Node's
 * own SQLite does the same work behind those of its methods that the saver calls.
 */
export function openSqliteSaver(path: string): SqliteSaver {
  const database = new DatabaseSync(path);
  const adapted = {
    exec: (sql: string) => database.exec(sql),
    pragma: (setting: string) => database.exec(`PRAGMA ${setting}`),
    prepare(sql: string) {
      const statement = database.prepare(sql);
      return {
        get: (...values: Values) => statement.get(...bound(values)),
        all: (...values: Values) => statement.all(...bound(values)),
        run: (...values: Values) => statement.run(...bound(values)),
      };
    },
    transaction:
      <Given extends readonly unknown[]>(work: (...given: Given) => void) =>
      (...given: Given) =>
        inTransaction(database, () => work(...given)),
  };
  return new SqliteSaver(adapted as never);
}

/** Rows of any table, for tests. */
export function countRows(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  const count = (table: string) => Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
  const rows = count("checkpoints") + count("writes");
  database.close();
  return rows;
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    work();
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

const bound = (values: Values): SQLInputValue[] => values.map((value) => value ?? null);
