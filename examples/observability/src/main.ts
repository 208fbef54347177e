// An agent that is watched: figures, a log, spans. Runs offline; asserts its own result.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createAgent } from "@pergola/builders";
import { createFlow, node } from "@pergola/flow-runtime";
import { offline } from "@pergola/llm-offline";
import { openai } from "@pergola/llm-openai";
import {
  consoleLog,
  createMetrics,
  createRunLogger,
  fileLog,
  liveLog,
  prometheusEndpoint,
} from "@pergola/observability";
import { openTelemetry } from "@pergola/observability/opentelemetry";
import { chaos, startVendorServer } from "@pergola/resources/testing/vendor-server";
import { calculator } from "@pergola/tools";
import { startCollector } from "./collector.ts";

// A vendor that is down, a collector, and a folder for the log.
await using vendor = await startVendorServer({ reply: chaos["server-error"] });
await using collector = await startCollector();
const folder = await mkdtemp(join(tmpdir(), "pergola-observability-"));
const path = join(folder, "agent.jsonl");

// #region watched
const metrics = createMetrics();
const live = liveLog();
const log = createRunLogger({ outputs: [consoleLog({ stream: process.stdout }), fileLog({ path }), live] });

const exporter = new OTLPTraceExporter({ url: collector.url }); // yours, for example http://localhost:4318/v1/traces
const tracerProvider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });

const agent = await createAgent({ name: "support" }, { logger: log })
  .withProvider(openai({ baseURL: vendor.baseURL }))
  .withProvider(offline())
  .withLlm(["openai:gpt-5-mini", "offline"])
  .withRetry({ maxRetries: 0 })
  .withBreaker({ failures: 2 })
  .withTools([calculator()])
  .withObserver(metrics)
  .withObserver(log)
  .withObserver(openTelemetry({ tracerProvider }))
  .start();
// #endregion

const watcher = live.subscribe({ components: ["tool"] });
for (let turn = 0; turn < 3; turn++) await agent.chat("What is 12 * 7?", { userId: "ada" });

// A flow is counted by the same metrics.
const double = node({ name: "double" }, (value: number) => value * 2);
const flow = createFlow({ name: "sums", edges: [double.to()], onEvent: metrics.onFlowEvent });
await flow.call(21);

// What Prometheus would read.
const endpoint = createServer(prometheusEndpoint(metrics)).listen(0, "127.0.0.1");
await once(endpoint, "listening");
const { port } = endpoint.address() as AddressInfo;
const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
endpoint.closeAllConnections();
endpoint.close();

await flow.stop();
await agent.close();
await log.close();
await metrics.close();
await tracerProvider.shutdown();

// Figures: three good turns, two of them by way of the second model, then the breaker of the first one is open.
const { runs, resources } = metrics.summary({ agent: "support", hours: 1 });
assert.deepEqual([runs.count, runs.successRate], [3, 1]);
assert.ok((resources["tool:calculator"]?.count ?? 0) >= 3);
assert.match(
  text,
  /pergola_breaker_state\{agent="support",resource="llm",name="openai:gpt-5-mini",state="open"\} 1/,
);
assert.match(text, /pergola_flow_trace_duration_seconds_count\{flow="sums",outcome="completed"\} 1/);

// A log: whole lines in the file, nothing of what was said, and the live reader saw the tool.
const lines = (await readFile(path, "utf8"))
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
assert.equal(lines.filter(({ message }) => message === "Run completed").length, 3);
assert.ok(!JSON.stringify(lines).includes("12 * 7"));
const seen: string[] = [];
for await (const { message } of watcher) seen.push(message);
assert.equal(seen.filter((message) => message === "Tool finished").length, 3);

// Spans: the tool call is inside the step, the step inside the agent.
assert.deepEqual(collector.pathOf("execute_tool calculator"), [
  "invoke_agent support",
  "step tools_loop_step_0",
  "execute_tool calculator",
]);
await rm(folder, { recursive: true });
console.log("observability: ok");
