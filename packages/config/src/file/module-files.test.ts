import { execFile } from "node:child_process";
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { createStepRegistry } from "@pergola/core-steps";
import { describe, expect, it } from "vitest";
import { messagesOf, project, removeProjects } from "./file-fixtures.test-helper.ts";
import { loadAgentConfig } from "./index.ts";

const run = promisify(execFile);

removeProjects();

const load = (path: string, more = {}) => loadAgentConfig(path, { env: {}, dotenv: false, ...more });

describe("a config in TypeScript or JavaScript", () => {
  it("is its default export, live parts included", async () => {
    const directory = await project({
      "package.json": '{"type":"module"}',
      "custom.mjs": `export default { name: "live", steps: [{ step: "llm" }], llm: { category: "llm", name: "mine", configSchema: { safeParse: (data) => ({ success: true, data }) }, create: async () => 1 } };`,
    });
    expect((await load(join(directory, "custom.mjs"))).config).toMatchObject({
      llm: { provider: "mine" },
      providers: [{ name: "mine" }],
    });
  });

  it("has its types stripped by Node", async () => {
    const directory = await project({
      "package.json": '{"type":"module"}',
      "agent.ts": `interface Limits { readonly maxIterations: number }
const limits: Limits = { maxIterations: 2 };
export default { name: "typed", steps: [{ step: "llm" }], limits };`,
    });
    const code = `const { loadAgentConfig } = await import("@pergola/config/file");
const { config } = await loadAgentConfig(${JSON.stringify(directory)});
console.log(JSON.stringify([config.name, config.limits]));`;
    const { stdout } = await run(
      process.execPath,
      ["--conditions=@pergola/source", "--input-type=module", `--eval=${code}`],
      { cwd: import.meta.dirname },
    );
    expect(JSON.parse(stdout)).toEqual(["typed", { maxIterations: 2 }]);
  });

  it("is read again when it changed", async () => {
    const directory = await project({
      "agent.mjs": 'export default { name: "one", steps: [{ step: "llm" }] };',
    });
    const path = join(directory, "agent.mjs");
    expect((await load(path)).config.name).toBe("one");
    await writeFile(path, 'export default { name: "two", steps: [{ step: "llm" }] };');
    await utimes(path, 1, 1);
    expect((await load(path)).config.name).toBe("two");
  });

  it("that cannot be imported, or exports nothing, says so", async () => {
    const directory = await project({
      "throws.mjs": 'throw new Error("sk-secret");',
      "none.mjs": "export const config = {};",
      "cyclic.mjs": "const a = { steps: [{ step: 'llm' }] }; a.limits = a; export default a;",
    });
    const failing = load(join(directory, "throws.mjs"));
    await expect(failing).rejects.toMatchObject({ code: "CONFIG_FILE_NOT_READ" });
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining("sk-secret") });
    expect(await messagesOf(load(join(directory, "none.mjs")))).toEqual([
      "The module has no default export.",
    ]);
    expect(await messagesOf(load(join(directory, "cyclic.mjs")))).toContain(
      "The file nests deeper than 64 levels.",
    );
  });
});

describe("an export that a file names", () => {
  const FILES = {
    "package.json": '{"type":"module"}',
    "parts.mjs": `
const any = { safeParse: (data) => ({ success: true, data }), _zod: { def: { type: "object" } } };
export const search = { name: "search", description: "Searches.", input: any, execute: () => 1 };
export const made = ({ name }) => ({ ...search, name });
export const provider = () => ({ category: "llm", name: "acme", configSchema: any, create: async () => 1 });
export const nothing = 7;`,
    "node_modules/@acme/tools/package.json":
      '{"name":"@acme/tools","type":"module","exports":{".":{"import":"./index.js","default":"./index.js"}}}',
    "node_modules/@acme/tools/index.js": `
const any = { _zod: { def: { type: "object" } } };
export const find = { name: "find", description: "Finds.", input: any, execute: () => 1 };`,
  };

  it("is a tool, or makes one; of a package or a file beside", async () => {
    const directory = await project({
      ...FILES,
      "agent.yaml": `tools:
  - type: "./parts.mjs#search"
  - { type: "./parts.mjs#made", config: { name: other } }
  - { type: "@acme/tools#find" }
steps: [{ step: llm }]`,
    });
    const { config } = await load(directory);
    expect(config.tools.map(({ name }) => name)).toEqual(["search", "other", "find"]);
  });

  it("is looked for from the file that names it, also when that is extended", async () => {
    const directory = await project({
      ...FILES,
      "agent.yaml": "extends: ./base/base.yaml\nsteps: [{ step: llm }]",
      "base/base.yaml": 'tools: [{ type: "./own.mjs#search" }]',
      "base/own.mjs": 'export { search } from "../parts.mjs";',
    });
    expect((await load(directory)).config.tools.map(({ name }) => name)).toEqual(["search"]);
  });

  it.each([
    ["./parts.mjs#serch", 'has no export "serch"'],
    ["./parts.mjs#nothing", "is no tool"],
    ["./nowhere.mjs#x", "cannot be imported (ENOENT)"],
    ["not-there#x", "cannot be imported (MODULE_NOT_FOUND)"],
    ["./parts.mjs", "names no export"],
    ["../../../../etc/passwd#x", "leads out of the project"],
    ["/etc/passwd#x", "absolute path or an address"],
    ["node:fs#readFileSync", "absolute path or an address"],
    ["data:text/javascript,1#x", "absolute path or an address"],
  ])("is told when it cannot be had: %s", async (type, message) => {
    const directory = await project({
      ...FILES,
      "agent.yaml": `tools: [{ type: ${JSON.stringify(type)} }]\nsteps: [{ step: llm }]`,
    });
    expect((await messagesOf(load(directory))).join()).toContain(message);
  });

  it("is a step type, with its config beside", async () => {
    const directory = await project({
      ...FILES,
      "agent.yaml": 'steps: [{ type: "@acme/steps#shout", config: { nodeName: loud } }]',
    });
    const shout = { ...createStepRegistry().get("llm"), name: "shout" };
    const { config } = await load(directory, { importModule: async () => ({ shout }) });
    expect(config.steps).toEqual([{ step: shout, config: { nodeName: "loud" } }]);
  });

  it("is a provider", async () => {
    const directory = await project({
      ...FILES,
      "agent.yaml": 'llm: { type: "./parts.mjs#provider", model: m }\nsteps: [{ step: llm }]',
    });
    expect((await load(directory)).config).toMatchObject({
      llm: { provider: "acme", model: "m" },
      providers: [{ name: "acme" }],
    });
  });
});
