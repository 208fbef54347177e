import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startVendorServer, type VendorServer } from "@pergola/resources/testing";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DemoServer, failingDemo, freePort, startDemo } from "./demo-server.test-helper.ts";

let data: string;
const running: { kill(): Promise<void> }[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "pergola-demo-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.kill()));
  await rm(data, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startDemo>[0]> = {}): Promise<DemoServer> {
  const demo = await startDemo({ data, ...options });
  running.push(demo);
  return demo;
}

const chat = (url: string, content: string) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 }).chat.completions.create({
    model: "assistant",
    messages: [{ role: "user", content }],
    metadata: { session_id: "s" },
  });

async function turns(url: string): Promise<{ messages: { content: string }[] }[]> {
  const answer = await fetch(`${url}/v1/sessions/s?agent=assistant`);
  return ((await answer.json()) as { turns: { messages: { content: string }[] }[] }).turns;
}

describe("the demo without a model", () => {
  it("says that its model is no language model, with the next command, in log and API", async () => {
    const demo = await start();
    expect(demo.output()).toMatch(/not a language model.*OPENAI_API_KEY=… npm run demo/s);
    expect(demo.output()).toContain(data);
    const models = (await (await fetch(`${demo.url}/v1/models`)).json()) as { data: { pergola: unknown }[] };
    expect(models.data[0]?.pergola).toMatchObject({
      isOffline: true,
      notice: expect.stringContaining("ollama pull llama3.2:3b"),
    });
  });

  it("answers the official client, and remembers across kill -9", async () => {
    const first = await start();
    const answer = await chat(first.url, "What is 6 * 7?");
    expect(answer.choices[0]?.message.content).toContain("42");
    await first.kill();
    const second = await start();
    expect((await turns(second.url)).map((turn) => turn.messages[0]?.content)).toEqual(["What is 6 * 7?"]);
    await chat(second.url, "And 2 * 3?");
    expect(await turns(second.url)).toHaveLength(2);
  }, 40_000);

  it("takes the next free port when none was asked for", async () => {
    const first = await start({ env: { PORT: "" } });
    const elsewhere = await mkdtemp(join(tmpdir(), "pergola-demo-"));
    const second = await start({ data: elsewhere, env: { PORT: "" } });
    expect(Number(new URL(second.url).port)).toBeGreaterThan(Number(new URL(first.url).port));
    await second.kill();
    await rm(elsewhere, { recursive: true, force: true });
  }, 40_000);

  it("ends with 0 when it is asked to", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const demo = await start();
      expect(await demo.end(signal)).toBe(0);
    }
  }, 40_000);
});

describe("the demo with a model", () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendorServer({ reply: () => "Hello from the vendor" });
  });
  afterEach(() => vendor.close());

  it("uses OPENAI_API_KEY and names the host that data goes to", async () => {
    const demo = await start({ env: { OPENAI_API_KEY: "sk-demo-secret", OPENAI_BASE_URL: vendor.baseURL } });
    expect(demo.output()).toContain(`openai: gpt-5-mini at ${new URL(vendor.url).host}`);
    expect(demo.output()).not.toContain("sk-demo-secret");
    expect((await chat(demo.url, "hi")).choices[0]?.message.content).toBe("Hello from the vendor");
    expect(vendor.requests[0]?.headers.authorization).toBe("Bearer sk-demo-secret");
  });

  it("reads .env", async () => {
    await writeFile(
      join(data, ".env"),
      `OPENAI_API_KEY=sk-file\nOPENAI_BASE_URL=${vendor.baseURL}\nOPENAI_MODEL=from-file\n`,
    );
    const demo = await start();
    await chat(demo.url, "hi");
    expect(vendor.requests[0]).toMatchObject({
      body: { model: "from-file" },
      headers: { authorization: "Bearer sk-file" },
    });
  });

  it("uses an Ollama that answers: its first chat model, or the one that was asked for", async () => {
    const ollama = await startOllama(vendor);
    running.push({ kill: async () => void ollama.close() });
    const host = `http://127.0.0.1:${(ollama.address() as AddressInfo).port}`;
    const demo = await start({ env: { OLLAMA_HOST: host } });
    expect((await chat(demo.url, "hi")).choices[0]?.message.content).toBe("Hello from the vendor");
    expect(vendor.requests[0]?.body).toMatchObject({ model: "llama3.2:3b" });
    await demo.kill();
    const asked = await start({ env: { OLLAMA_HOST: host, OLLAMA_MODEL: "qwen3:4b" } });
    await chat(asked.url, "hi");
    expect(vendor.requests[1]?.body).toMatchObject({ model: "qwen3:4b" });
  }, 40_000);
});

describe("the demo where it cannot run", () => {
  it("says which process holds its data", async () => {
    await start();
    const { code, output } = await failingDemo(data, { PORT: String(await freePort()) });
    expect(code).toBe(1);
    expect(output).toMatch(/another process|process \d+|pid/i);
  });

  it("says that the port it was asked for is taken", async () => {
    const demo = await start();
    const { port } = new URL(demo.url);
    const elsewhere = await mkdtemp(join(tmpdir(), "pergola-demo-"));
    const { code, output } = await failingDemo(elsewhere, { PORT: port, PERGOLA_DATA: elsewhere });
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining(port) });
    await rm(elsewhere, { recursive: true, force: true });
  });

  it("names every wrong setting", async () => {
    const { code, output } = await failingDemo(data, { PORT: "eighty", PERGOLA_TOKEN: "with space" });
    expect(code).toBe(1);
    expect(output).toContain("PORT");
  });

  it("refuses to be reached by others without a token", async () => {
    const { code, output } = await failingDemo(data, { HOST: "0.0.0.0", PORT: String(await freePort()) });
    expect(code).toBe(1);
    expect(output).toMatch(/token/i);
  });
});

/** What Ollama answers to its list of models; chats go on to the vendor. */
async function startOllama(vendor: VendorServer): Promise<Server> {
  const models = ["nomic-embed-text:latest", "llama3.2:3b", "qwen3:4b"].map((name) => ({ name }));
  const server = createServer(async (request, response) => {
    if (request.url === "/api/tags") {
      response.setHeader("content-type", "application/json").end(JSON.stringify({ models }));
      return;
    }
    const body = await new Response(request as unknown as ReadableStream).text();
    const answer = await fetch(`${vendor.url}${request.url}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
