import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScope, type Scope } from "@pergola/core";
import type { StepRun } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryStorage, type StorageHandle } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { z } from "zod";
import { createAgent } from "../index.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const scopeOf = (userId: string): Scope => createScope({ tenantId: "local", agentId: "agent", userId });

const note = defineTool({
  name: "note",
  description: "Writes a note down.",
  input: z.object({ path: z.string(), words: z.string() }),
  sideEffect: "write",
  execute: async ({ path, words }, { resource }) => {
    await resource("storage").write(path, words);
    return (await resource("storage").list()).map((file) => file.path);
  },
});

const call = (path: string, words: string) => ({
  toolCalls: [{ name: "note", arguments: { path, words } }],
});

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-storage-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("a tool writes a file of the user whose turn it is", async () => {
  const model = new ScriptedChatModel([call("day/one.md", "Rain."), "Noted."]);
  const agent = await createAgent()
    .withLlm(model)
    .withStorage("local", { basePath: folder })
    .withTools([note])
    .start();
  const { toolCalls } = await agent.chat("Note that it rains.", { userId: "ada" });
  expect(toolCalls).toMatchObject([{ name: "note", result: ["day/one.md"] }]);
  expect(text(await agent.storage.read(scopeOf("ada"), "day/one.md"))).toBe("Rain.");
  const onDisk = (await readdir(folder, { recursive: true })).find((name) => name.endsWith("one.md"));
  expect(await readFile(join(folder, onDisk ?? ""), "utf8")).toBe("Rain.");
  const { storage } = agent;
  await agent.close();
  await expect(storage.list(scopeOf("ada"))).rejects.toMatchObject({ code: "STORE_CLOSED" });
});

/** Ids as somebody sends them who wants to read what is not theirs. */
const HOSTILE = [
  "../ada",
  "ada/../ada",
  "ada/",
  "/ada",
  "..",
  ".",
  "ada%2f..%2fada",
  "ADA",
  "ada\0",
  "ada.",
  "\u0430da",
  '["local","agent","ada",null]',
  "ada\\..\\ada",
  "a".repeat(10_000),
];

const storages = [
  ["on this machine", () => ({ provider: "local", basePath: folder })],
  ["in memory", () => createInMemoryStorage()],
] as const;

describe.each(storages)("files of users, %s", (_where, storage) => {
  it.each(HOSTILE)("are out of reach for a user who asks for them by his name (%#)", async (userId) => {
    const seen: unknown[] = [];
    await using agent = await createAgent()
      .withStorage(storage())
      .withStep("custom", {
        async step(_state, { run }) {
          const files = run.resource("storage");
          if (run.scope.userId === "ada") return void (await files.write("secret.md", "Ada's"));
          const missing = (error: { code: string }) => error.code;
          seen.push(await files.list(), await files.stat("secret.md"), await files.delete("secret.md"));
          seen.push(await files.read("secret.md").catch(missing));
          for (const path of ["../ada/secret.md", "/ada/secret.md", "..\\ada\\secret.md"])
            seen.push(await files.read(path).catch(missing));
          await files.write("secret.md", "His");
        },
      })
      .start();
    await agent.chat("x", { userId: "ada" });
    await agent.chat("x", { userId });
    await agent.chat("x", { userId: "ada", tenantId: "other" });
    const refused = "FILE_PATH_INVALID";
    expect(seen).toEqual([[], undefined, false, "FILE_NOT_FOUND", refused, refused, refused]);
    expect(text(await agent.storage.read(scopeOf("ada"), "secret.md"))).toBe("Ada's");
    expect(text(await agent.storage.read(scopeOf(userId), "secret.md"))).toBe("His");
  });
});

