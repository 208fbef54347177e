import { mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { openDuckDbConversationStore } from "./open-duckdb-conversation-store.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { admit, runIdsOf, scopeOf, settlementOf, takeTurn } from "./turns.test-helper.ts";
import { startWorker } from "./worker-process.test-helper.ts";

const open = (path: string) => openDuckDbConversationStore({ path });

describe("opening a file", () => {
  it("creates it, and its folders for the owner only", async () => {
    await using folder = await temporaryFolder();
    await using store = await open(folder.file("deep/er/memory.duckdb"));
    await takeTurn(store, scopeOf(), "r1");
    expect((await stat(folder.file("deep/er"))).mode & 0o777).toBe(0o700);
    expect((await stat(folder.file("deep/er/memory.duckdb"))).isFile()).toBe(true);
  });

  it("rejects with the signal's reason and leaves the file closed", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    const fired = AbortSignal.abort(new Error("no longer"));
    await expect(openDuckDbConversationStore({ path, signal: fired })).rejects.toThrow("no longer");
    const stop = new AbortController();
    const opening = openDuckDbConversationStore({ path, signal: stop.signal });
    setImmediate(() => stop.abort(new Error("stopped")));
    await expect(opening).rejects.toThrow("stopped");
    await expectFree(path);
  });

  it("says how many turns a process that died left behind", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    const first = await open(path);
    await admit(first, scopeOf(), "r1");
    await first.close();
    const lines: unknown[] = [];
    const logger = {
      ...{ debug() {}, warn() {}, error() {}, child: () => logger },
      info: (message: string, fields?: object) => lines.push({ message, ...fields }),
    };
    await using _ = await openDuckDbConversationStore({ path, logger });
    expect(lines).toEqual([{ message: "conversation file open", path, interruptedTurns: 1 }]);
  });
});

describe("two agents on one file", () => {
  it("lose no row, whatever they call the file and however they start", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await mkdir(folder.file("real"));
    await symlink(folder.file("real"), folder.file("link"));
    await symlink(folder.file("real/memory.duckdb"), path);
    const names = [
      path,
      folder.file("link/memory.duckdb"),
      relative(process.cwd(), folder.file("real/memory.duckdb")),
    ];
    const stores = await Promise.all(names.map(open));
    const runIds = Array.from({ length: 100 }, (_, index) => `r${index}`);
    await Promise.all(
      stores.flatMap((store, agent) =>
        runIds.map((runId) => takeTurn(store, scopeOf({ agentId: `agent-${agent}` }), runId)),
      ),
    );
    await Promise.all(stores.map((store) => store.close()));
    await using store = await open(path);
    for (const agent of stores.keys()) {
      const found = await runIdsOf(store, scopeOf({ agentId: `agent-${agent}` }));
      expect(found.toSorted()).toEqual(runIds.toSorted());
    }
  });

  it("share the lock of a session", async () => {
    await using folder = await temporaryFolder();
    await using one = await open(folder.file("memory.duckdb"));
    await using two = await open(folder.file("memory.duckdb"));
    const release = await one.lock(scopeOf());
    const order: string[] = [];
    const waiting = two.lock(scopeOf()).then((releaseTwo) => {
      order.push("two");
      releaseTwo();
    });
    await two.transcript(scopeOf());
    order.push("one");
    release();
    await waiting;
    expect(order).toEqual(["one", "two"]);
  });

  it("do not disturb each other by opening, recovering or closing", async () => {
    await using folder = await temporaryFolder();
    await using one = await open(folder.file("memory.duckdb"));
    await admit(one, scopeOf(), "r1");
    const two = await open(folder.file("memory.duckdb"));
    expect(await two.recover()).toBe(0);
    expect(await runIdsOf(two, scopeOf())).toEqual(["r1"]);
    await two.close();
    await one.settle(scopeOf(), "r1", settlementOf("r1"));
    expect((await one.transcript(scopeOf()))?.turns[0]?.status).toBe("settled");
  });

  it("finish their own writes at close, though the file stays open", async () => {
    await using folder = await temporaryFolder();
    const one = await open(folder.file("memory.duckdb"));
    await using two = await open(folder.file("memory.duckdb"));
    let isWritten = false;
    const write = admit(one, scopeOf(), "r1").then(() => {
      isWritten = true;
    });
    await one.close();
    await new Promise(setImmediate); // lets what has resolved be seen
    expect(isWritten).toBe(true);
    await write;
    expect(await runIdsOf(two, scopeOf())).toEqual(["r1"]);
  });

  it("close the file with the last of them, and an opening meanwhile gets it again", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    const first = await open(path);
    await takeTurn(first, scopeOf(), "r1");
    const [, second] = await Promise.all([first.close(), open(path)]);
    await first.close();
    expect(await runIdsOf(second, scopeOf())).toEqual(["r1"]);
    await second.close();
    await expectFree(path);
  });
});

