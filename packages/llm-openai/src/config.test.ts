import { silentLogger } from "@pergola/core";
import { describe, expect, test } from "vitest";
import { openai } from "./openai.ts";
import { openAiCompatible } from "./openai-compatible.ts";
import { openrouter } from "./openrouter.ts";
import { providers } from "./providers.ts";

const KEY = { OPENAI_API_KEY: "sk-environment" };
const problems = (config: unknown, env: Record<string, string> = KEY) =>
  openai().validateConfig?.(config, { env }) ?? [];

describe("validateConfig", () => {
  test("is content with a model and a key", () => {
    expect(problems({ model: "gpt-5-mini" })).toEqual([]);
    expect(problems({ model: "gpt-5-mini", apiKey: "sk-1" }, {})).toEqual([]);
    expect(openai({ model: "m", apiKey: "sk-1" }).validateConfig?.(undefined, { env: {} })).toEqual([]);
  });

  test("names the variable when the key is missing", () => {
    expect(problems({ model: "m" }, {})).toEqual([
      expect.objectContaining({ path: ["apiKey"], hint: expect.stringContaining("OPENAI_API_KEY") }),
    ]);
    expect(problems({ model: "m" }, { OPENAI_API_KEY: "" })).toHaveLength(1);
  });

  test.each([
    "http://127.0.0.1:11434/v1",
    "http://localhost:1234/v1",
    "http://[::1]:8000/v1",
    "http://127.9.9.9/v1",
  ])("needs no key for %s", (baseURL) => {
    expect(problems({ model: "m", baseURL }, {})).toEqual([]);
  });

  test.each(["http://192.168.0.1/v1", "https://localhost.example.com/v1", "http://127.0.0.1.example.com/v1"])(
    "needs a key for %s",
    (baseURL) => {
      expect(problems({ model: "m", baseURL }, {}).map(({ path }) => path)).toEqual([["apiKey"]]);
    },
  );

  test("takes a credential header in the place of the key", () => {
    expect(problems({ model: "m", headers: { "api-key": "k" } }, {})).toEqual([]);
    expect(problems({ model: "m", headers: { Authorization: "Bearer k" } }, {})).toEqual([]);
    expect(problems({ model: "m", headers: { "x-title": "k" } }, {})).toHaveLength(1);
  });

  test("reports all defects at once, each with its path", () => {
    const config = {
      temperature: 3,
      topP: -0.1,
      maxTokens: 0,
      timeoutMs: 1.5,
      seed: "x",
      presencePenalty: 9,
      baseURL: "ftp://example.com",
      apiKey: "sk with space",
      fetch: "no",
      temprature: 1,
    };
    const paths = problems(config).map(({ path }) => path.join("."));
    expect(paths.sort()).toEqual(["model", ...Object.keys(config)].sort());
  });

  test("suggests the nearest option for an unknown one", () => {
    const [problem] = problems({ model: "m", temprature: 1 });
    expect(problem).toMatchObject({ path: ["temprature"], hint: expect.stringContaining('"temperature"') });
  });

  test.each([null, undefined, 3, "gpt", []])("survives the config %j", (config) => {
    expect(problems(config).length).toBeGreaterThan(0);
  });

  test("refuses credentials inside the address", () => {
    const [problem] = problems({ model: "m", baseURL: "https://user:secret@example.com/v1" });
    expect(problem).toMatchObject({ path: ["baseURL"], hint: expect.stringContaining("apiKey") });
    expect(JSON.stringify(problem)).not.toContain("secret");
  });

  test("finds defects of the defaults, too", () => {
    const factory = openai({ model: "m", temperature: 5 });
    expect(factory.validateConfig?.({}, { env: KEY })).toHaveLength(1);
  });
});

describe("describe", () => {
  test("names model and host, and nothing secret", () => {
    const line = openai().describe?.({ model: "gpt-5-mini", apiKey: "sk-secret" }, { env: {} });
    expect(line).toBe("openai: gpt-5-mini at api.openai.com:443");
    const local = openai().describe?.(
      { model: "qwen", baseURL: "http://127.0.0.1:11434/v1?key=sk-x" },
      { env: {} },
    );
    expect(local).toBe("openai: qwen at 127.0.0.1:11434");
    expect(openai().describe?.({}, { env: {} })).toBe("openai: no model at api.openai.com:443");
  });

  test("config wins over defaults, defaults over the environment", () => {
    const env = { OPENAI_BASE_URL: "https://environment.example/v1" };
    const factory = openai({ baseURL: "https://defaults.example/v1" });
    expect(openai().describe?.({ model: "m" }, { env })).toContain("environment.example");
    expect(factory.describe?.({ model: "m" }, { env })).toContain("defaults.example");
    const baseURL = "https://config.example/v1";
    expect(factory.describe?.({ model: "m", baseURL }, { env })).toContain("config.example");
    expect(factory.describe?.({ model: "m", baseURL: undefined }, { env })).toContain("defaults.example");
  });
});

describe("create", () => {
  test("rejects with every defect of the config", async () => {
    const made = openai().create({ temperature: 3 }, { env: {}, logger: silentLogger });
    await expect(made).rejects.toMatchObject({
      code: "PROVIDER_CONFIG_INVALID",
      message: expect.stringMatching(/temperature.*model.*apiKey/),
      hint: expect.stringContaining("OPENAI_API_KEY"),
      details: { provider: "openai", problems: { length: 3 } },
    });
  });

  test("rejects with the signal's reason when it has fired", async () => {
    const reason = new Error("too late");
    const context = { env: KEY, logger: silentLogger, signal: AbortSignal.abort(reason) };
    await expect(openai().create({ model: "m" }, context)).rejects.toBe(reason);
  });

  test("a preset has its own name, address and variable", async () => {
    const acme = openAiCompatible({
      name: "acme",
      baseURL: "https://api.acme.example/v1",
      apiKeyVariable: "ACME_API_KEY",
    });
    expect(acme).toMatchObject({ category: "llm", name: "acme" });
    expect(acme.describe?.({ model: "m" }, { env: {} })).toBe("acme: m at api.acme.example:443");
    const [problem] = acme.validateConfig?.({ model: "m" }, { env: KEY }) ?? [];
    expect(problem?.hint).toContain("ACME_API_KEY");
  });

  test("openrouter is one with its own address and key, and the vendor's name stays in the model's", () => {
    const [problem] = openrouter().validateConfig?.({ model: "m" }, { env: KEY }) ?? [];
    expect(problem?.hint).toContain("OPENROUTER_API_KEY");
    const model = "anthropic/claude-sonnet-4.5";
    expect(openrouter().validateConfig?.({ model }, { env: { OPENROUTER_API_KEY: "sk-or-1" } })).toEqual([]);
    expect(openrouter().describe?.({ model }, { env: {} })).toBe(`openrouter: ${model} at openrouter.ai:443`);
    expect(providers().map(({ name }) => name)).toEqual(["openai", "openrouter"]);
  });
});
