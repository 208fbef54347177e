import { randomUUID } from "node:crypto";
import { DuckDBInstance } from "@duckdb/node-api";
import { isPergolaError } from "@pergola/core";
import { recoverReservations } from "../budget/settle-reservations.ts";
import { migrate } from "../schema/migrate.ts";
import { Connection } from "./connection.ts";
import { DatabaseFile } from "./database-file.ts";
import { refuseIfOpenElsewhere } from "./open-elsewhere.ts";
import { openError } from "./open-error.ts";
import { recoverTurns } from "./recover.ts";

/** No extension is ever fetched from the network. */
const DUCKDB_OPTIONS = { autoinstall_known_extensions: "false", autoload_known_extensions: "false" };

/**
 * Opens a file by its real path: takes DuckDB's lock, brings the schema up to date, recovers turns and reservations. Nobody else in this
 * process may have it open.
 *
 * @throws DUCKDB_FILE_LOCKED, DUCKDB_FILE_SHARED, DUCKDB_NOT_A_DATABASE, DUCKDB_PATH_INVALID, DUCKDB_OPEN_FAILED,
 *   DUCKDB_SCHEMA_NEWER, DUCKDB_DATA_INVALID
 */
export async function openDatabaseFile(
  path: string,
  { maxQueued, now }: { readonly maxQueued: number; readonly now: number },
): Promise<DatabaseFile> {
  await refuseIfOpenElsewhere(path);
  const instance = await DuckDBInstance.create(path, DUCKDB_OPTIONS).catch((cause: unknown) => {
    throw openError(path, cause);
  });
  const writing = new Connection(await instance.connect());
  try {
    await migrate(writing, path, now);
    const ownerId = randomUUID();
    const recovery = await recoverTurns(writing, { ownerId, now });
    await recoverReservations(writing, now);
    return await DatabaseFile.over(instance, writing, { path, ownerId, maxQueued, recovery });
  } catch (error) {
    writing.closeSync(); // a connection that stays keeps the file open, whatever becomes of the instance
    instance.closeSync();
    throw isPergolaError(error) ? error : openError(path, error);
  }
}
