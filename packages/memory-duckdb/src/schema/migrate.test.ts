import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { openDuckDbConversationStore } from "../open-duckdb-conversation-store.ts";
import { temporaryFolder } from "../temporary-folder.test-helper.ts";
import { runIdsOf, scopeOf, takeTurn } from "../turns.test-helper.ts";

const open = (path: string) => openDuckDbConversationStore({ path });

/** Changes a closed file behind the package's back. */
async function tamper(path: string, ...statements: string[]): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const rows: unknown[] = [];
  for (const sql of statements) rows.push(...(await connection.runAndReadAll(sql)).getRowsJson());
  connection.closeSync();
  instance.closeSync();
  return rows;
}

async function fileWithOneTurn(path: string): Promise<void> {
  const store = await open(path);
  await takeTurn(store, scopeOf(), "r1");
  await store.close();
}

/** A file with one turn that was changed afterwards. */
async function tamperedFile(sql: string) {
  const folder = await temporaryFolder();
  const path = folder.file("memory.duckdb");
  await fileWithOneTurn(path);
  await tamper(path, sql);
  return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe("the schema of a file", () => {
  it("has these tables in version 4", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await fileWithOneTurn(path);
    const columns = await tamper(
      path,
      `SELECT table_name, string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position)
       FROM information_schema.columns WHERE table_schema = 'pergola' GROUP BY table_name ORDER BY table_name`,
      "SELECT version FROM pergola.schema_version ORDER BY version",
    );
    const key = "tenant_id VARCHAR, agent_id VARCHAR, user_id VARCHAR, session_id VARCHAR, run_id VARCHAR";
    const account = key.replace("run_id", "period");
    expect(columns).toEqual([
      ["budget_account", `${account}, tokens BIGINT, nano_usd BIGINT, written_at BIGINT`],
      ["budget_reservation", `${account}, id VARCHAR, tokens BIGINT, nano_usd BIGINT, reserved_at BIGINT`],
      ["message", `${key}, turn_position BIGINT, position INTEGER, role VARCHAR, body JSON`],
      [
        "metric",
        "measured_at BIGINT, name VARCHAR, kind VARCHAR, value DOUBLE, labels JSON, run_id VARCHAR, tenant_id VARCHAR, " +
          "agent_id VARCHAR, user_id VARCHAR, session_id VARCHAR, metadata JSON",
      ],
      ["run_log", `${key}, turn_position BIGINT, revision BIGINT, events JSON`],
      ["schema_version", "version INTEGER, applied_at BIGINT"],
      [
        "turn",
        `${key}, position BIGINT, revision BIGINT, status VARCHAR, outcome VARCHAR, usage JSON, title VARCHAR, ` +
          "owner_id VARCHAR, started_at BIGINT, written_at BIGINT, finished_at BIGINT",
      ],
      [
        "user_memory",
        "tenant_id VARCHAR, agent_id VARCHAR, user_id VARCHAR, key VARCHAR, value JSON, written_at BIGINT",
      ],
      [1],
      [2],
      [3],
      [4],
    ]);
  });

  it.each([
    [1, ["budget_account", "budget_reservation", "user_memory", "metric"]],
    [2, ["user_memory", "metric"]],
    [3, ["metric"]],
  ])("is brought up to date, with all that version %i has stored", async (version, missing) => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await fileWithOneTurn(path);
    await tamper(
      path,
      ...missing.map((table) => `DROP TABLE pergola.${table}`),
      `DELETE FROM pergola.schema_version WHERE version > ${version}`,
    );
    await using store = await open(path);
    expect(await runIdsOf(store, scopeOf())).toEqual(["r1"]);
    const account = { scope: scopeOf(), period: "total" };
    expect(await store.ledger?.balance(account)).toMatchObject({ spent: { tokens: 0 } });
    await store.userMemory.set(scopeOf(), "a", 1);
    expect(await store.userMemory.get(scopeOf(), "a")).toBe(1);
  });

  it("is created beside the tables of somebody else", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await tamper(path, "CREATE TABLE turn (a INTEGER)", "INSERT INTO turn VALUES (7)");
    await fileWithOneTurn(path);
    expect(await tamper(path, "SELECT a FROM turn")).toEqual([[7]]);
  });

  it("is refused, and left as it is, when a newer version wrote it", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await fileWithOneTurn(path);
    await tamper(path, "INSERT INTO pergola.schema_version VALUES (5, 0)");
    await expect(open(path)).rejects.toMatchObject({
      code: "DUCKDB_SCHEMA_NEWER",
      details: { path, version: 5, known: 4 },
    });
    await tamper(path, "DELETE FROM pergola.schema_version WHERE version = 5");
    await using store = await open(path);
    expect(await runIdsOf(store, scopeOf())).toEqual(["r1"]);
  });

  it.each([
    ["has no row", "DELETE FROM pergola.schema_version"],
    ["is missing", "DROP TABLE pergola.schema_version"],
    ["makes no sense", "UPDATE pergola.schema_version SET version = -3"],
  ])("is refused when its version table %s", async (_, sql) => {
    await using file = await tamperedFile(sql);
    await expect(open(file.path)).rejects.toMatchObject({
      code: "DUCKDB_DATA_INVALID",
      details: { path: file.path },
    });
  });
});

describe("data that this package did not write", () => {
  it.each([
    ["turn.status", "UPDATE pergola.turn SET status = 'done'"],
    ["turn.outcome", "UPDATE pergola.turn SET outcome = 'great'"],
    ["turn.usage", "UPDATE pergola.turn SET usage = '{}'"],
    ["message.body", `UPDATE pergola.message SET body = '{"role":"robot","content":""}'`],
    ["message.body", `UPDATE pergola.message SET body = '{"role":"user"}'`],
    ["message.body", "UPDATE pergola.message SET body = '[]'"],
  ])("is an error that names %s, never an answer", async (column, sql) => {
    await using file = await tamperedFile(sql);
    await using store = await open(file.path);
    await expect(store.transcript(scopeOf())).rejects.toMatchObject({
      code: "DUCKDB_DATA_INVALID",
      details: { column },
    });
  });

  it.each(["{}", "[1]", '[{"type":"run-started"}]'])(
    "is an error in a run log that reads %s",
    async (events) => {
      await using file = await tamperedFile(`UPDATE pergola.run_log SET events = '${events}'`);
      await using store = await open(file.path);
      await expect(store.events(scopeOf(), "r1")).rejects.toMatchObject({
        code: "DUCKDB_DATA_INVALID",
        details: { column: "run_log.events" },
      });
    },
  );

  it("is an error too when a table has gone", async () => {
    await using file = await tamperedFile("DROP TABLE pergola.message");
    await using store = await open(file.path);
    await expect(store.window(scopeOf())).rejects.toMatchObject({ code: "DUCKDB_READ_FAILED" });
    await expect(takeTurn(store, scopeOf(), "r2")).rejects.toMatchObject({ code: "DUCKDB_WRITE_FAILED" });
    expect((await store.sessions(scopeOf())).sessions[0]?.turnCount).toBe(1);
  });
});
