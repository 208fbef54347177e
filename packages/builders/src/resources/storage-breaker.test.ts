import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInMemoryStorage, fileNotFound, type Storage, type StorageHandle } from "@pergola/resources";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { createAgent } from "../index.ts";
import { agentWith, down, shelf, type Use, write } from "./storage-breaker.test-helper.ts";

describe("a storage on this machine", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pergola-breaker-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("whose folder is no folder any more is left alone after two failures, and used again when it is back", async () => {
    const basePath = join(folder, "files");
    await mkdir(basePath);
    await using world = await agentWith((builder) => builder.withStorage("local", { basePath }));
    const { clock, use, changes, logged, agent } = world;
    expect(await use(write)).toBe("ok");
    await rm(basePath, { recursive: true });
    await writeFile(basePath, "in the way");
    expect([await use(write), await use(write)]).toEqual(["FILE_UNSAFE", "FILE_UNSAFE"]);
    await rm(basePath);
    await mkdir(basePath);
    let told: unknown;
    const tell: Use = (files) =>
      files.read("a.md").catch((error: unknown) => {
        told = error;
        throw error;
      });
    expect(await use(tell)).toBe("CIRCUIT_OPEN");
    const until = new Date(1e12 + 30_000).toISOString();
    expect(told).toMatchObject({
      message: expect.stringContaining(
        `storage (local) failed 2 times in a row, so no call is made to it until ${until}`,
      ),
      details: { name: "storage (local)", failures: 2, openUntil: 1e12 + 30_000 },
    });
    expect(agent.breakers()).toMatchObject([{ name: "storage (local)", state: "open", failures: 2 }]);
    await clock.advance(30_000);
    expect(await use(write)).toBe("ok");
    expect(changes().map(({ state, resource }) => [state, resource])).toEqual([
      ["open", "storage"],
      ["half-open", "storage"],
      ["closed", "storage"],
    ]);
    expect(logged.filter((line) => /breaker|left alone/.test(line))).toEqual([
      expect.stringMatching(/left alone.*"resource":"storage"/),
      expect.stringContaining("half-open"),
      expect.stringContaining("closed"),
    ]);
  });

  it("is not left alone for what its callers do wrong", async () => {
    const settings = { basePath: folder, maxFileBytes: 100, quota: { userBytes: 150 } };
    await using world = await agentWith((builder) => builder.withStorage("local", settings));
    const stop = new AbortController();
    const wrong: [Use, unknown][] = [
      [(files) => files.read("none.md"), "FILE_NOT_FOUND"],
      [(files) => files.write("../a.md", "x"), "FILE_PATH_INVALID"],
      [(files) => files.write("a.md", 1 as never), "FILE_CONTENT_INVALID"],
      [(files) => files.write("a.exe", "x"), "FILE_TYPE_REFUSED"],
      [(files) => files.write("a.md", "x".repeat(101)), "FILE_TOO_LARGE"],
      [(files) => files.writeStream("a.md", failingSource()), "ECONNREFUSED"],
      [(files) => files.writeStream("a.md", failingSource("ENOENT")), "STORAGE_FAILED"],
      [(files) => files.listPage({ cursor: "nobody's" }), "BAD_CURSOR"],
      [(files) => files.list("", { signal: AbortSignal.abort(new Error("enough")) }), "enough"],
    ];
    for (const [use, code] of wrong)
      for (let time = 0; time < 3; time++) expect(await world.use(use)).toBe(code);
    await world.use((files, signal) => {
      stop.abort(new Error("stopped"));
      return files.list("", { signal });
    }, stop.signal);
    expect(await world.use((files) => files.write("full.md", "x".repeat(100)))).toBe("ok");
    for (let time = 0; time < 3; time++)
      expect(await world.use((files) => files.write("b.md", "x".repeat(100)))).toBe("STORAGE_QUOTA_EXCEEDED");
    expect(await world.use(write)).toBe("ok");
    expect(world.changes()).toEqual([]);
  });
});