describe("a file that somebody else has open", () => {
  it("is refused with the process that has it, and can be had when that is gone", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await using worker = startWorker(path, "other");
    await worker.reach(2);
    await expect(open(path)).rejects.toMatchObject({
      code: "DUCKDB_FILE_LOCKED",
      message: expect.stringContaining(`process ${worker.pid}`),
      hint: expect.stringContaining(`Stop process ${worker.pid}`),
      details: { path, pid: worker.pid },
    });
    await worker.kill();
    await using store = await open(path);
    await takeTurn(store, scopeOf(), "r1");
  });

  it.runIf(process.platform === "linux")(
    "is refused when it is this process, past this package",
    async () => {
      await using folder = await temporaryFolder();
      const path = folder.file("memory.duckdb");
      const instance = await DuckDBInstance.create(path);
      await expect(open(path)).rejects.toMatchObject({ code: "DUCKDB_FILE_SHARED", details: { path } });
      instance.closeSync();
      await using store = await open(path);
      await takeTurn(store, scopeOf(), "r1");
    },
  );
});

describe("a path that is no conversation file", () => {
  it.each([
    ["a folder", ".", "is a folder"],
    ["below a file", "text.txt/memory.duckdb", "cannot be reached (E"],
    ["a circle of links", "circle", "is a circle of symbolic links"],
  ])("is refused when it is %s", async (_, name, problem) => {
    await using folder = await temporaryFolder();
    await writeFile(folder.file("text.txt"), "text");
    await symlink("circle", folder.file("circle"));
    await expect(open(folder.file(name))).rejects.toMatchObject({
      code: "DUCKDB_PATH_INVALID",
      message: expect.stringContaining(problem),
      hint: expect.stringContaining(".pergola/memory.duckdb"),
    });
  });

  it.runIf(process.platform === "linux")("is refused where no folder can be made", async () => {
    await expect(open("/proc/pergola/deep/memory.duckdb")).rejects.toMatchObject({
      code: "DUCKDB_PATH_INVALID",
      message: expect.stringContaining("ENOENT"),
    });
  });

  it.each(["", ":memory:", "a\0b"])("is refused when it is %j", async (path) => {
    await expect(open(path)).rejects.toMatchObject({ code: "DUCKDB_PATH_INVALID" });
  });

  it.each(["", "text", "text ".repeat(10_000)])(
    "is left as it is when it holds something else",
    async (content) => {
      await using folder = await temporaryFolder();
      const path = folder.file("notes.txt");
      await writeFile(path, content);
      await expect(open(path)).rejects.toMatchObject({ code: "DUCKDB_NOT_A_DATABASE", details: { path } });
      expect(await readFile(path, "utf8")).toBe(content);
    },
  );

  it("can be opened once what stood there is gone: a failure is not remembered", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await writeFile(path, "text");
    const tries = await Promise.allSettled([open(path), open(path)]);
    expect(tries.map((result) => result.status)).toEqual(["rejected", "rejected"]);
    await rm(path);
    await using store = await open(path);
    await takeTurn(store, scopeOf(), "r1");
  });
});

/** A process of its own can open the file only when nothing here holds it. */
async function expectFree(path: string): Promise<void> {
  await using worker = startWorker(path, "free");
  await worker.reach(2);
}
