import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { type Logger, silentLogger } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { openai } from "@pergola/llm-openai";
import { duckdb } from "@pergola/memory-duckdb";
import { createPluginManager } from "@pergola/plugins";
import type { ProviderFactory } from "@pergola/resources";
import { localFiles } from "@pergola/resources/fs";
import { expect, it } from "vitest";
import { z } from "zod";

/** A provider of somebody else's: it says its name and how loud it was made. */
const parrot: ProviderFactory<"llm"> = {
  category: "llm",
  name: "acme-parrot",
  configSchema: z.strictObject({ volume: z.int().min(0), words: z.array(z.string()).optional() }),
  create: async (config) => new ScriptedChatModel([JSON.stringify(config)]),
};

const builder = (env: Readonly<Record<string, string>>, logger: Logger = silentLogger) =>
  createAgent({}, { env, logger, sources: [] }).withProvider(parrot);

it("a provider that knows nothing of variables is made with what they set", async () => {
  const env = { PERGOLA_LLM__ACME_PARROT_VOLUME: "11", PERGOLA_LLM__ACME_PARROT_WORDS: "hello,bye" };
  await using agent = await builder(env).withLlm("acme-parrot").build();
  expect((await agent.chat("hi")).text).toBe('{"volume":11,"words":["hello","bye"]}');
});

it("a wrong value is a defect of the definition, with the variable's name and what is allowed", async () => {
  const built = builder({ PERGOLA_LLM__ACME_PARROT_VOLUME: "loud" }).withLlm("acme-parrot").build();
  await expect(built).rejects.toMatchObject({
    code: "INVALID_AGENT_CONFIG",
    details: {
      problems: [
        {
          path: ["llm", "volume"],
          message:
            'The environment variable PERGOLA_LLM__ACME_PARROT_VOLUME is wrong: Got "loud"; expected an integer from 0.',
          hint: "Set it to an integer from 0.",
        },
      ],
    },
  });
});

it("a missing key is told with every variable that is read for it", async () => {
  const built = createAgent({}, { env: {}, sources: [] })
    .withProvider(openai())
    .withLlm("openai:gpt-5-mini")
    .build();
  await expect(built).rejects.toThrow(
    /Set the environment variable OPENAI_API_KEY, or pass apiKey. The environment variable PERGOLA_LLM__OPENAI_API_KEY is read too./,
  );
});

it("an agent without another word talks to OpenAI, with the model that the environment names", async () => {
  const env = { OPENAI_API_KEY: "sk-test", PERGOLA_LLM__OPENAI_MODEL: "gpt-5-mini" };
  await using agent = await createAgent({}, { env, sources: [] }).withProvider(openai()).withLlm().build();
  expect(agent.describeModel()).toBe("openai: gpt-5-mini at api.openai.com:443");
});

it("a memory is opened where its variable says", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pergola-settings-"));
  const path = join(folder, "turns.duckdb");
  const env = { PERGOLA_LLM__ACME_PARROT_VOLUME: "1", PERGOLA_MEMORY__DUCKDB_PATH: path };
  const agent = await builder(env)
    .withLlm("acme-parrot")
    .withProvider(duckdb())
    .withMemory({ type: "conversation", provider: "duckdb" })
    .start();
  await agent.close();
  expect((await stat(path)).isFile()).toBe(true);
  await rm(folder, { recursive: true });
});

it("what a plugin manager makes of a provider has it too", async () => {
  const env = { PERGOLA_LLM__ACME_PARROT_VOLUME: "3" };
  await using manager = createPluginManager({ env, pluginsFolder: false, userFolder: false });
  await manager.register({ name: "acme", version: "1.0.0", contributes: { providers: [parrot] } });
  const model = await manager.createProvider("llm", "acme-parrot");
  expect((await model.invoke("hi")).text).toBe('{"volume":3}');
});

it("a misspelt variable of a provider that stands where a resource is named is told too", async () => {
  const lines: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (message) => void lines.push(message),
    child: () => logger,
  };
  const env = {
    PERGOLA_LLM__ACME_PARROT_VOLUME: "1",
    PERGOLA_MEMORY__DUCKDB_PTH: "x",
    PERGOLA_STORAGE__LOCAL_X: "x",
  };
  await using agent = await builder(env, logger)
    .withLlm("acme-parrot")
    .withMemory({ type: "conversation", provider: duckdb({ path: "unused.duckdb" }) })
    .withStorage(localFiles({ basePath: "unused" }))
    .build();
  expect(agent.name).toBe("agent");
  expect(lines).toEqual([
    expect.stringContaining("Did you mean PERGOLA_MEMORY__DUCKDB_PATH?"),
    expect.stringContaining(
      "PERGOLA_STORAGE__LOCAL_X sets nothing. There are: PERGOLA_STORAGE__LOCAL_BASE_PATH,",
    ),
  ]);
});

it("a misspelt variable is told in the log, once for an agent and never for its prompts", async () => {
  const lines: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (message) => void lines.push(message),
    child: () => logger,
  };
  const env = { PERGOLA_LLM__ACME_PARROT_VOLUME: "1", PERGOLA_LLM__ACME_PAROT_WORDS: "hello" };
  await using agent = await builder(env, logger).withLlm("acme-parrot").build();
  await agent.prompt().withUser("hi").generate();
  expect(lines).toEqual([
    "The environment variable PERGOLA_LLM__ACME_PAROT_WORDS sets nothing. Did you mean PERGOLA_LLM__ACME_PARROT_WORDS?",
  ]);
});
