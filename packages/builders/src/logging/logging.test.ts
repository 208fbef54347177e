import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StepContext } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { ProviderFactory } from "@pergola/resources";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { Agent, createAgent } from "../index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-logging-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const talks = (...texts: string[]) => new ScriptedChatModel(texts);
const linesOf = async (path: string) =>
  (await readFile(path, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly message: string; readonly runId?: string });

it("a definition's log has all of its agent, beside what the program's own logger and observers get", async () => {
  const path = join(folder, "logs", "agent.jsonl");
  const [own, seen]: [string[], string[]] = [[], []];
  const logger = { debug() {}, info: (message: string) => own.push(message), warn() {}, error() {} };
  const looks = (_: unknown, { run }: StepContext) => {
    run.logger.info("looking");
    return {};
  };
  const agent = await createAgent({ name: "host" }, { logger: logger as never })
    .withLlm(talks("one", "two"))
    .withStep("custom", { step: looks })
    .withStep("llm", {})
    .withObserver({ observe: ({ type }) => void seen.push(type) })
    .withLogging({ console: false, file: { path } })
    .start();
  const lines = agent.log.subscribe({ components: ["run"] });

  const { runId } = await agent.chat("hi", { userId: "ada" });
  await agent.prompt().withUser("and now?").generate();
  await agent.close();

  expect(own).toEqual(["looking"]);
  expect(seen.at(-1)).toBe("run-finished");
  const written = await linesOf(path);
  expect(written.find(({ message }) => message === "looking")).toMatchObject({ runId, userId: "ada" });
  expect(written.filter(({ message }) => message === "Run completed")).toHaveLength(2);
  const read: string[] = [];
  for await (const { message } of lines) read.push(message);
  expect(read).toEqual(["Run started", "Run completed", "Run started", "Run completed"]);
  expect(agent.log.outputs()).toMatchObject({ file: { dropped: 0 }, live: { dropped: 0 } });
});

it("goes on in the same log after a reload; another log needs a restart", async () => {
  const path = join(folder, "agent.jsonl");
  const logging = { console: false, file: { path } } as const;
  await using agent = await createAgent({ logging }).withLlm(talks("one", "two")).withStep("llm", {}).start();
  const { definition } = agent;
  await expect(agent.reload(definition.withLogging({ content: true }))).rejects.toMatchObject({
    code: "RESTART_REQUIRED",
    details: { changes: [{ path: ["logging", "content"], to: true }] },
  });
  await agent.chat("first");
  await agent.reload(definition.withLimits({ timeoutMs: 5_000 }));
  await agent.chat("second");
  await agent.close();
  expect((await linesOf(path)).filter(({ message }) => message === "Run completed")).toHaveLength(2);
});

it.each([
  ["without logging", undefined],
  ["without a stream", { console: false, file: false, stream: false }],
] as const)("there is nothing to read %s", async (_, logging) => {
  await using agent = await createAgent({ ...(logging && { logging }) })
    .withLlm(talks())
    .build();
  expect(() => agent.log.subscribe()).toThrow(
    expect.objectContaining({ code: "LOGGING_NOT_CONFIGURED", hint: expect.stringContaining("withLogging") }),
  );
});

it("wrong settings are defects of the definition, with their places", async () => {
  const built = createAgent({ logging: { console: { level: "loud" }, file: { maxSize: 1 } } as never })
    .withLlm(talks())
    .build();
  await expect(built).rejects.toMatchObject({
    code: "INVALID_AGENT_CONFIG",
    details: {
      problems: [
        { path: ["logging", "console", "level"], message: expect.stringContaining('"loud"') },
        { path: ["logging", "file", "maxSize"] },
      ],
    },
  });
});

const scripted: ProviderFactory<"llm"> = {
  category: "llm",
  name: "scripted",
  configSchema: z.looseObject({}),
  create: async () => talks("hello"),
};

it("an agent file says where its log is", async () => {
  const file = join(folder, "agent.yaml");
  const path = join(folder, "elsewhere", "one.jsonl");
  const logging = `{ console: false, file: { path: ${JSON.stringify(path)} } }`;
  await writeFile(file, `name: host\nllm: scripted\nsteps: [{ step: llm }]\nlogging: ${logging}\n`);
  const agent = await Agent.fromConfig(file, { providers: [scripted] });
  await agent.chat("hi");
  await agent.close();
  expect((await linesOf(path)).at(-1)?.message).toBe("Run completed");
});
