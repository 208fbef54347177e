import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgentServer } from "@pergola/agent-server";
import { createAgent } from "@pergola/builders";
import { type LogFields, type Logger, PergolaError, type RunEvent, toErrorData } from "@pergola/core";
import { openai } from "@pergola/llm-openai";
import { openDuckDbConversationStore } from "@pergola/memory-duckdb";
import type { ConversationStore } from "@pergola/resources";
import {
  reply,
  startVendorServer,
  type VendorReply,
  type VendorReplyLike,
  type VendorServer,
} from "@pergola/resources/testing";
import { defineTool } from "@pergola/tools";
import { type Logger as Pino, pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { everything, KINDS, PLAIN_SECRETS } from "./everything.test-helper.ts";

let vendor: VendorServer;
/** What the vendor says next. */
let answer: () => VendorReplyLike = () => "fine";
let folder: string;
let store: ConversationStore;
beforeAll(async () => {
  vendor = await startVendorServer({ reply: () => answer() });
  folder = await mkdtemp(join(tmpdir(), "pergola-secrets-"));
  store = await openDuckDbConversationStore({ path: join(folder, "memory.duckdb") });
});
afterAll(async () => {
  await vendor.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A real logger, which writes into a list. */
function pinoLogger(lines: string[]): Logger {
  const adapt = (log: Pino): Logger => ({
    debug: (message: string, fields?: LogFields) => log.debug(fields ?? {}, message),
    info: (message: string, fields?: LogFields) => log.info(fields ?? {}, message),
    warn: (message: string, fields?: LogFields) => log.warn(fields ?? {}, message),
    error: (message: string, fields?: LogFields) => log.error(fields ?? {}, message),
    child: (fields: LogFields) => adapt(log.child(fields)),
  });
  const options = { level: "debug", serializers: { error: pino.stdSerializers.errWithCause } };
  return adapt(pino(options, { write: (line: string) => void lines.push(line) }));
}

/** A tool of somebody who is careless: it gives and logs what it should keep. */
const careless = (secret: string) =>
  defineTool({
    name: "careless",
    description: "Tells too much.",
    input: z.object({ note: z.string() }),
    async execute({ note }) {
      if (note === "throw")
        throw Object.assign(new Error(`careless: ${secret}`), { headers: { cookie: secret } });
      return { environment: { API_KEY: secret }, said: secret };
    },
  });

/** Keys go into a header of their own when they have spaces; a line end no header takes: then only the vendor says it. */
function configWith(secret: string) {
  const common = { provider: "openai", apiKey: "sk-of-the-agent-1" };
  if (/[\r\n]/.test(secret)) return common;
  return /\s/.test(secret) ? { ...common, headers: { "x-api-key": secret } } : { ...common, apiKey: secret };
}

async function agentWith(secret: string, lines: string[] = []) {
  return createAgent({ name: "assistant" }, { logger: pinoLogger(lines) })
    .withProvider(openai({ baseURL: vendor.baseURL, model: "m" }))
    .withLlm(configWith(secret))
    .withMemory(store)
    .withTools([careless(secret)])
    .withStep("tools-loop", {})
    .start();
}

/** Every way out of an agent whose key is the secret and whose vendor says it again. */
async function outputsOf(secret: string): Promise<Record<string, string>> {
  const lines: string[] = [];
  await using agent = await agentWith(secret, lines);
  const sessionId = crypto.randomUUID();
  const outputs: Record<string, string> = {
    "agent.definition": everything(agent.definition),
    agent: everything(agent),
    "agent.describe": everything(agent.describe()),
    "agent.describeModel": agent.describeModel(),
  };
  const events: RunEvent[] = [];
  const stream = agent.stream("Hello", { userId: "local", sessionId });
  for await (const event of stream) events.push(event);
  outputs["agent.stream, events"] = everything(events);
  outputs["agent.stream, error"] = everything(await stream.result.catch((error: unknown) => error));
  const chat = await agent
    .chat("Hello", { userId: "local", sessionId: "chat" })
    .catch((error: unknown) => error);
  if (chat instanceof Error) outputs["agent.chat"] = everything(chat) + everything(toErrorData(chat));
  Object.assign(outputs, await serverOutputs(agent, lines, sessionId));
  outputs.log = lines.join("");
  expect(events.map(({ type }) => type)).toContain("model-started");
  return outputs;
}

async function serverOutputs(
  agent: Awaited<ReturnType<typeof agentWith>>,
  lines: string[],
  sessionId: string,
): Promise<Record<string, string>> {
  const server = createAgentServer({ agents: [agent], port: 0, logger: pinoLogger(lines) });
  const url = await server.listen();
  const post = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
    return `${[...response.headers].join("\n")}\n${await response.text()}`;
  };
  const messages = [{ role: "user", content: "Hello" }];
  const outputs = {
    "POST /v1/runs": await post("/v1/runs", { agent: "assistant", message: "Hello", sessionId: "served" }),
    "GET /v1/models": await (await fetch(`${url}/v1/models`)).text(),
    "GET /v1/agents/:id/graph": await (await fetch(`${url}/v1/agents/assistant/graph`)).text(),
    "GET /v1/sessions/:id": JSON.stringify(
      logOf(await (await fetch(`${url}/v1/sessions/${sessionId}`)).json()),
    ),
  };
  const completion = await post("/v1/chat/completions", { model: "assistant", messages });
  await server.close();
  return { ...outputs, "POST /v1/chat/completions": completion };
}

/** What the page gets of a session besides what was said in it. */
const logOf = (body: unknown) =>
  (body as { readonly turns: readonly { readonly messages?: unknown }[] }).turns.map(
    ({ messages: _said, ...turn }) => turn,
  );

async function bytesBelow(path: string): Promise<string> {
  const names = await readdir(path);
  return (await Promise.all(names.map((name) => readFile(join(path, name), "latin1")))).join("");
}

const refusal = (secret: string): VendorReply =>
  reply.error({
    status: 401,
    message: `Incorrect API key provided: ${secret}. You can find yours elsewhere.`,
  });

describe("an agent whose vendor says the key again shows it nowhere", () => {
  it.each([...KINDS, ...PLAIN_SECRETS])("of the kind %s", async (_, secret, needle) => {
    answer = () => refusal(secret);
    const outputs = await outputsOf(secret);
    for (const [output, text] of Object.entries(outputs)) expect(text, output).not.toContain(needle);
    expect(Object.keys(outputs).sort()).toEqual([
      "GET /v1/agents/:id/graph",
      "GET /v1/models",
      "GET /v1/sessions/:id",
      "POST /v1/chat/completions",
      "POST /v1/runs",
      "agent",
      "agent.chat",
      "agent.definition",
      "agent.describe",
      "agent.describeModel",
      "agent.stream, error",
      "agent.stream, events",
      "log",
    ]);
  });
});

const call = (note: string): VendorReply => reply.toolCalls({ name: "careless", arguments: { note } });

it("the file of conversations holds none of them, but what was said", async () => {
  const before = await bytesBelow(folder);
  await store.close();
  const after = await bytesBelow(folder);
  expect(before + after).toContain("Incorrect API key provided: [redacted]");
  for (const [kind, , needle] of [...KINDS, ...PLAIN_SECRETS])
    expect(before + after, kind).not.toContain(needle);
  store = await openDuckDbConversationStore({ path: join(folder, "memory.duckdb") });
});

describe("a tool that gives away a secret", () => {
  it.each(KINDS.slice(0, 12))("does not show it in events: %s", async (_, secret, needle) => {
    const lines: string[] = [];
    await using agent = await agentWith(secret, lines);
    for (const note of ["give", "throw"]) {
      let calls = 0;
      answer = () => (calls++ === 0 ? call(note) : "fine");
      const events: RunEvent[] = [];
      for await (const event of agent.stream("Hello")) events.push(event);
      expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
      expect(events.map(({ type }) => type)).toContain("tool-finished");
      expect(everything(events)).not.toContain(needle);
    }
    expect(lines.join("")).not.toContain(needle);
  });
});

describe("what a user says", () => {
  it("goes to the model and into the conversation as it is, and without secrets into events", async () => {
    const [, secret, needle] = KINDS.find(([kind]) => kind === "github") as (typeof KINDS)[number];
    await using agent = await agentWith("sk-of-the-agent-2");
    answer = () => "fine";
    const before = vendor.requests.length;
    const events: RunEvent[] = [];
    const session = { userId: "ada", sessionId: "s" };
    for await (const event of agent.stream(`My token is ${secret}.`, session)) events.push(event);
    expect(JSON.stringify(vendor.requests.slice(before))).toContain(needle);
    const transcript = await agent.memory.transcript({ tenantId: "local", agentId: "assistant", ...session });
    expect(JSON.stringify(transcript?.turns[0]?.messages)).toContain(needle);
    expect(everything(events)).not.toContain(needle);
  });
});

describe("an error of Pergola in a real logger", () => {
  it.each(KINDS)("shows no secret of the kind %s", (_, secret, needle) => {
    const lines: string[] = [];
    const cause = new Error(`no: ${secret}`, { cause: { headers: { authorization: secret } } });
    const error = new PergolaError("X", { message: `no: ${secret}`, details: { secret }, cause });
    pinoLogger(lines).error("It failed.", { error, err: error });
    expect(lines.join("")).toContain("It failed.");
    expect(lines.join("")).not.toContain(needle);
  });
});
