import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { reply, startVendorServer } from "@pergola/resources/testing";
import OpenAI from "openai";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  type AppProcess,
  listenLocally,
  ollamaOver,
  startApp,
  tempFolder,
} from "./app-process.test-helper.ts";

/** Starts the app and makes sure that it does not outlive the test. */
function app(...args: Parameters<typeof startApp>): AppProcess {
  const started = startApp(...args);
  onTestFinished(async () => {
    started.signal("SIGKILL");
    await started.ended;
  });
  return started;
}

async function ask(url: string, content: string, session_id?: string): Promise<string> {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });
  const metadata = session_id === undefined ? undefined : { session_id };
  const messages = [{ role: "user" as const, content }];
  const answer = await client.chat.completions.create({ model: "assistant", messages, metadata });
  return answer.choices[0]?.message.content ?? "";
}

const modelOf = async (url: string) =>
  ((await (await fetch(`${url}/v1/models`)).json()) as { data: { pergola: object }[] }).data[0]?.pergola;

describe("the app", { timeout: 60_000 }, () => {
  it("says its url, its data folder and its model, and what to do for a real one", async () => {
    await using folder = await tempFolder();
    const started = app(folder.path);
    const url = await started.url();
    expect(started.output).toContain(`data: ${folder.path}`);
    expect(started.output).toContain("ollama pull llama3.2:3b");
    expect(started.output).toContain("OPENAI_API_KEY=… npm run demo");
    expect(started.output.match(/open http/g)).toHaveLength(1);
    expect(await modelOf(url)).toMatchObject({
      provider: "offline",
      isOffline: true,
      notice: expect.stringContaining("ollama pull llama3.2:3b"),
      tools: [{ name: "calculator" }, { name: "clock" }, { name: expect.stringContaining("unit") }],
    });
    expect(await ask(url, "What is 6 * 7?")).toContain("42");
  });

  it("shows figures and the log of what it did, and keeps the log in its data folder", async () => {
    await using folder = await tempFolder();
    const started = app(folder.path);
    const url = await started.url();
    await ask(url, "What is 6 * 7?");
    const prometheus = await (await fetch(`${url}/metrics`)).text();
    expect(prometheus).toContain('pergola_runs_started_total{agent="assistant"} 1');
    const health = await (await fetch(`${url}/v1/agents/assistant/health`)).json();
    expect(health).toMatchObject({ status: "ok", resources: expect.arrayContaining([expect.anything()]) });
    const shown = (await (await fetch(`${url}/v1/logs`)).json()) as { data: { message: string }[] };
    const messages = shown.data.map(({ message }) => message);
    expect(messages).toEqual(expect.arrayContaining([`data: ${folder.path}`, "Run completed"]));
    started.signal("SIGTERM");
    expect(await started.ended).toBe(0);
    const file = await readFile(join(folder.path, "logs", "agent.jsonl"), "utf8");
    const lines = file.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toContain("Run completed");
    expect(file).not.toContain("6 * 7");
  });

  it("still has a conversation after kill -9", async () => {
    await using folder = await tempFolder();
    const first = app(folder.path);
    await ask(await first.url(), "My name is Ada.", "s");
    first.signal("SIGKILL");
    expect(await first.ended).toBe("SIGKILL");
    const url = await app(folder.path).url();
    const session = (await (await fetch(`${url}/v1/sessions/s`)).json()) as { turns: object[] };
    expect(session.turns).toMatchObject([
      { status: "settled", messages: [{ content: "My name is Ada." }, {}] },
    ]);
    expect(await ask(url, "What is my name?", "s")).toContain("Ada");
  });

  it("uses OpenAI when there is a key, and names the host that data goes to", async () => {
    await using folder = await tempFolder();
    await using vendor = await startVendorServer({ replies: ["From the vendor"], apiKey: "sk-test" });
    const env = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: vendor.baseURL, OPENAI_MODEL: "some-model" };
    const started = app(folder.path, env);
    const url = await started.url();
    expect(await ask(url, "Hello")).toBe("From the vendor");
    expect(vendor.requests[0]?.body).toMatchObject({ model: "some-model" });
    expect(started.output).toContain(new URL(vendor.url).host);
    expect(started.output).not.toContain("sk-test");
  });

  it("else uses an Ollama that answers, with its first chat model or the one that is asked for", async () => {
    await using folder = await tempFolder();
    await using vendor = await startVendorServer({ reply: () => "From Ollama" });
    const ollama = ollamaOver(vendor.baseURL);
    onTestFinished(() => void ollama.close());
    const OLLAMA_HOST = await listenLocally(ollama);
    const started = app(folder.path, { OLLAMA_HOST });
    const url = await started.url();
    expect(await modelOf(url)).toMatchObject({ model: "ollama:llama3.2:3b", isOffline: false });
    expect(await ask(url, "Hello")).toBe("From Ollama");
    started.signal("SIGTERM");
    await started.ended;
    const other = await app(folder.path, { OLLAMA_HOST, OLLAMA_MODEL: "qwen3:4b" }).url();
    expect(await modelOf(other)).toMatchObject({ model: "ollama:qwen3:4b" });
  });

  it("does not wait for an Ollama that says nothing", async () => {
    await using folder = await tempFolder();
    const silent = createServer(() => undefined);
    onTestFinished(() => {
      silent.close();
      silent.closeAllConnections();
    });
    const url = await app(folder.path, { OLLAMA_HOST: await listenLocally(silent) }).url();
    expect(await modelOf(url)).toMatchObject({ isOffline: true });
  });

  it("reads .env of its folder, and asks for the token that it finds there", async () => {
    await using folder = await tempFolder();
    await writeFile(join(folder.path, ".env"), "PERGOLA_TOKEN=from-the-file\n");
    const started = app(folder.path);
    const url = await started.url();
    expect((await fetch(`${url}/v1/models`)).status).toBe(401);
    expect((await fetch(`${url}/?token=from-the-file`, { redirect: "manual" })).status).toBe(303);
    expect(started.output).toContain("add ?token= and your PERGOLA_TOKEN");
    expect(started.output).not.toContain("from-the-file");
  });

  it("takes LOG_LEVEL from .env too, and a .env that is a folder for none", async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, ".env"));
    const loud = app(folder.path);
    await loud.url();
    loud.signal("SIGTERM");
    await loud.ended;
    await rm(join(folder.path, ".env"), { recursive: true });
    await writeFile(join(folder.path, ".env"), "LOG_LEVEL=error\n");
    const refused = app(folder.path, { HOST: "0.0.0.0" });
    expect(await refused.ended).toBe(1);
    expect(refused.output).not.toContain("conversation file open");
    expect(refused.output).toContain("TOKEN_REQUIRED");
  });

  it("names a LOG_LEVEL that there is not, without a stack trace", async () => {
    await using folder = await tempFolder();
    const started = app(folder.path, { LOG_LEVEL: "loud" });
    expect(await started.ended).toBe(1);
    expect(started.output).toContain("LOG_LEVEL");
    expect(started.output).not.toMatch(/\n\s+at /);
  });
});

