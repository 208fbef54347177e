// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of config files
import { isPergolaError } from "@pergola/core";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { problemsOf, project, removeProjects, STEPS, yaml } from "./file-fixtures.test-helper.ts";
import { formatFileProblems, loadAgentConfig } from "./index.ts";

removeProjects();

const search = defineTool({
  name: "search",
  description: "Searches.",
  input: z.object({}),
  execute: () => "found",
});

describe("a config file", () => {
  it("becomes a definition: short names, steps in order, tools by name", async () => {
    const { config } = await yaml(
      `
name: support
version: 1.2.3
description: Answers.
llm: { provider: offline, temperature: 0.5 }
memory: { type: conversation, provider: duckdb, config: { path: ./memory.duckdb }, window: { maxMessages: 9 } }
tools: [search]
steps:
  - step: llm
    promptTemplate: "Draft {input}"
    as: draft
  - step: branch
    on: draft
    cases:
      yes:
        - step: llm
          promptTemplate: Say yes.
    otherwise: []
limits: { maxIterations: 3, timeoutMs: 1000 }
retry: { maxRetries: 1 }
graph: { recursionLimit: 20 }
`,
      {},
      { tools: [search] },
    );
    expect(config).toMatchObject({
      name: "support",
      version: "1.2.3",
      description: "Answers.",
      llm: { provider: "offline", temperature: 0.5 },
      memory: {
        type: "conversation",
        provider: "duckdb",
        config: { path: "./memory.duckdb" },
        window: { maxMessages: 9 },
      },
      tools: [search],
      steps: [
        { step: "llm", config: { promptTemplate: "Draft {input}", as: "draft" } },
        {
          step: "branch",
          config: {
            on: "draft",
            cases: { yes: [{ step: "llm", config: { promptTemplate: "Say yes." } }] },
            otherwise: [],
          },
        },
      ],
      limits: { maxIterations: 3, timeoutMs: 1000 },
      retry: { maxRetries: 1 },
      graph: { recursionLimit: 20 },
    });
  });

  it.each([
    ["llm: offline", { provider: "offline" }],
    ["llm: openai:gpt-5-mini", "openai:gpt-5-mini"],
    ["llm: { provider: openai, model: m }", { provider: "openai", model: "m" }],
    ["llm: { provider: openai, config: { model: m } }", { provider: "openai", model: "m" }],
    [
      "llm: [openai, ollama:llama3.2:3b, { provider: offline }]",
      [{ provider: "openai" }, "ollama:llama3.2:3b", { provider: "offline" }],
    ],
    ["resources: { llm: offline }", { provider: "offline" }],
  ])("names its model in few words: %s", async (line, llm) => {
    expect((await yaml(`${line}\nsteps: [{ step: llm }]`)).config.llm).toEqual(llm);
  });

  it.each([
    ["memory: conversation", { type: "conversation" }],
    ["memory: none", { type: "none" }],
    ["memory: duckdb", { type: "conversation", provider: "duckdb" }],
    ["resources: { memory: duckdb }", { type: "conversation", provider: "duckdb" }],
    [
      "resources: { memory: { provider: duckdb, path: a.db } }\nmemory: { window: { maxTokens: 5 } }",
      { type: "conversation", provider: "duckdb", config: { path: "a.db" }, window: { maxTokens: 5 } },
    ],
  ])("names its memory in few words: %s", async (line, memory) => {
    expect((await yaml(`${line}\nsteps: [{ step: llm }]`)).config.memory).toEqual(memory);
  });

  it("tells every defect at once, each with line, column and what to do", async () => {
    const text = `nmae: support
version: one
llm: { provider: offline }
limits: { maxIterations: many, timeout: 5 }
memory: { type: elephant }
tools: [serch]
logging: { level: debug }
steps:
  - step: llm
    promtTemplate: hi
    temperature: -1
  - llm
  - step: branch
    on: x
    cases: { yes: [{ step: llm, temperatur: 1 }] }
`;
    const problems = await problemsOf(yaml(text, {}, { tools: [search] }));
    const told = problems.map(({ line, column, path }) => `${line}:${column} ${path.join(".")}`);
    expect(told).toEqual([
      "1:1 nmae",
      "2:10 version",
      "4:26 limits.maxIterations",
      "4:32 limits.timeout",
      "5:17 memory.type",
      "6:9 tools.0",
      "7:12 logging.level",
      "10:5 steps.0.promtTemplate",
      "11:18 steps.0.temperature",
      "12:5 steps.1",
      "15:33 steps.2.cases.yes.0.temperatur",
    ]);
    const hints = Object.fromEntries(problems.map(({ path, hint }) => [path.join("."), hint]));
    expect(hints.nmae).toContain('Did you mean "name"?');
    expect(hints["steps.0.promtTemplate"]).toContain('"promptTemplate"');
    expect(hints["steps.2.cases.yes.0.temperatur"]).toContain('"temperature"');
    expect(hints["tools.0"]).toContain('"search"');
    expect(hints["logging.level"]).toContain("console");
    expect(problems.every(({ hint }) => hint !== undefined)).toBe(true);
  });

  it("says of what is no part of an agent where it belongs", async () => {
    const problems = await problemsOf(yaml(`${STEPS}server: { port: 1 }\nplugins: [acme]\n`));
    expect(problems.map(({ line, message, hint }) => [line, message, hint])).toEqual([
      [2, expect.stringContaining("one server serves many"), expect.stringContaining("createAgentServer()")],
      [3, expect.stringContaining("found by the names"), expect.stringContaining("install the package")],
    ]);
  });

  it("shows the line of a defect, with keys that sound secret covered", async () => {
    const text = `llm: { provider: openai, apiKey: sk-very-secret }
limits:
  maxIterations: many
steps: [{ step: llm }]`;
    const [problem] = await problemsOf(yaml(text));
    expect(problem?.frame).toBe(
      "2 | limits:\n3 |   maxIterations: many\n  |                  ^^^^\n4 | steps: [{ step: llm }]",
    );
    const problems = await problemsOf(
      yaml("llm: { provider: openai, apiKey: sk-very-secret, }\nlimits: 1\nsteps: [{ step: llm }]"),
    );
    expect(formatFileProblems(problems)).toContain("apiKey: **************, }");
    expect(JSON.stringify(problems)).not.toContain("sk-very-secret");
  });
});

