import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAgent } from "../index.ts";

/** A provider as somebody else publishes it: a LangChain model that says the same to everything. */
const ENTRY = `
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { z } from "zod";
export const acme = {
  category: "llm",
  name: "acme",
  configSchema: z.looseObject({}),
  create: async ({ says = "Hello from Acme." }) => new FakeListChatModel({ responses: [says, says] }),
};
`;

const MANIFEST = {
  name: "acme-llm",
  version: "1.0.0",
  type: "module",
  pergola: { category: "llm", provider: "acme", entry: "./index.js#acme", engines: { pergola: ">=0.0.0" } },
};

let project = "";

beforeEach(async () => {
  // Beside this package, so that the entry finds LangChain and zod the way Node looks for them.
  project = await mkdtemp(join(import.meta.dirname, ".project-"));
  const folder = join(project, "node_modules", "acme-llm");
  await mkdir(folder, { recursive: true });
  await writeFile(join(project, "package.json"), JSON.stringify({ dependencies: { "acme-llm": "1.0.0" } }));
  await writeFile(join(folder, "package.json"), JSON.stringify(MANIFEST));
  await writeFile(join(folder, "index.js"), ENTRY);
  vi.spyOn(process, "cwd").mockReturnValue(project);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(project, { recursive: true, force: true });
});

test("a provider that the project has installed is found by its name", async () => {
  await using agent = await createAgent().withLlm("acme", { says: "Good day." }).start();
  expect((await agent.chat("Hi")).text).toBe("Good day.");
});

test("what is not installed says what is, and what was probably meant", async () => {
  const building = createAgent().withLlm("acne").build();
  const message = await building.then(String, (error: Error) => error.message);
  expect(message).toContain('No llm provider is named "acne". Did you mean "acme"?');
});

test("LangChain's own packages are named by what they are called there", async () => {
  const building = createAgent().withLlm("anthropic", { model: "any" }).build();
  expect(await building.then(String, (error: Error) => error.message)).toContain(
    "npm install @langchain/anthropic",
  );
});

test("without sources nothing is looked for", async () => {
  const nowhere = createAgent({}, { sources: [] }).withLlm("acme").build();
  await expect(nowhere).rejects.toMatchObject({ code: "INVALID_AGENT_CONFIG" });
});
