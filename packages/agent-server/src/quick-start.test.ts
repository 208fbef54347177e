import { readFile } from "node:fs/promises";
import { join } from "node:path";
// #region quick-start
import { createAgentServer } from "@pergola/agent-server";
import { createAgent } from "@pergola/builders";
import { offline } from "@pergola/llm-offline";
// #endregion
import OpenAI from "openai";
import { expect, it } from "vitest";

it("is what the README says, and works", async () => {
  const port = 0;
  // #region quick-start
  const agent = await createAgent({ name: "assistant" })
    .withProvider(offline())
    .withLlm("offline:offline")
    .withMemory({ type: "conversation" })
    .withStep("tools-loop", {})
    .build();
  const server = createAgentServer({ agents: [agent], port });
  const url = await server.listen(); // http://127.0.0.1:8000
  // #endregion
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any" });
  const messages = [{ role: "user" as const, content: "Hello" }];
  const answer = await client.chat.completions.create({ model: "assistant", messages });
  expect(answer.choices[0]?.message.content).toContain("Hello");
  await server.close();
  await agent.close();
});

it("stands in the README as it is here", async () => {
  const source = await readFile(import.meta.filename, "utf8");
  const regions = [...source.matchAll(/\/\/ #region quick-start\n([\s\S]*?)\n *\/\/ #endregion/g)];
  const code = regions.map(([, text]) =>
    (text ?? "").replace(/^ {2}/gm, "").replace("port })", "port: 8000 })"),
  );
  const readme = await readFile(join(import.meta.dirname, "../README.md"), "utf8");
  for (const part of code) expect(readme).toContain(part);
});
