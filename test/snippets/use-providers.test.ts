import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as builders from "@pergola/builders";
import { isPergolaError, type RunEvent } from "@pergola/core";
import { offline } from "@pergola/llm-offline";
import { openai, openrouter } from "@pergola/llm-openai";
import { duckdb } from "@pergola/memory-duckdb";
import { langChainPackages } from "@pergola/plugins";
import type { ProviderFactory, ProviderSource } from "@pergola/resources";
import { chaos, startVendorServer, type VendorServer } from "@pergola/resources/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const GUIDE = join(import.meta.dirname, "../../docs/guides/use-providers.md");

/** The packages of a project that has installed all of ours. */
const installed: ProviderSource = {
  names: async (category) => all.filter((each) => each.category === category).map(({ name }) => name),
  load: async (category, name) => all.find((each) => each.category === category && each.name === name),
};
const all: readonly ProviderFactory[] = [openai(), openrouter(), offline(), duckdb()];

let vendor: VendorServer;
let folder: string;
let env: Record<string, string>;

/** As in a project with these packages, whose vendor is on loopback. */
const createAgent = () =>
  builders.createAgent(
    {},
    {
      env,
      sources: [installed, langChainPackages({ from: join(import.meta.dirname, "../../packages/plugins") })],
    },
  );

beforeEach(async () => {
  vendor = await startVendorServer({ reply: () => "Hello, Ada." });
  folder = await mkdtemp(join(tmpdir(), "pergola-guide-"));
  env = { OPENAI_API_KEY: "sk-test", PERGOLA_LLM__OPENAI_BASE_URL: vendor.baseURL };
});

afterEach(async () => {
  vi.restoreAllMocks();
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
});

const models = () => vendor.requests.map(({ body }) => body?.model);

test("a model in one line", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  // #region one-line
  const agent = await createAgent().withLlm("openai:gpt-5-mini").start();

  const { text } = await agent.chat("Hello, I am Ada.");
  console.log(text);
  await agent.close();
  // #endregion
  expect(log).toHaveBeenCalledWith("Hello, Ada.");
  expect(models()).toEqual(["gpt-5-mini"]);
});

test("settings of a model", async () => {
  const agent = await createAgent()
    // #region settings
    .withLlm("openai:gpt-5-mini", { temperature: 0, maxTokens: 500, timeoutMs: 20_000 })
    // #endregion
    .build();
  await agent.chat("hi");
  expect(vendor.requests[0]?.body).toMatchObject({ temperature: 0, max_tokens: 500 });
  await agent.close();
});

test("a step and a call have their own", async () => {
  // #region levels
  const agent = await createAgent()
    .withLlm("openai:gpt-5-mini", { temperature: 0 })
    .withStep("llm", { model: "gpt-5", temperature: 0.7 })
    .start();

  await agent.chat("A name for a cat?", { parameters: { temperature: 1 } });
  // #endregion
  expect(vendor.requests.map(({ body }) => [body?.model, body?.temperature])).toEqual([["gpt-5", 1]]);
  await agent.close();
});

test("without an account", async () => {
  // #region offline
  const agent = await createAgent().withLlm("offline").start();
  // #endregion
  expect(agent.describeModel()).toMatch(/^offline: .*nothing leaves this machine/);
  await agent.close();
});

test("other vendors by name", async () => {
  env.GROQ_API_KEY = "gsk-test";
  env.OPENROUTER_API_KEY = "sk-or-test";
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  // #region vendors
  const groq = await createAgent().withLlm("groq:llama-3.3-70b-versatile", { temperature: 0 }).build();
  const router = await createAgent().withLlm("openrouter:anthropic/claude-sonnet-4.5").build();

  console.log(groq.describeModel()); // groq: llama-3.3-70b-versatile through @langchain/groq
  console.log(router.describeModel()); // openrouter: anthropic/claude-sonnet-4.5 at openrouter.ai:443
  // #endregion
  const guide = await readFile(GUIDE, "utf8");
  for (const agent of [groq, router]) {
    expect(guide).toContain(`// ${agent.describeModel()}\n`);
    await agent.close();
  }
});

test("servers that speak OpenAI's protocol, on this machine and elsewhere", async () => {
  delete env.PERGOLA_LLM__OPENAI_BASE_URL;
  delete env.OPENAI_API_KEY;
  // #region local
  const ollama = createAgent().withLlm("openai:llama3.2:3b", { baseURL: "http://127.0.0.1:11434/v1" });
  const lmStudio = createAgent().withLlm("openai:qwen3-8b", { baseURL: "http://127.0.0.1:1234/v1" });
  const azure = createAgent().withLlm("openai:gpt-4o-mini", {
    baseURL: "https://mine.openai.azure.com/openai/deployments/gpt?api-version=2024-10-21",
    headers: { "api-key": "…" },
  });
  // #endregion
  for (const builder of [ollama, lmStudio, azure]) {
    const agent = await builder.build();
    expect(agent.describeModel()).toMatch(/openai: .* at (127.0.0.1|mine.openai.azure.com):\d+/);
    await agent.close();
  }
});

