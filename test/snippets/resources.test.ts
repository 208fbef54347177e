// #region storage
import { createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
// #endregion

// #region further
import { defineResource } from "@pergola/resources";
// #endregion

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { toMermaid } from "@pergola/viz";
import { afterEach, beforeEach, expect, test } from "vitest";

// #region storage
const saveNote = defineTool({
  name: "save_note",
  description: "Saves a note as a file.",
  input: z.object({ path: z.string().describe("For example shopping.md"), text: z.string() }),
  sideEffect: "write",
  execute: async ({ path, text }, { resource }) => {
    await resource("storage").write(path, text);
    return (await resource("storage").list()).map((file) => file.path);
  },
});
// #endregion

const start = process.cwd();
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-readme-"));
  process.chdir(folder);
});

afterEach(async () => {
  process.chdir(start);
  await rm(folder, { recursive: true, force: true });
});

test("a tool writes files of the user whose turn it is", async () => {
  const save = { name: "save_note", arguments: { path: "shopping.md", text: "Milk." } };
  const model = new ScriptedChatModel([{ toolCalls: [save] }, "Saved."]);
  // #region storage
  const agent = await createAgent()
    .withLlm(model)
    .withStorage() // on this machine, in ./agent_files; each user's files apart
    .withTools([saveNote])
    .start();

  await agent.chat("Note that we need milk.", { userId: "ada" });

  const ada = createScope({ tenantId: "local", agentId: agent.name, userId: "ada" });
  const bytes = await agent.storage.read(ada, "shopping.md"); // the program may read everybody's
  await agent.close();
  // #endregion
  expect(new TextDecoder().decode(bytes)).toBe("Milk.");
  expect(await readdir(folder)).toEqual(["agent_files"]);
});

class SearchIndex {
  readonly #words = new Map<string, string>();
  add(word: string, path: string) {
    this.#words.set(word, path);
  }
  find(word: string) {
    return this.#words.get(word);
  }
  async close() {
    this.#words.clear();
  }
}

test("further resources have keys of their own, and start after what they need", async () => {
  // #region further
  const agent = await createAgent()
    .withStorage("local", { basePath: "./notes", maxFileBytes: 100_000 })
    .withResource("archive", "storage/local", { basePath: "./archive" })
    .withResource(
      defineResource({
        key: "index",
        dependencies: ["storage", "archive"],
        create: () => new SearchIndex(),
      }),
    )
    .withStep("custom", {
      async step(_state, { run }) {
        await run?.resource("storage").write("today.md", "Rain.");
        const index = run?.resource("index") as SearchIndex;
        index.add("rain", "today.md");
      },
    })
    .start();

  await agent.run({}, { userId: "ada" });
  const path = (agent.resource("index") as SearchIndex).find("rain");
  const picture = toMermaid(agent.describeResources());
  await agent.close(); // index, archive, storage
  // #endregion
  expect(path).toBe("today.md");
  for (const key of ["storage", "archive", "index"]) expect(picture).toContain(`n_${key}`);
});
