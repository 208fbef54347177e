// One life of an agent whose runs may outlive it: node agent-process.test-helper.ts <begin | resume | cancel> <folder> <vendor's base URL> [answer]
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { interrupt } from "@langchain/langgraph";
import { createAgent, type RunStream } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { duckdb } from "@pergola/memory-duckdb";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import { openSqliteSaver } from "./sqlite-saver.test-helper.ts";

const RUN = "run-1";
const AT = { userId: "ada", sessionId: "trip" };

const [mode, folder = ".", baseURL = "", answer = ""] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const note = (line: string) => appendFileSync(join(folder, "tools.log"), `${line}\n`);

const input = z.object({ what: z.string() });
const look = defineTool({
  name: "look",
  description: "Looks.",
  input,
  execute: async ({ what }) => {
    note(`look ${what}`);
    return `${what} is fine`;
  },
});
const book = defineTool({
  name: "book",
  description: "Books.",
  input,
  execute: async ({ what }) => {
    const said = String(interrupt({ approve: what }));
    note(`book ${what}: ${said}`);
    return `booked ${what}: ${said}`;
  },
});

const agent = await createAgent({ name: "assistant" })
  .withProvider(openai({ baseURL, apiKey: "key", model: "vendor-model" }))
  .withLlm("openai")
  .withMemory({ type: "conversation", provider: duckdb({ path: join(folder, "memory.duckdb") }) })
  .withCheckpointer(openSqliteSaver(join(folder, "checkpoints.sqlite")))
  .withTools([look, book])
  .withStep("tools-loop", { systemPrompt: "You book trips." })
  .start();

async function tell(stream: RunStream): Promise<void> {
  for await (const event of stream) say({ event });
  const { text, toolCalls, usage, iterations } = await stream.result;
  say({ result: { text, toolCalls, usage, iterations } });
}

if (mode === "begin") {
  await tell(agent.stream("Book a trip", { ...AT, runId: RUN }));
  // It is waited for until somebody ends the process.
  setInterval(() => {}, 60_000);
} else {
  const where = { tenantId: "local", agentId: "assistant", ...AT };
  if (mode === "resume") await tell(agent.resumeStream(RUN, answer, AT));
  else await agent.cancel(RUN, AT);
  const transcript = await agent.memory.transcript(where);
  say({ turns: transcript?.turns, log: await agent.memory.events(where, RUN) });
  await agent.close();
}