describe("variables", () => {
  it("are replaced, and become what the schema asks for", async () => {
    const { config } = await yaml(
      `
llm: { provider: offline, temperature: "\${TEMP}", apiKey: "\${KEY}" }
limits: { maxIterations: "\${MAX:-4}" }
retry:
  jitter: \${JITTER}
description: \${WHO} at \${WHERE:-home}, not $\${WHO}
steps:
  - step: llm
    timeoutMs: \${TIMEOUT}
    promptTemplate: \${PROMPT}
`,
      { TEMP: "0.5", KEY: "12345", JITTER: "false", WHO: "Ada", WHERE: "", TIMEOUT: "100", PROMPT: "7" },
    );
    expect(config).toMatchObject({
      llm: { temperature: 0.5, apiKey: "12345" },
      limits: { maxIterations: 4 },
      retry: { jitter: false },
      description: "Ada at home, not ${WHO}",
      steps: [{ step: "llm", config: { timeoutMs: 100, promptTemplate: "7" } }],
    });
  });

  it("that are missing are named with their place and two ways to mend it, and nothing more is said of them", async () => {
    const problems = await problemsOf(yaml("limits:\n  maxIterations: ${MAX}\nsteps: [{ step: llm }]"));
    expect(problems).toEqual([
      {
        file: "agent.yaml",
        line: 2,
        column: 18,
        path: ["limits", "maxIterations"],
        message: "The variable MAX is not set.",
        hint: "Set it, in the environment or in .env beside the file (MAX=…), or give it a default: ${MAX:-…}.",
        frame: expect.stringContaining("^^^^^^"),
      },
    ]);
  });

  it("unquoted inside braces get the hint to quote them, and hide no other defect", async () => {
    const problems = await problemsOf(
      yaml("llm: { provider: offline, apiKey: ${KEY}, temperature: 1 }\nlimts: 1\nsteps: [{ step: llm }]"),
    );
    expect(problems.map(({ line, column, hint }) => [line, column, hint])).toEqual([
      [1, 35, 'Quote it: "${KEY}".'],
      [2, 1, expect.stringContaining('"limits"')],
    ]);
  });

  it.each([
    ["${", "A ${ has no } after it."],
    ["${}", "What stands in ${…} is no name of a variable."],
    ["${1A}", "What stands in ${…} is no name of a variable."],
    ["${A-b}", "What stands in ${…} is no name of a variable."],
    ["${A:-${B}}", "The default of a ${…} has another ${ in it."],
  ])("written wrongly are told: %s", async (text, message) => {
    const problems = await problemsOf(yaml(`description: '${text}'\nsteps: [{ step: llm }]`));
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });

  it("are never shown by value", async () => {
    const secret = "s3cr3t-value-of-it";
    const loading = yaml(
      "name: ''\nversion: ${A}\nlimits: { maxIterations: '${A}' }\nmemory: { type: '${A}' }\ntools: ['${A}']\nsteps: [{ step: llm, temperature: '${A}', as: 'x${A}' }, { step: '${A}' }]\n",
      { A: secret },
    );
    const error = await loading.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(isPergolaError(error, "CONFIG_FILE_INVALID")).toBe(true);
    expect(JSON.stringify(error)).toContain("the value of ${A}; expected an integer");
    expect(`${JSON.stringify(error)}${(error as Error).stack}`).not.toContain(secret);
  });

  it("come from .env beside the file too, under the environment's", async () => {
    const directory = await project({
      "agent.yaml": "name: ${NAME}\ndescription: ${ABOUT}\nsteps: [{ step: llm }]\n",
      ".env": "NAME=from-file\nABOUT='a # b'\n",
    });
    const loaded = await loadAgentConfig(directory, { env: { NAME: "from-env" } });
    expect(loaded.config).toMatchObject({ name: "from-env", description: "a # b" });
    expect(loaded.env).toEqual({ NAME: "from-env", ABOUT: "a # b" });
    expect(JSON.stringify(loaded)).not.toContain('"ABOUT"');
    expect(await problemsOf(loadAgentConfig(directory, { env: {}, dotenv: false }))).toHaveLength(2);
  });
});
