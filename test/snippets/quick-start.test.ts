// #region quick-start
import { createAgent } from "@pergola/builders";
import { offline } from "@pergola/llm-offline";
import { calculator } from "@pergola/tools";
// #endregion

import { expect, test, vi } from "vitest";

test("the quick start writes the answer as it comes", async () => {
  const written: unknown[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(text) > 0);
  // #region quick-start
  const agent = await createAgent({ name: "assistant" })
    .withProvider(offline())
    .withLlm("offline")
    .withTools([calculator()])
    .withMemory({ type: "conversation" })
    .withStep("tools-loop", { systemPrompt: "Be brief." })
    .start();

  for await (const text of agent.stream("What is 12 * 7?", { userId: "ada", sessionId: "sums" }).text) {
    process.stdout.write(text);
  }
  await agent.close();
  // #endregion
  write.mockRestore();
  expect(written.join("")).toContain("84");
});
