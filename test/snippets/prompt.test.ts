import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { calculator } from "@pergola/tools";
import { expect, test, vi } from "vitest";
import { z } from "zod";

test("a prompt asks the agent's model something", async () => {
  const model = new ScriptedChatModel([
    "DuckDB is a database in a file.",
    "It has them.",
    '{"city": "Oslo", "degrees": 3}',
    { toolCalls: [{ name: "calculator", arguments: { expression: "3 * 1.8 + 32" } }] },
    "37.4",
  ]);
  const written: unknown[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(text) > 0);
  // #region prompt
  const agent = await createAgent().withLlm(model).withTools([calculator()]).start();

  const brief = agent.prompt().withSystem("Be brief.");
  const { content } = await brief.withUser("Tell me about DuckDB.").generate();

  for await (const chunk of brief.withUser("And vectors?").stream()) process.stdout.write(chunk.content);

  const Weather = z.object({ city: z.string(), degrees: z.number() });
  const { output } = await agent.prompt().withUser("3 °C in Oslo.").withOutput(Weather).generate();

  const sum = await agent
    .prompt()
    .withTools(["calculator"])
    .withUser(`${output.degrees} °C in °F?`)
    .generate();
  // #endregion
  write.mockRestore();
  expect(content).toBe("DuckDB is a database in a file.");
  expect(written.join("")).toBe("It has them.");
  expect(sum.metadata.toolCalls[0]?.name).toBe("calculator");
  expect(sum.content).toBe("37.4");
  await agent.close();
});