async function* failingSource(systemCode?: string): AsyncGenerator<string> {
  yield "some";
  throw systemCode === undefined
    ? down()
    : Object.assign(new Error(systemCode), { code: systemCode, errno: -2 });
}

const every: [keyof StorageHandle, Use][] = [
  ["read", (files) => files.read("a.md")],
  [
    "readStream",
    async (files) => {
      for await (const _ of files.readStream("a.md"));
    },
  ],
  ["write", write],
  ["writeStream", (files) => files.writeStream("a.md", failingSource())],
  ["list", (files) => files.list()],
  ["listPage", (files) => files.listPage()],
  ["stat", (files) => files.stat("a.md")],
  ["delete", (files) => files.delete("a.md")],
];

describe("a storage of another provider", () => {
  it.each(every)(
    "is left alone after five failures; %s of it is refused without a call",
    async (_name, refused) => {
      const { state, provider } = shelf();
      await using world = await agentWith((builder) => builder.withStorage(provider));
      state.fail = down;
      for (let time = 0; time < 5; time++) expect(await world.use(refused)).toBe("ECONNREFUSED");
      expect(state.calls).toBe(5);
      expect(await world.use(refused)).toBe("CIRCUIT_OPEN");
      expect(state.calls).toBe(5);
    },
  );

  it("is tried by exactly one call when its time is over, which decides for all", async () => {
    const { state, provider } = shelf();
    await using world = await agentWith((builder) =>
      builder.withStorage(provider).withBreaker({ resources: { storage: { failures: 2, resetMs: 1_000 } } }),
    );
    const { clock, use } = world;
    state.fail = down;
    for (let time = 0; time < 2; time++) await use(write);
    await clock.advance(999);
    expect(await use(write)).toBe("CIRCUIT_OPEN");
    await clock.advance(1);
    const gate = Promise.withResolvers<void>();
    state.gate = gate.promise;
    const probe = use(write);
    await expect.poll(() => state.calls).toBe(3);
    expect(await Promise.all(Array.from({ length: 10 }, () => use(write)))).toEqual(
      Array(10).fill("CIRCUIT_OPEN"),
    );
    gate.resolve();
    expect(await probe).toBe("ECONNREFUSED");
    expect([await use(write), state.calls]).toEqual(["CIRCUIT_OPEN", 3]);
    await clock.advance(1_000);
    state.fail = () => fileNotFound("a.md");
    expect(await use((files) => files.read("a.md"))).toBe("FILE_NOT_FOUND");
    state.fail = undefined;
    expect([await use(write), await use(write), state.calls]).toEqual(["ok", "ok", 6]);
    expect(world.changes().map(({ state: next }) => next)).toEqual([
      "open",
      "half-open",
      "open",
      "half-open",
      "closed",
    ]);
  });

  it("learns nothing from a run that was stopped while it tried: the next one tries", async () => {
    const { state, provider } = shelf();
    await using world = await agentWith((builder) =>
      builder.withStorage(provider).withBreaker({ resources: { storage: { failures: 1 } } }),
    );
    const { clock, use } = world;
    state.fail = down;
    await use(write);
    await clock.advance(30_000);
    state.fail = undefined;
    state.gate = new Promise(() => undefined);
    const stop = new AbortController();
    const stopped = use((files) => files.write("a.md", "x"), stop.signal);
    await expect.poll(() => state.calls).toBe(2);
    stop.abort(new Error("stopped"));
    await stopped;
    state.gate = undefined;
    expect(await use(write)).toBe("ok");
  });

  it("that a stream reads goes on to give its pieces, whatever fails meanwhile", async () => {
    const { state, provider } = shelf();
    await using world = await agentWith((builder) =>
      builder.withStorage(provider).withBreaker({ resources: { storage: { failures: 1 } } }),
    );
    const size = 200_000;
    let bytes = 0;
    const result = await world.use(async (files) => {
      await files.write("a.md", "x".repeat(size));
      for await (const piece of files.readStream("a.md")) {
        if (bytes === 0) {
          state.fail = down;
          await files.stat("a.md").catch(() => undefined);
        }
        bytes += piece.byteLength;
      }
    });
    expect([result, bytes, await world.use(write)]).toEqual(["ok", size, "CIRCUIT_OPEN"]);
  });
});