test("fallbacks", async () => {
  await using broken = await startVendorServer({ reply: chaos.overloaded });
  env.OPENROUTER_API_KEY = "sk-or-test";
  env.PERGOLA_LLM__OPENAI_BASE_URL = broken.baseURL;
  env.PERGOLA_LLM__OPENROUTER_BASE_URL = vendor.baseURL;
  const told: RunEvent[] = [];
  const log = (event: RunEvent) => void told.push(event);
  // #region fallback
  const agent = await createAgent()
    .withLlm(["openai:gpt-5-mini", "openrouter:anthropic/claude-sonnet-4.5", "offline"])
    .withRetry({ maxRetries: 1, backoffBaseMs: 200 })
    .withFallback({ firstTokenTimeoutMs: 5_000 })
    .withBreaker({ failures: 3, resetMs: 60_000 })
    .start();

  for await (const event of agent.stream("Hello!")) if (event.type === "model-fell-back") log(event);
  // #endregion
  expect(told).toMatchObject([
    {
      from: "openai:gpt-5-mini",
      to: "openrouter:anthropic/claude-sonnet-4.5",
      error: { code: "MODEL_UNAVAILABLE" },
    },
  ]);
  expect(broken.requests).toHaveLength(2);
  expect(models()).toEqual(["anthropic/claude-sonnet-4.5"]);
  await agent.close();
});

test("budgets", async () => {
  env.OPENROUTER_API_KEY = "sk-or-test";
  env.PERGOLA_LLM__OPENROUTER_BASE_URL = vendor.baseURL;
  const log = vi.fn();
  // #region budget
  const agent = await createAgent()
    .withLlm("openrouter:anthropic/claude-sonnet-4.5")
    .withBudget({
      run: { tokens: 50_000 },
      user: { cost: 5, per: "month" },
      prices: { "openrouter:anthropic/*": { input: 3, output: 15 } },
    })
    .start();

  const { usage } = await agent.chat("Hello!", { userId: "ada" });
  log(`$${usage.cost}`);
  // #endregion
  expect(log.mock.calls).toEqual([[expect.stringMatching(/^\$0\.000\d+$/)]]);
  await expect(agent.chat("x".repeat(50_000))).rejects.toMatchObject({ code: "BUDGET_EXCEEDED" });
  await agent.close();
});

test("memory and storage by name", async () => {
  const path = join(folder, "memory.duckdb");
  const basePath = join(folder, "files");
  // #region stores
  const agent = await createAgent()
    .withLlm("openai:gpt-5-mini")
    .withMemory({ type: "conversation", provider: "duckdb", config: { path } })
    .withStorage("local", { basePath })
    .start();
  // #endregion
  await agent.chat("hi", { userId: "ada", sessionId: "one" });
  await agent.close();
  expect((await stat(path)).isFile()).toBe(true);
});

test("a storage that fails is left alone", async () => {
  const basePath = join(folder, "files");
  const storing = (name: string) =>
    createAgent()
      .withName(name)
      .withStorage("local", { basePath })
      .withStep("custom", {
        step: async (_, { run }) => {
          await run.resource("storage").write("note.md", "Hello.");
        },
      });
  const byDefault = await storing("default").start();
  const set = await storing("set")
    // #region storage-breaker
    .withBreaker({ resources: { storage: { failures: 3, resetMs: 10_000 } } })
    // #endregion
    .start();
  await rm(basePath, { recursive: true, force: true });
  await writeFile(basePath, "in the way");
  for (const [agent, failures] of [
    [byDefault, 2],
    [set, 3],
  ] as const) {
    const codes: unknown[] = [];
    for (let call = 0; call <= failures; call++)
      await agent.run({}).catch((error: unknown) => codes.push(isPergolaError(error) && error.code));
    expect(codes).toEqual([...Array(failures).fill("FILE_UNSAFE"), "CIRCUIT_OPEN"]);
    await agent.close();
  }
});

test("the same from the environment and from a file", async () => {
  const guide = await readFile(GUIDE, "utf8");
  const [, shell = ""] = /```sh environment\n([\s\S]*?)```/.exec(guide) ?? [];
  const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
  for (const [, name = "", value = ""] of shell.matchAll(/^export (\w+)=(.*)$/gm)) env[name] = value;
  env.PERGOLA_LLM__OPENAI_BASE_URL = vendor.baseURL;
  env.DATA = folder;
  await writeFile(join(folder, "agent.yaml"), yaml);
  const Agent = {
    fromConfig: (file: string) =>
      builders.Agent.fromConfig(join(folder, file), { env, sources: [installed] }),
  };
  // #region from-config
  const agent = await Agent.fromConfig("./agent.yaml");
  // #endregion
  await agent.chat("hi");
  const [request] = vendor.requests;
  expect(request?.headers.authorization).toBe("Bearer sk-of-this-machine");
  expect(request?.body).toMatchObject({ model: "gpt-5-mini", temperature: 0.2 });
  expect((await stat(join(folder, "memory.duckdb"))).isFile()).toBe(true);
  await agent.close();
});

test("what the guide says that errors say is what they say", async () => {
  const guide = await readFile(GUIDE, "utf8");
  const nobody = (model: string, config?: object, of: Readonly<Record<string, string>> = {}) =>
    builders
      .createAgent({}, { env: of })
      .withProvider(openai())
      .withLlm(model, { ...config })
      .build();
  const wrong = [
    nobody("openai:gpt-5-mini"),
    nobody("antropic:claude"),
    nobody("openai:gpt-5-mini", { apiKey: "k", temprature: 1 }),
    nobody("openai:gpt-5-mini", { apiKey: "k" }, { PERGOLA_LLM__OPENAI_TEMPERATURE: "hot" }),
  ];
  const quoted = [...guide.matchAll(/^> (.+)$/gm)].map(([, line]) => line);
  const said = await Promise.all(
    wrong.map((build) =>
      build.then(
        () => "It is built.",
        (error: unknown) =>
          isPergolaError(error) ? (error.message.split("\n")[1]?.trim() ?? "") : String(error),
      ),
    ),
  );
  expect(said).toEqual(quoted);
  // Who uses providers need not know how they are found.
  expect(guide).not.toMatch(/plugin/i);
});