describe("the port", { timeout: 60_000 }, () => {
  it("that was asked for and is taken ends the app with the way out", async () => {
    await using folder = await tempFolder();
    const taken = createServer();
    const { port } = new URL(await listenLocally(taken));
    const started = app(folder.path, { PORT: port });
    expect(await started.ended).toBe(1);
    expect(started.output).toContain("PORT_IN_USE");
    expect(started.output).toContain("choose another port");
    taken.close();
  });

  it("that nobody asked for is the next free one from 8000", async () => {
    await using folder = await tempFolder();
    const taken = createServer();
    // Another test may have it for a moment, and then it may be free again when the app looks.
    const isOurs = await listenLocally(taken, 8000).then(
      () => true,
      () => false,
    );
    const url = await app(folder.path, { PORT: undefined }).url();
    expect(Number(new URL(url).port)).toBeGreaterThanOrEqual(isOurs ? 8001 : 8000);
    taken.close();
  });

  it("is not opened to others without a token", async () => {
    await using folder = await tempFolder();
    const started = app(folder.path, { HOST: "0.0.0.0" });
    expect(await started.ended).toBe(1);
    expect(started.output).toContain("TOKEN_REQUIRED");
  });

  it("that is none is named, with everything else that is wrong", async () => {
    await using folder = await tempFolder();
    const started = app(folder.path, { PORT: "eighty" });
    expect(await started.ended).toBe(1);
    expect(started.output).toContain("PORT");
  });
});

describe("a signal", { timeout: 60_000 }, () => {
  it.each(["SIGINT", "SIGTERM"] as const)("%s ends the app in order", async (name) => {
    await using folder = await tempFolder();
    const started = app(folder.path);
    await started.url();
    started.signal(name);
    expect(await started.ended).toBe(0);
  });

  it("for the second time ends it at once, though a run is running", async () => {
    await using folder = await tempFolder();
    await using vendor = await startVendorServer({ replies: [reply.hang()] });
    const started = app(folder.path, { OPENAI_API_KEY: "x", OPENAI_BASE_URL: vendor.baseURL });
    const url = await started.url();
    const lost = ask(url, "Hello").catch((error: unknown) => error);
    await vendor.nextRequest();
    started.signal("SIGTERM");
    while (!started.output.includes("once more")) await new Promise((resolve) => setImmediate(resolve));
    started.signal("SIGTERM");
    expect(await started.ended).toBe(1);
    expect(await lost).toBeInstanceOf(OpenAI.APIConnectionError);
  });
});
