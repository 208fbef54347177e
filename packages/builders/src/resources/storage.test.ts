import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScope, type Scope } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { afterEach, beforeEach, expect, test } from "vitest";
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
