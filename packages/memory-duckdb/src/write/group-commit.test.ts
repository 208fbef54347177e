import { DuckDBInstance } from "@duckdb/node-api";
import { systemClock } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { Connection } from "../file/connection.ts";
import { openDuckDbConversationStore } from "../open-duckdb-conversation-store.ts";
import { migrate } from "../schema/migrate.ts";
import { temporaryFolder } from "../temporary-folder.test-helper.ts";
import { admit, runIdsOf, scopeOf } from "../turns.test-helper.ts";
import { GroupCommit } from "./group-commit.ts";

class RecordingConnection extends Connection {
  readonly executed: string[] = [];

  override async execute(sql: string): Promise<void> {
    await super.execute(sql);
    this.executed.push(sql);
  }
}

const runIds = Array.from({ length: 40 }, (_, index) => `r${index}`);

describe("writes that are queued together", () => {
  it("are stored in their order within a session", async () => {
    await using folder = await temporaryFolder();
    await using store = await openDuckDbConversationStore({ path: folder.file("memory.duckdb") });
    await Promise.all(runIds.map((runId) => admit(store, scopeOf(), runId)));
    expect(await runIdsOf(store, scopeOf())).toEqual(runIds);
  });

  it("are stored although one among them is bad: that one fails alone", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await using store = await openDuckDbConversationStore({ path });
    let now = 0;
    const clock = { ...systemClock, now: () => now };
    await using broken = await openDuckDbConversationStore({ path, clock });
    now = 0.5; // has no place in a BIGINT column
    const inOwn = (runId: string) => scopeOf({ sessionId: `of ${runId}` });
    const results = await Promise.allSettled(
      runIds.map((runId, index) => admit(index === 20 ? broken : store, inOwn(runId), runId)),
    );
    const failed = results.flatMap((result, index) =>
      result.status === "rejected" ? [[index, result.reason]] : [],
    );
    expect(failed).toEqual([[20, expect.objectContaining({ code: "DUCKDB_WRITE_FAILED" })]]);
    for (const runId of runIds) {
      expect(await runIdsOf(store, inOwn(runId))).toEqual(runId === "r20" ? [] : [runId]);
    }
  });

  it("go in one transaction, and each is answered after its COMMIT only", async () => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = new RecordingConnection(await instance.connect());
    await migrate(connection, ":memory:", 0);
    connection.executed.length = 0;
    let revision = 0;
    const context = { ownerId: "owner", nextRevision: () => ++revision };
    const writer = new GroupCommit(connection, { context, maxQueued: 100 });
    const answers = runIds.map(async (runId) => {
      const turn = { ...scopeOf({ sessionId: runId }), runId };
      const message = { role: "user", body: "{}" };
      await writer.submit({ kind: "admit", turn, at: 0, title: "", message });
      return [...connection.executed];
    });
    for (const executed of await Promise.all(answers)) expect(executed).toEqual(["BEGIN", "COMMIT"]);
    connection.closeSync();
    instance.closeSync();
  });

  it("are refused beyond the bound of the queue, and those within it are stored", async () => {
    await using folder = await temporaryFolder();
    await using store = await openDuckDbConversationStore({
      path: folder.file("memory.duckdb"),
      maxQueued: 10,
    });
    const results = await Promise.allSettled(
      runIds.map((runId) => admit(store, scopeOf({ sessionId: runId }), runId)),
    );
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(30);
    expect(refused[0]).toMatchObject({ reason: { code: "DUCKDB_QUEUE_FULL", details: { maxQueued: 10 } } });
    expect((await store.sessions(scopeOf())).sessions).toHaveLength(10);
  });

  it("leave reads their own queue, which is bounded too", async () => {
    await using folder = await temporaryFolder();
    await using store = await openDuckDbConversationStore({
      path: folder.file("memory.duckdb"),
      maxQueued: 10,
    });
    const results = await Promise.allSettled(runIds.map(() => store.window(scopeOf())));
    const codes = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(["DUCKDB_QUEUE_FULL"]));
    expect(results.length - codes.length).toBeGreaterThanOrEqual(10);
    expect(await store.window(scopeOf())).toEqual([]);
  });
});
