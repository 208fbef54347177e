import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { consoleLog, createMetrics, createRunLogger, fileLog, liveLog } from "@pergola/observability";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const home = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-snippet-"));
  process.chdir(folder);
});
afterAll(async () => {
  vi.restoreAllMocks();
  process.chdir(home);
  await rm(folder, { recursive: true });
});

test("an agent that is counted and timed", async () => {
  const model = new ScriptedChatModel(["Hello Ada."]);
  // #region metrics
  const metrics = createMetrics();
  const agent = await createAgent({ name: "support" })
    .withLlm(model) // your model
    .withObserver(metrics)
    .start();

  await agent.chat("I am Ada.");
  metrics.increment("greetings");

  const { runs, tokens } = metrics.summary({ agent: "support", hours: 1 });
  console.log(runs.count, runs.successRate, runs.p95Ms, tokens.output);
  console.log(metrics.toPrometheus()); // what your /metrics endpoint answers
  // #endregion
  expect([runs.count, runs.successRate]).toEqual([1, 1]);
  expect(metrics.toPrometheus()).toContain("greetings_total 1");
  await agent.close();
});

test("a log of an agent's runs, at several places", async () => {
  const model = new ScriptedChatModel(["Hello Ada."]);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  // #region log
  const live = liveLog(); // for a page that watches
  const log = createRunLogger({
    outputs: [consoleLog(), fileLog({ path: "./logs/agent.jsonl" }), live],
  });
  const agent = await createAgent({ name: "support" }, { logger: log })
    .withLlm(model)
    .withObserver(log)
    .start();

  const watcher = live.subscribe({ level: "info", components: ["run"] });
  await agent.chat("I am Ada.");
  for await (const { message, durationMs } of watcher) {
    console.log(message, durationMs); // send it over your WebSocket
    if (message === "Run completed") break;
  }

  await agent.close();
  await log.close();
  // #endregion
  expect(await readFile("./logs/agent.jsonl", "utf8")).toContain("Run completed");
  expect(log.outputs()).toMatchObject({ file: { dropped: 0 }, console: { dropped: 0 } });
});
