import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { openai, openrouter } from "@pergola/llm-openai";
import { duckdb } from "@pergola/memory-duckdb";
import { langChainPackages } from "@pergola/plugins";
import { startVendorServer } from "@pergola/resources/testing";
import { expect, test, vi } from "vitest";

/** The one package here that has a LangChain vendor installed. */
const from = join(import.meta.dirname, "../../packages/plugins");

test("build() and start() of an agent with fake keys open no socket; its first turn does", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pergola-offline-"));
  await using vendor = await startVendorServer({ reply: () => "yes" });
  const connect = vi.spyOn(Socket.prototype, "connect");
  const env = {
    OPENAI_API_KEY: "sk-fake",
    OPENAI_BASE_URL: vendor.baseURL,
    OPENROUTER_API_KEY: "sk-or-fake",
    GROQ_API_KEY: "gsk-fake",
  };
  await using agent = await createAgent({}, { env, sources: [langChainPackages({ from })] })
    .withProvider(openai())
    .withProvider(openrouter())
    .withProvider(duckdb())
    .withLlm(["openai:gpt-5-mini", "openrouter:openai/gpt-5-mini", "groq:llama-3.3-70b-versatile"])
    .withMemory({ type: "conversation", provider: "duckdb", config: { path: join(folder, "turns.duckdb") } })
    .withStorage("local", { basePath: join(folder, "files") })
    .start();
  agent.describeModel();
  agent.describe();
  expect(connect).not.toHaveBeenCalled();
  await agent.chat("hi");
  expect(connect).toHaveBeenCalled();
  connect.mockRestore();
  await rm(folder, { recursive: true, force: true });
});
