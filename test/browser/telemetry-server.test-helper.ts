import { type AgentServer, type AgentServerOptions, createAgentServer } from "@pergola/agent-server";
import { createAgent } from "@pergola/builders";
import { assetsDirectory } from "@pergola/dashboard";
import { openai } from "@pergola/llm-openai";
import { createMetrics, createRunLogger, type LiveLog, liveLog, type RunLog } from "@pergola/observability";
import { reply, startVendorServer, type VendorServer } from "@pergola/resources/testing";
import { calculator } from "@pergola/tools";

/** A server that is watched, over a vendor that is told what to answer. */
export interface TelemetryServer extends AsyncDisposable {
  readonly url: string;
  readonly server: AgentServer;
  readonly vendor: VendorServer;
  readonly log: RunLog;
  readonly live: LiveLog;
}

const PRICES = { "openai:gpt-5-mini": { input: 250, output: 2_000 } };

export async function startTelemetryServer(
  options: Partial<AgentServerOptions> = {},
): Promise<TelemetryServer> {
  const vendor = await startVendorServer({ reply: () => "It is well." });
  const live = liveLog({ level: "debug" });
  const log = createRunLogger({ outputs: [live], host: false });
  const metrics = createMetrics();
  const agent = await createAgent({ name: "assistant" }, { logger: log })
    .withProvider(openai())
    .withLlm({ provider: "openai", model: "gpt-5-mini", baseURL: vendor.baseURL })
    .withRetry({ maxRetries: 1, backoffBaseMs: 1 })
    .withBudget({ run: { tokens: 1_000_000 }, prices: PRICES })
    .withTools([calculator()])
    .withMemory({ type: "conversation" })
    .withStep("tools-loop", { nodeName: "answer" })
    .withObserver(log)
    .withObserver(metrics)
    .build();
  const served = { agents: [agent], port: 0, assetsDirectory, metrics, logs: live, logger: log };
  const server = createAgentServer({ ...served, ...options });
  const url = await server.listen();
  return {
    url,
    server,
    vendor,
    log,
    live,
    async [Symbol.asyncDispose]() {
      await server.close();
      await agent.close();
      await Promise.all([log.close(), metrics.close(), vendor.close()]);
    },
  };
}

/** A turn that uses a tool, and one that fails for good. */
export function enqueueTurns({ vendor }: TelemetryServer): void {
  vendor.enqueue(
    reply.toolCalls({ id: "c1", name: "calculator", arguments: { expression: "6*7" } }),
    "It is 42.",
    reply.error({ status: 401, message: "Incorrect API key provided.", code: "invalid_api_key" }),
  );
}
