import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createRunLogger, type LogEntry, type LogOutput } from "@pergola/observability";
import { createInMemoryStorage } from "@pergola/resources";
import { calculator } from "@pergola/tools";
import { expect, it } from "vitest";

const SECRET = "sk-A1b2C3d4E5f6G7h8I9j0K1l2";

function keeping(): LogOutput & { readonly entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  return { level: "debug", entries, write: (entry) => void entries.push(entry) };
}

const asksTool = { toolCalls: [{ name: "calculator", arguments: { expression: "6 * 7" } }] };

it("a turn of an agent is told from its start to its end, with the lengths of what was said", async () => {
  const output = keeping();
  const log = createRunLogger({ outputs: [output] });
  await using agent = await createAgent({ name: "host" }, { logger: log })
    .withLlm(new ScriptedChatModel([asksTool, "It is 42."]))
    .withTools([calculator()])
    .withObserver(log)
    .start();
  await agent.chat("What is 6 * 7?", { userId: "ada" });
  await log.close();
  const messages = output.entries.filter(({ runId }) => runId !== undefined).map(({ message }) => message);
  expect(messages).toEqual([
    "Run started",
    "Step started",
    "Model call started",
    "Model call finished",
    "Tool started",
    "Tool finished",
    "Model call started",
    "Model call finished",
    "Step finished",
    "Run completed",
  ]);
  const [first, , call] = output.entries.filter(({ runId }) => runId !== undefined);
  expect(first).toMatchObject({ userId: "ada", agentId: "host", component: "run" });
  expect(call).toMatchObject({ promptLength: "What is 6 * 7?".length, resource: "llm" });
  expect(output.entries.filter(({ responseLength }) => responseLength === "It is 42.".length)).toHaveLength(
    1,
  );
});

it("what steps log and what storages do is in the same log, with its run, and without secrets", async () => {
  const output = keeping();
  const log = createRunLogger({ outputs: [output], content: true });
  await using agent = await createAgent({ name: "host" }, { logger: log })
    .withStorage(createInMemoryStorage())
    .withLlm(new ScriptedChatModel([`Your key is ${SECRET}.`]))
    .withStep("llm", {})
    .withStep("custom", {
      step: async (_, { run }) => {
        run.logger.warn(`Refused ${SECRET}`, { apiKey: SECRET });
        await run.resource("storage").write("note.txt", "hello");
        return {};
      },
    })
    .withObserver(log)
    .start();
  const { runId } = await agent.chat(`My key is ${SECRET}.`, { userId: "ada" });
  await log.close();
  const lines = output.entries.map((entry) => JSON.stringify(entry));
  expect(lines.filter((line) => line.includes(SECRET))).toEqual([]);
  const place = { runId, userId: "ada", tenantId: "local", agentId: "host", step: "custom_step_1" };
  expect(output.entries).toContainEqual(
    expect.objectContaining({ ...place, level: "warn", component: "step" }),
  );
  expect(output.entries).toContainEqual(
    expect.objectContaining({
      component: "resource",
      resource: "storage",
      message: "storage write finished",
    }),
  );
});

it("outputs that hang and throw neither fail nor slow a run", async () => {
  const log = createRunLogger({
    closeTimeoutMs: 1,
    outputs: [
      { name: "hangs", write: () => new Promise(() => {}), delivery: { bufferSize: 10 } },
      {
        name: "throws",
        write() {
          throw new Error("no disk");
        },
      },
    ],
  });
  const answers = Array.from({ length: 30 }, (_, index) => `answer ${index}`);
  await using agent = await createAgent({ name: "host" }, { logger: log })
    .withLlm(new ScriptedChatModel(answers))
    .withObserver(log)
    .build();
  for (const answer of answers) expect((await agent.chat("hi")).text).toBe(answer);
  await log.close();
  expect(log.outputs().hangs).toMatchObject({ written: 0, waiting: 0 });
  expect(log.outputs().hangs?.dropped).toBeGreaterThan(100);
  expect(log.outputs().throws).toMatchObject({ written: 0, waiting: 0 });
});
