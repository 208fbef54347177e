import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { project, removeProjects } from "./file-fixtures.test-helper.ts";
import * as entry from "./index.ts";
import { loadAgentConfig } from "./index.ts";
import { agentFileShape } from "./parts/agent-file-schema.ts";

removeProjects();

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
const [, chapter = ""] = /\n### Config files\n([\s\S]*?)\n## /.exec(readme) ?? [];

it("names every export, key and option of config files", () => {
  const [, api = ""] = /\n## API\n([\s\S]*?)\n## /.exec(readme) ?? [];
  expect(Object.keys(entry).filter((name) => !api.includes(name))).toEqual([]);
  expect(Object.keys(agentFileShape.shape).filter((key) => !chapter.includes(`\`${key}\``))).toEqual([]);
});

it("shows a file that loads", async () => {
  const [, text = ""] = /```yaml\n([\s\S]*?)```/.exec(chapter) ?? [];
  const tool = (name: string) =>
    `{ name: "${name}", description: "x", input: { _zod: { def: { type: "object" } } }, execute: () => 1 }`;
  const directory = await project({
    "package.json": '{"type":"module"}',
    "agent.yaml": text.replace("tools.ts", "tools.mjs"),
    "team.yaml": "description: Ours.",
    "tools.mjs": `export const search = ${tool("search")};`,
  });
  const clock = { ...(await import(`${directory}/tools.mjs`)).search, name: "clock" };
  const { config } = await loadAgentConfig(directory, { env: {}, tools: [clock] });
  expect(config).toMatchObject({
    name: "support",
    description: "Ours.",
    llm: { provider: "openai", temperature: 0.2 },
    tools: [{ name: "clock" }, { name: "search" }],
  });
});
