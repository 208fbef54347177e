import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI from "openai";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type DemoServer, failingDemo, freePort, startDemo } from "./demo-server.test-helper.ts";

let data: string;
let running: DemoServer[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "pergola-demo-"));
});
afterEach(async () => {
  await Promise.all(running.map((demo) => demo.kill()));
  running = [];
  await rm(data, { recursive: true, force: true });
});

async function start(): Promise<DemoServer> {
  const demo = await startDemo({ data });
  running.push(demo);
  return demo;
}

const clientOf = (demo: DemoServer) =>
  new OpenAI({ baseURL: `${demo.url}/v1`, apiKey: "any", maxRetries: 0 });

it("the official client lists models, chats, streams, and finds its conversation after kill -9", async () => {
  const first = await start();
  const client = clientOf(first);
  const model = (await client.models.list()).data[0]?.id ?? "";
  const session = { metadata: { session_id: "s" } };
  const answer = await client.chat.completions.create({
    model,
    messages: [{ role: "user", content: "My name is Ada. What is 6 * 7?" }],
    ...session,
  });
  expect(answer.choices[0]?.message.content).toContain("42");
  await first.kill();

  const stream = await clientOf(await start()).chat.completions.create({
    model,
    messages: [{ role: "user", content: "What did I say my name was?" }],
    stream: true,
    ...session,
  });
  const pieces: string[] = [];
  for await (const chunk of stream) pieces.push(chunk.choices[0]?.delta.content ?? "");
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.join("")).toContain("Ada");
}, 60_000);

it("a second demo on the same data says which process holds it", async () => {
  await start();
  const { code, output } = await failingDemo(data, { PORT: String(await freePort()) });
  expect(code).toBe(1);
  expect(output).toMatch(/another process|process \d+|pid/i);
}, 60_000);
