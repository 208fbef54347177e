import { DuckDBInstance } from "@duckdb/node-api";
import { systemClock } from "@pergola/core";
import type { BudgetAccount, BudgetLedger } from "@pergola/resources";
import { budgetLedgerContract } from "@pergola/resources/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDuckDbBudgetLedger, openDuckDbConversationStore } from "../index.ts";
import { temporaryFolder } from "../temporary-folder.test-helper.ts";
import { scopeOf, takeTurn } from "../turns.test-helper.ts";
import { startWorker } from "../worker-process.test-helper.ts";

const paths = new WeakMap<BudgetLedger, string>();

async function open(path: string): Promise<BudgetLedger> {
  const ledger = await openDuckDbBudgetLedger({ path });
  paths.set(ledger, path);
  return ledger;
}

budgetLedgerContract({
  name: "the DuckDB ledger",
  async create() {
    const folder = await temporaryFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    return open(folder.file("ledger.duckdb"));
  },
  async reopen(ledger) {
    await ledger.close();
    return open(paths.get(ledger) ?? "");
  },
  fuzzRuns: 8,
});

const account: BudgetAccount = { scope: { tenantId: "t", agentId: "a", userId: "u" }, period: "total" };
const wanted = (of: BudgetAccount, tokens: number, limit = 1_000_000) => ({
  accounts: [{ account: of, limit: { tokens: limit } }],
  base: { tokens, nanoUsd: 0 },
  unit: { tokens: 1, nanoUsd: 0 },
  minUnits: 0,
  maxUnits: 0,
});

describe("a budget ledger in the file of a store", () => {
  it("is the store's own, counts what every store of the file counts, and stays when a conversation is deleted", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await using store = await openDuckDbConversationStore({ path });
    await using other = await openDuckDbConversationStore({ path });
    const session = { scope: scopeOf(), period: "total" };
    await takeTurn(store, scopeOf(), "r1");
    await store.ledger?.reserve(wanted(session, 70));
    expect(await other.ledger?.reserve(wanted(session, 40, 100))).toMatchObject({
      shortfall: { reserved: 70, limit: 100, needed: 40 },
    });
    await store.delete(scopeOf());
    expect(await other.ledger?.balance(session)).toMatchObject({ reserved: { tokens: 70 } });
  });

  it("closes with its store, and waits for what is under way", async () => {
    await using folder = await temporaryFolder();
    const store = await openDuckDbConversationStore({ path: folder.file("memory.duckdb") });
    const reserving = store.ledger?.reserve(wanted(account, 1));
    await store.close();
    expect(await reserving).toMatchObject({ units: 0 });
    await expect(store.ledger?.balance(account)).rejects.toMatchObject({ code: "STORE_CLOSED" });
  });

  it("refuses a scope that is none", async () => {
    await using folder = await temporaryFolder();
    await using ledger = await open(folder.file("ledger.duckdb"));
    const nobody = { ...account, scope: { ...account.scope, userId: "" } };
    await expect(ledger.balance(nobody)).rejects.toMatchObject({ code: "INVALID_SCOPE" });
    await expect(ledger.reserve(wanted(nobody, 1))).rejects.toMatchObject({ code: "INVALID_SCOPE" });
  });

  it("forgets days and months long gone by, and never a total", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("ledger.duckdb");
    const day = { ...account, period: "2026-01-01" };
    const openAt = (now: number) =>
      openDuckDbBudgetLedger({ path, clock: { ...systemClock, now: () => now } });
    const old = await openAt(1_000);
    for (const each of [account, day]) {
      const answer = await old.reserve(wanted(each, 5));
      if (answer.shortfall === undefined) await old.settle(answer.id, { tokens: 5, nanoUsd: 0 });
    }
    await old.close();
    await using ledger = await openAt(1_000 + 63 * 86_400_000);
    expect((await ledger.balance(account)).spent.tokens).toBe(5);
    expect((await ledger.balance(day)).spent.tokens).toBe(0);
  });

  it("says when the file holds what it did not write", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("ledger.duckdb");
    const before = await open(path);
    const answer = await before.reserve(wanted(account, 5));
    if (answer.shortfall === undefined) await before.settle(answer.id, { tokens: 5, nanoUsd: 0 });
    await before.close();
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run("UPDATE pergola.budget_account SET tokens = 9223372036854775807");
    connection.closeSync();
    instance.closeSync();
    await using ledger = await open(path);
    await expect(ledger.balance(account)).rejects.toMatchObject({ code: "DUCKDB_DATA_INVALID" });
  });
});

describe("a process that is killed with SIGKILL", () => {
  it("has spent what it has settled, and all that it had reserved", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("killed.duckdb");
    let before = 0;
    for (let round = 0; round < 4; round++) {
      await using worker = startWorker(path, `round${round}`, "./budget/worker.test-helper.ts");
      await worker.reach(10 + 7 * round);
      await worker.kill();
      const lines = worker.lines.map((line) => line.split(" "));
      const granted = lines.filter(([what]) => what === "granted").map(([, tokens]) => Number(tokens));
      const returned = lines.filter(([what]) => what === "settled").map(([, tokens]) => Number(tokens));
      const least =
        before + granted.reduce((sum, each) => sum + each, 0) - returned.reduce((sum, each) => sum + each, 0);
      await using ledger = await open(path);
      const { spent, reserved } = await ledger.balance(account);
      expect(reserved.tokens).toBe(0);
      // A write that was on disk may not have been told of: the last ones may have been granted or settled, too.
      expect(spent.tokens).toBeGreaterThanOrEqual(least - 4 * 50);
      expect(spent.tokens).toBeLessThanOrEqual(least + 4 * 100);
      before = spent.tokens;
    }
  }, 60_000);
});
