import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { project, removeProjects, STEPS } from "./file-fixtures.test-helper.ts";
import { diffAgentConfig, type LoadAgentConfigOptions, loadAgentConfig } from "./index.ts";

removeProjects();

const provider = () => ({
  category: "llm" as const,
  name: "made",
  configSchema: z.any(),
  create: async () => undefined as never,
});
let toolsMade = 0;
const tool = ({ unit }: { readonly unit: string }) => {
  toolsMade++;
  return defineTool({ name: `in_${unit}`, description: "x", input: z.object({}), execute: () => unit });
};

const importModule: LoadAgentConfigOptions["importModule"] = async () => ({ provider, tool });

const text = (
  temperature: number,
  unit = "km",
) => `llm: { type: "acme#provider", temperature: ${temperature} }
tools: [{ type: "acme#tool", config: { unit: ${unit} } }]
${STEPS}`;

async function changed(first: string, second: string, hasPrevious: boolean) {
  const directory = await project({ "agent.yaml": first });
  const options = { importModule, env: {}, dotenv: false } as const;
  const file = join(directory, "agent.yaml");
  const loaded = await loadAgentConfig(file, options);
  await writeFile(file, second);
  const again = await loadAgentConfig(file, { ...options, ...(hasPrevious && { previous: loaded }) });
  const { parameters, topology } = diffAgentConfig(loaded.config, again.config);
  return { parameters: parameters.map(({ path }) => path), topology: topology.map(({ path }) => path) };
}

describe("a file that is read again", () => {
  it("has the same providers and tools of exports that are called with the same config", async () => {
    expect(await changed(text(0), text(1), true)).toEqual({
      parameters: [["llm", "temperature"]],
      topology: [],
    });
    const strangers = await changed(text(0), text(1), false);
    expect(strangers.topology).toEqual([
      ["tools", 0],
      ["providers", 0],
    ]);
  });

  it("has other ones for another config", async () => {
    const { topology } = await changed(text(0), text(0, "mi"), true);
    expect(topology).toEqual([["tools"]]);
  });

  it("goes on with what was made for as many readings as there are", async () => {
    const directory = await project({ "agent.yaml": text(0) });
    const options = { importModule, env: {}, dotenv: false } as const;
    const load = (more = {}) => loadAgentConfig(join(directory, "agent.yaml"), { ...options, ...more });
    const first = await load();
    const made = toolsMade;
    let previous = first;
    for (let reading = 0; reading < 5; reading++) previous = await load({ previous });
    expect(toolsMade).toBe(made);
    expect(previous.config.tools[0]).toBe(first.config.tools[0]);
  });
});

describe("who wants to watch a file", () => {
  const seen = async (path: string, options: LoadAgentConfigOptions = {}) => {
    const files = new Set<string>();
    await loadAgentConfig(path, { env: {}, onFile: (file) => files.add(file), ...options }).catch(
      () => undefined,
    );
    return [...files];
  };

  it("is told of all that it is made of, also of what it would be made of if it were there", async () => {
    const directory = await project({
      "agent.yaml": `extends: ./base.yaml\n${STEPS}`,
      "base.yaml": "extends: ./gone.yaml\n",
      "package.json": "{}",
    });
    const files = ["agent.yaml", "base.yaml", "gone.yaml", ".env"].map((name) => join(directory, name));
    expect(await seen(directory)).toEqual([directory, ...files]);
    expect(await seen(files[0] as string, { dotenv: false })).toEqual(files.slice(0, 3));
  });

  it("is told of a file that cannot be read, or is not there", async () => {
    const directory = await project({ "agent.yaml": "name: [", "package.json": "{}" });
    const file = join(directory, "agent.yaml");
    expect(await seen(file)).toContain(file);
    await rename(file, `${file}.old`);
    expect(await seen(file)).toEqual([file]);
  });
});
