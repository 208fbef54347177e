import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AgentBuilderDirector } from "@pergola/builders";
import { loadAgentConfig } from "@pergola/config/file";
import { createScope } from "@pergola/core";
import type { StorageHandle } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { toMermaid } from "@pergola/viz";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-file-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const VARIABLE = "$" + "{FOLDER}";
const scope = createScope({ tenantId: "local", agentId: "clerk", userId: "ada" });

/** Puts a letter into both storages. */
const keep = defineTool({
  name: "keep",
  description: "Keeps a letter.",
  input: z.looseObject({}),
  sideEffect: "write",
  execute: async (_input, { resource }) => {
    const archive = resource("archive") as StorageHandle;
    for (const files of [resource("storage"), archive]) await files.write("letter.md", "Dear Ada,");
    return "kept";
  },
});

async function clerk(storage: string) {
  const text = `name: clerk
storage: ${storage}
resources:
  archive: { provider: storage/local, basePath: "${VARIABLE}/archive" }
tools: [keep]
steps:
  - step: tool
    tool: keep
    as: kept
`;
  await writeFile(join(folder, "agent.yaml"), text);
  return loadAgentConfig(folder, { env: { FOLDER: folder }, tools: [keep] });
}

test("the storages that a file names are opened, written to by a tool and closed", async () => {
  const { config, env } = await clerk(`{ provider: local, basePath: "${VARIABLE}/files" }`);
  const agent = await new AgentBuilderDirector(config, { env }).build();
  await agent.start();
  expect((await agent.run({}, { userId: "ada" })) as { kept?: string }).toMatchObject({ kept: "kept" });
  expect(await agent.storage.list(scope)).toMatchObject([{ path: "letter.md" }]);
  expect((await readdir(folder)).toSorted()).toEqual(["agent.yaml", "archive", "files"]);
  expect(toMermaid(agent.describeResources())).toContain("n_archive");
  await agent.close();
});

test("defects of its resources that build() finds are told with their places", async () => {
  const loaded = await clerk('{ provider: lokal, basePath: "./files" }');
  const building = new AgentBuilderDirector(loaded.config, { env: loaded.env }).build();
  const failed = await building.then(String, (error: unknown) => String(loaded.explain(error)));
  expect(failed).toContain('agent.yaml:2:22 storage.provider: No storage provider is named "lokal"');
  const other = await clerk("{ provider: local, config: { basePth: ./files } }");
  const wrong = new AgentBuilderDirector(other.config, { env: other.env }).build();
  expect(await wrong.then(String, (error: unknown) => String(other.explain(error)))).toMatch(
    /agent\.yaml:2:39 storage.basePth: There is no option "basePth"\. Did you mean "basePath"\?/,
  );
});
