import { join } from "node:path";
import type { ServedAgent } from "@pergola/agent-server";
import { createAgent } from "@pergola/builders";
import type { Closable, Logger, RunObserver } from "@pergola/core";
import { duckdb } from "@pergola/memory-duckdb";
import { calculator, clock, unitConverter } from "@pergola/tools";
import type { ChosenModel } from "./choose-model.ts";

const SYSTEM_PROMPT =
  "You are a helpful assistant. Answer in Markdown, briefly. Use the tools for sums, times and units instead of guessing.";

export type DemoAgent = ServedAgent & Closable;

export interface DemoAgentOptions {
  readonly logger: Logger;
  /** What its runs are logged and measured with. */
  readonly observers: readonly RunObserver[];
}

/** The agent of the demo: a model with three tools, and a memory in one file. */
export async function startDemoAgent(
  model: ChosenModel,
  dataFolder: string,
  { logger, observers }: DemoAgentOptions,
): Promise<DemoAgent> {
  const builder = createAgent(
    { name: "assistant", description: "Chats, calculates, tells the time, converts units." },
    { logger },
  )
    .withProvider(model.provider)
    .withLlm(model.llm)
    .withTools([calculator(), clock(), unitConverter()])
    .withMemory({ type: "conversation", provider: duckdb({ path: join(dataFolder, "memory.duckdb") }) })
    .withStep("tools-loop", { nodeName: "answer", systemPrompt: SYSTEM_PROMPT });
  return observers.reduce((observed, observer) => observed.withObserver(observer), builder).start();
}
