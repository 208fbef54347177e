import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Logger, silentLogger } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore, type ProviderFactory } from "@pergola/resources";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { Agent } from "../index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-from-config-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const configSchema = z.looseObject({});
const llm: ProviderFactory<"llm"> = {
  category: "llm",
  name: "said",
  configSchema,
  create: async () => new ScriptedChatModel([]),
};

it("a file whose agent does not start says why, whatever its closing throws", async () => {
  const store = createInMemoryConversationStore();
  const memory: ProviderFactory<"memory"> = {
    category: "memory",
    name: "shared",
    configSchema,
    create: async () => store,
  };
  const stuck = {
    category: "queue",
    name: "stuck",
    configSchema,
    create: async () => ({ close: () => Promise.reject(new Error("stuck")) }),
  } as never as ProviderFactory;
  const start = async (name: string, steps: string) => {
    const file = join(folder, name);
    await writeFile(
      file,
      `name: helper\nllm: said\nmemory: { type: conversation, provider: shared }\n${steps}`,
    );
    return Agent.fromConfig(file, { providers: [llm, memory, stuck], sources: [] });
  };
  await using first = await start("one.yaml", "steps: [{ step: llm }]");
  const other = start("two.yaml", "resources: { queue: stuck }\nsteps: [{ step: llm }, { step: llm }]");
  await expect(other).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
  expect(first.name).toBe("helper");
});

it("a listener of reloads that rejects harms nobody", async () => {
  const file = join(folder, "watched.yaml");
  const text = "llm: said\nsteps: [{ step: llm }]\n";
  await writeFile(file, text);
  const told = Promise.withResolvers<string>();
  const logger: Logger = {
    ...silentLogger,
    warn: (message, fields) => told.resolve(`${message}: ${fields?.reason}`),
    child: () => logger,
  };
  const onReload = () => Promise.reject(new Error("a bad listener"));
  const options = { providers: [llm], sources: [], logger, onReload };
  await using agent = await Agent.fromConfig(file, { ...options, watch: true });
  await writeFile(file, `${text}limits: { timeoutMs: 5000 }\n`);
  expect(await told.promise).toBe("onReload threw: a bad listener");
  expect(agent.definition.limits).toEqual({ timeoutMs: 5_000 });
});
