import { createAgent } from "@pergola/builders";
import {
  createMetrics,
  createRunLogger,
  type LiveLog,
  liveLog,
  type Metrics,
  type RunLog,
} from "@pergola/observability";
import { calculator } from "@pergola/tools";
import { type Frame, openSocket, type TestSocket } from "./flows.test-helper.ts";
import type { AgentServerOptions } from "./index.ts";
import { type Script, type Served, scriptedModel, serveAgent } from "./served.test-helper.ts";

/** A server whose agent is logged and measured. */
export interface ObservedServer extends Served {
  readonly log: RunLog;
  readonly live: LiveLog;
  readonly metrics: Metrics;
  /** A turn. @returns the id of its run */
  chat(text: string, headers?: Record<string, string>): Promise<string>;
}

export async function serveObserved(
  script: Script,
  options: Partial<AgentServerOptions> = {},
): Promise<ObservedServer> {
  const live = liveLog({ level: "debug" });
  const log = createRunLogger({ outputs: [live] });
  const metrics = createMetrics();
  const agent = await createAgent({ name: "assistant" }, { logger: log })
    .withLlm(scriptedModel(script))
    .withTools([calculator()])
    .withMemory({ type: "conversation" })
    .withStep("tools-loop", {})
    .withObserver(log)
    .withObserver(metrics)
    .build();
  const served = await serveAgent(agent, { logs: live, metrics, ...options });
  return {
    ...served,
    log,
    live,
    metrics,
    async chat(text, headers = {}) {
      const json = { model: "assistant", messages: [{ role: "user", content: text }] };
      const response = await served.request("/v1/chat/completions", { json, headers });
      return ((await response.json()) as { id: string }).id.replace("chatcmpl-", "");
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await log.close();
      await metrics.close();
    },
  };
}

/** A line as a watcher is given it. */
export interface Line {
  readonly seq: number;
  readonly message: string;
  readonly level: string;
  readonly component: string;
  readonly userId?: string;
  readonly runId?: string;
  readonly traceId?: string;
  readonly fields?: Record<string, unknown>;
}

/** One who watches the log, and the lines that came. */
export interface LogClient extends TestSocket {
  lines(): readonly Line[];
  /** Resolves once so many lines that fit are there. */
  has(fits: (line: Line) => boolean, count?: number): Promise<readonly Line[]>;
}

export async function watchLog(
  url: string,
  {
    filter = {},
    headers = {},
    origin,
  }: { filter?: object; headers?: Record<string, string>; origin?: string } = {},
): Promise<LogClient> {
  const client = await openSocket(url, { headers, ...(origin && { origin }) });
  const lines = () => client.frames.flatMap((frame) => (frame.lines ?? []) as readonly Line[]);
  client.say({ type: "subscribe-logs", ...filter });
  await client.until(({ type }: Frame) => type === "logs-subscribed" || type === "error");
  return Object.assign(client, {
    lines,
    async has(fits: (line: Line) => boolean, count = 1) {
      await client.until(() => lines().filter(fits).length >= count);
      return lines().filter(fits);
    },
  });
}