describe("the storage of a run", () => {
  const stepWith = (step: (run: StepRun) => unknown) =>
    createAgent()
      .withStorage(createInMemoryStorage())
      .withStep("custom", { step: (_state, { run }) => void step(run as StepRun) });

  it("is refused once the run has ended", async () => {
    let kept: StorageHandle | undefined;
    await using agent = await stepWith((run) => {
      kept = run.resource("storage");
    }).start();
    await agent.chat("x");
    const late = [() => kept?.list(), () => kept?.write("a.md", "x"), () => kept?.listPage()];
    for (const use of late) await expect(use()).rejects.toMatchObject({ code: "RUN_SETTLED" });
    const reading = async () => {
      for await (const piece of kept?.readStream("a.md") ?? []) return piece;
    };
    await expect(reading()).rejects.toMatchObject({ code: "RUN_SETTLED" });
  });

  it("is refused once the run has ended, also to a tool whose call had ended before", async () => {
    let kept: StorageHandle | undefined;
    const keep = defineTool({
      name: "note",
      description: "Keeps what it gets.",
      input: z.object({}),
      execute: (_input, { resource }) => {
        kept = resource("storage");
      },
    });
    const model = new ScriptedChatModel([{ toolCalls: [{ name: "note", arguments: {} }] }, "Kept."]);
    await using agent = await createAgent()
      .withLlm(model)
      .withStorage(createInMemoryStorage())
      .withTools([keep])
      .start();
    await agent.chat("x");
    await expect(kept?.write("a.md", "x")).rejects.toMatchObject({ code: "RUN_SETTLED" });
  });

  it("stops with the run, and with the time of a tool's call", async () => {
    const reasons: unknown[] = [];
    const stop = new AbortController();
    const slow = createInMemoryStorage();
    slow.write = (_scope, path, _data, { signal } = {}) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          reasons.push((signal.reason as { code?: string }).code ?? signal.reason.message);
          reject(signal.reason as Error);
        });
        if (path === "stop.md") stop.abort(new Error("enough"));
      });
    const model = new ScriptedChatModel([call("a.md", "x"), "Too slow.", call("stop.md", "x")]);
    await using agent = await createAgent()
      .withLlm(model)
      .withStorage(slow)
      .withTools([{ ...note, timeoutMs: 20 }])
      .start();
    expect((await agent.chat("x")).toolCalls).toMatchObject([{ error: { code: "TOOL_TIMEOUT" } }]);
    await using patient = await createAgent().withLlm(model).withStorage(slow).withTools([note]).start();
    await expect(patient.chat("x", { signal: stop.signal })).rejects.toThrow("enough");
    expect(reasons).toEqual(["TOOL_TIMEOUT", "enough"]);
  });

  it("is found by its name, in the folder that everybody knows, and a config can be written as data", async () => {
    const start = process.cwd();
    process.chdir(folder);
    try {
      const settings = { provider: "local", maxFileBytes: 100 };
      const builders = [
        createAgent().withStorage(),
        createAgent({ storage: "local" }),
        createAgent().withStorage(settings, { basePath: "./agent_files" }),
      ];
      for (const builder of builders) {
        await using agent = await builder.withStep("custom", { step: () => undefined }).start();
        await agent.storage.write(scopeOf("ada"), "a.md", "x");
        expect(await agent.storage.list(scopeOf("ada"))).toHaveLength(1);
        expect(await readdir(folder)).toEqual(["agent_files"]);
      }
    } finally {
      process.chdir(start);
    }
  });

  it("comes from a provider that was given by hand before one that is built in", async () => {
    const own = createInMemoryStorage();
    const provider = {
      category: "storage" as const,
      name: "local",
      configSchema: z.strictObject({}),
      create: async () => own,
    };
    await using agent = await createAgent()
      .withProvider(provider)
      .withStorage()
      .withStep("custom", { step: () => undefined })
      .start();
    expect(agent.storage).toBe(own);
  });

  it("is shared with what is asked of the model beside the steps", async () => {
    const model = new ScriptedChatModel([call("a.md", "x"), "Noted."]);
    await using agent = await createAgent()
      .withLlm(model)
      .withStorage(createInMemoryStorage())
      .withTools([note])
      .build();
    await agent.prompt().withUser("Note x.").withTools(["note"]).generate({ userId: "ada" });
    await agent.start();
    expect(await agent.storage.list(scopeOf("ada"))).toMatchObject([{ path: "a.md" }]);
  });
});
