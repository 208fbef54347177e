import { duckDbErrors } from "../errors.ts";
import type { Connection } from "../file/connection.ts";
import { type Migration, migrations, SCHEMA_VERSION } from "./migrations.ts";

/**
 * Brings the file to {@link SCHEMA_VERSION}, one transaction for all steps; a file of that version is not written to.
 *
 * @throws DUCKDB_SCHEMA_NEWER, DUCKDB_DATA_INVALID
 */
export async function migrate(connection: Connection, path: string, now: number): Promise<void> {
  const version = await readVersion(connection, path);
  if (version === SCHEMA_VERSION) return;
  if (version > SCHEMA_VERSION) throw schemaNewer(path, version);
  await connection.execute("BEGIN");
  try {
    await connection.execute("CREATE SCHEMA IF NOT EXISTS pergola");
    await connection.execute(
      "CREATE TABLE IF NOT EXISTS pergola.schema_version (version INTEGER NOT NULL, applied_at BIGINT NOT NULL)",
    );
    for (const step of migrations) if (step.version > version) await apply(connection, step, now);
    await connection.execute("COMMIT");
  } catch (error) {
    await connection.execute("ROLLBACK");
    throw error;
  }
}

/** The version of the file; 0 when it has no tables of ours. */
async function readVersion(connection: Connection, path: string): Promise<number> {
  const tables = await connection.rows(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'pergola'",
  );
  if (tables.length === 0) return 0;
  if (!tables.some((table) => table.table_name === "schema_version")) throw versionMissing(path);
  const [row] = await connection.rows("SELECT max(version) AS version FROM pergola.schema_version");
  if (typeof row?.version !== "number" || row.version < 1) throw versionMissing(path);
  return row.version;
}

async function apply(connection: Connection, { version, statements }: Migration, now: number): Promise<void> {
  for (const statement of statements) await connection.execute(statement);
  await connection.rows("INSERT INTO pergola.schema_version VALUES ($1, $2)", (insert) => {
    insert.bindInteger(1, version);
    insert.bindBigInt(2, BigInt(now));
  });
}

function schemaNewer(path: string, version: number) {
  return duckDbErrors.create("DUCKDB_SCHEMA_NEWER", {
    message: `The file ${JSON.stringify(path)} has schema version ${version}; this package knows up to ${SCHEMA_VERSION}.`,
    hint: "Update @pergola/memory-duckdb, or give a path of its own to this version. The file is left as it is.",
    details: { path, version, known: SCHEMA_VERSION },
  });
}

function versionMissing(path: string) {
  return duckDbErrors.create("DUCKDB_DATA_INVALID", {
    message: `The file ${JSON.stringify(path)} has a schema "pergola" without a valid version table.`,
    hint: "Give another path, or restore a backup: this package did not leave the file like this.",
    details: { path },
  });
}