describe("breaker settings of storages", () => {
  test("are told of when they are for what is none, or make no sense", () => {
    const builder = createAgent()
      .withResource("reports", createInMemoryStorage())
      .withStep("custom", { step: () => undefined });
    const problems = (resources: object) =>
      builder
        .withBreaker({ resources } as never)
        .config.validate()
        .map(({ path }) => path.join("."));
    expect(problems({ reports: { failures: 1 } })).toEqual([]);
    expect(problems({ storage: {}, memory: {}, report: {} })).toEqual([
      "breaker.resources.storage",
      "breaker.resources.memory",
      "breaker.resources.report",
    ]);
    expect(problems({ reports: { failures: 0, reset: 1 } })).toEqual(
      expect.arrayContaining(["breaker.resources.reports.failures"]),
    );
  });

  test("are each storage's own, and those of models are not theirs", async () => {
    const { state, provider } = shelf();
    await using world = await agentWith(
      (builder) =>
        builder
          .withStorage(createInMemoryStorage())
          .withResource("reports", provider)
          .withBreaker({ failures: 1, resources: { storage: { failures: 1 }, reports: { failures: 3 } } }),
      "reports",
    );
    state.fail = down;
    for (let time = 0; time < 3; time++) expect(await world.use(write)).toBe("ECONNREFUSED");
    expect(await world.use(write)).toBe("CIRCUIT_OPEN");
    expect(world.agent.breakers()).toMatchObject([{ name: "reports (shelf)", state: "open" }]);
  });

  test("can change while the agent runs, which begins anew; else a breaker outlives a reload", async () => {
    const { state, provider } = shelf();
    await using world = await agentWith((builder) =>
      builder.withStorage(provider).withBreaker({ resources: { storage: { failures: 1 } } }),
    );
    const { agent, builder, use } = world;
    state.fail = down;
    await use(write);
    await agent.reload(builder.config.withVersion("1.0.1"));
    expect([await use(write), state.calls]).toEqual(["CIRCUIT_OPEN", 1]);
    const { changes } = await agent.reload(
      builder.config.withVersion("1.0.1").withBreaker({ resources: { storage: { failures: 2 } } }),
    );
    expect(changes).toMatchObject([{ path: ["breaker", "resources", "storage", "failures"] }]);
    expect([await use(write), await use(write), await use(write)]).toEqual([
      "ECONNREFUSED",
      "ECONNREFUSED",
      "CIRCUIT_OPEN",
    ]);
  });
});

test("a run that began before a reload, and one after it, share the breaker whichever uses the storage first", async () => {
  const { state, provider } = shelf();
  await using world = await agentWith((builder) =>
    builder.withStorage(provider).withBreaker({ resources: { storage: { failures: 2 } } }),
  );
  const { agent, builder, use } = world;
  const [begun, reloaded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const old = use(write, undefined, () => {
    begun.resolve();
    return reloaded.promise;
  });
  await begun.promise;
  await agent.reload(builder.config.withVersion("1.0.1"));
  state.fail = down;
  expect(await use(write)).toBe("ECONNREFUSED");
  reloaded.resolve();
  expect([await old, await use(write), state.calls]).toEqual(["ECONNREFUSED", "CIRCUIT_OPEN", 2]);
  expect(agent.breakers()).toMatchObject([{ state: "open", failures: 2 }]);
});

test("the program's own view of a storage is the storage itself, whatever the breaker says", async () => {
  const own: Storage = createInMemoryStorage();
  await using world = await agentWith((builder) => builder.withStorage(own));
  expect(world.agent.storage).toBe(own);
});
