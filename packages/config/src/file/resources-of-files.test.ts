// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of config files
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { problemsOf, project, removeProjects, STEPS, yaml } from "./file-fixtures.test-helper.ts";
import { loadAgentConfig } from "./index.ts";

removeProjects();

describe("resources in a config file", () => {
  it.each([
    ["storage: local", "local"],
    ["storage: { provider: local, basePath: ./files }", { provider: "local", basePath: "./files" }],
    [
      "storage: { provider: local, config: { basePath: ./files } }",
      { provider: "local", basePath: "./files" },
    ],
    ["resources: { storage: local }", "local"],
    ["resources: { storage: { provider: s3, bucket: b } }", { provider: "s3", bucket: "b" }],
  ])("%s is the storage", async (text, storage) => {
    const { config } = await yaml(`${STEPS}${text}\n`);
    expect(config).toMatchObject({ storage, resources: {} });
  });

  it("are further ones by key, in order, beside the model and the memory", async () => {
    const { config } = await yaml(`${STEPS}
resources:
  llm: offline
  reports: storage/local
  memory: duckdb
  claude_reasoning: { provider: anthropic, category: llm, model: large }
  tts: { provider: acme, config: { voice: Ida } }
`);
    expect(config.llm).toEqual({ provider: "offline" });
    expect(config.memory).toMatchObject({ provider: "duckdb" });
    expect(Object.entries(config.resources)).toEqual([
      ["reports", "storage/local"],
      ["claude_reasoning", { provider: "anthropic", category: "llm", model: "large" }],
      ["tts", { provider: "acme", voice: "Ida" }],
    ]);
  });

  it("take variables as what their providers ask for, those of built-in ones too", async () => {
    const env = { MAX: "1024", KEEP: "false" };
    const limits = 'maxFileBytes: "${MAX}", backupOnOverwrite: "${KEEP}"';
    const { config } = await yaml(
      `${STEPS}storage: { provider: local, ${limits} }
resources: { reports: { provider: storage/local, ${limits} } }
`,
      env,
    );
    const made = { maxFileBytes: 1024, backupOnOverwrite: false };
    expect(config.storage).toMatchObject(made);
    expect(config.resources.reports).toMatchObject(made);
  });

  it("are told of with all that is wrong beside them, as their providers say it", async () => {
    const text = `
llm: { provider: openai, config: { model: 5 } }
memory: { provider: duckdb, path: ./memory.duckdb }
storage: { provider: local, basepath: ./files, maxFileBytes: "\${MAX}" }
resources: { reports: { provider: storage/local, createDirs: 3 } }
limits: { timeoutMs: soon }
steps: [{ step: llm }]
`;
    const llm = { category: "llm" as const, name: "openai", create: async () => ({}) as never };
    const openai = { ...llm, configSchema: z.strictObject({ model: z.string(), region: z.string() }) };
    const env = { MAX: "many", PERGOLA_LLM__OPENAI_REGION: "north" };
    const problems = await problemsOf(yaml(text, env, { providers: [openai] }));
    expect(problems.map(({ line, path }) => `${line} ${path.join(".")}`)).toEqual([
      "2 llm.config.model",
      "3 memory.path",
      "4 storage.basepath",
      "4 storage.maxFileBytes",
      "5 resources.reports.createDirs",
      "6 limits.timeoutMs",
    ]);
    expect(problems[1]?.hint).toMatch(/^What the provider takes goes into `config: \{ path: … \}`/);
  });

  it("may come from an export, whose category counts", async () => {
    const directory = await project({
      "agent.yaml": `${STEPS}resources: { voice: { type: "./tts.mjs#acme", voice: Ida } }\n`,
      "tts.mjs":
        'export const acme = { category: "tts", name: "acme", configSchema: { safeParse: (data) => ({ success: true, data }) }, create: async () => ({}) };\n',
    });
    const { config } = await loadAgentConfig(join(directory, "agent.yaml"), { dotenv: false });
    expect(config.resources).toEqual({ voice: { provider: "acme", category: "tts", voice: "Ida" } });
    expect(config.providers).toMatchObject([{ category: "tts", name: "acme" }]);
  });

  it("may be live in a module: ready ones, definitions, providers", async () => {
    const directory = await project({
      "agent.mjs": `
const storage = { read() {}, write() {}, list() {}, stat() {} };
export const seen = { storage };
export default {
  steps: [{ step: "llm" }],
  storage,
  resources: {
    index: { dependencies: ["storage"], create: () => ({}) },
    voice: { category: "tts", name: "acme", configSchema: { safeParse: (data) => ({ success: true, data }) }, create: async () => ({}) },
  },
};
`,
    });
    const { config } = await loadAgentConfig(join(directory, "agent.mjs"), { dotenv: false });
    expect(Object.keys(config.storage as object)).toEqual(Object.keys(createdLike()));
    expect(config.resources.index).toMatchObject({ dependencies: ["storage"], create: expect.any(Function) });
    expect(config.resources.voice).toMatchObject({ category: "tts", name: "acme" });
  });

  it("are told of with file, line and column, all at once", async () => {
    const problems = await problemsOf(
      yaml(`${STEPS}storage: local
resources:
  storage: local
  tools: local
  2nd: local
  odd: 7
  archive: { provider: memory/duckdb }
  voice: { provider: acme, config: { a: 1 }, b: 2 }
`),
    );
    expect(problems.map(({ line, path }) => [line, path.join(".")])).toEqual([
      [4, "resources.storage"],
      [5, "resources.tools"],
      [6, "resources.2nd"],
      [7, "resources.odd"],
      [8, "resources.archive"],
      [9, "resources.voice.b"],
    ]);
  });

  it.each([
    ["storage: { basePath: ./files }", "storage", /an object that names no provider/],
    ["storage: 7", "storage", /Got a number/],
    ["storage: { provider: llm/openai }", "storage", /received a resource of category "llm"/],
    ["resources: { a: { provider: x, category: '' } }", "resources.a.category", /Got ""/],
    ["resources: { a: { provider: 7 } }", "resources.a.provider", /Got a number/],
    ["resources: { a: [local] }", "resources.a", /Got a list/],
  ])("%s is refused once", async (text, path, message) => {
    const problems = await problemsOf(yaml(`${STEPS}${text}\n`));
    expect(problems.map((each) => each.path.join("."))).toEqual([path]);
    expect(problems[0]?.message).toMatch(message);
  });

  it("have their defects of build() at their places, wherever the file has them", async () => {
    const loaded = await yaml(`${STEPS}resources:
  storage: { provider: local, config: { basePth: x } }
  voice: { provider: acme }
`);
    const problems = loaded.withPositions([
      { path: ["storage", "basePth"], message: 'There is no option "basePth".' },
      { path: ["resources", "voice", "provider"], message: "No tts provider." },
    ]);
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 41],
      [4, 22],
    ]);
  });
});

const createdLike = () => ({ read: 0, write: 0, list: 0, stat: 0 });
