import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createMetrics, createRunLogger, type LogEntry } from "@pergola/observability";
import { defineWorkflow } from "@pergola/pipeline";
import { defineTool } from "@pergola/tools";
import { expect, it } from "vitest";
import { z } from "zod";

/** Fails once, then answers. */
function shaky() {
  let calls = 0;
  return defineTool({
    name: "shaky",
    description: "Fails once.",
    input: z.object({}),
    retry: { maxRetries: 1, backoffBaseMs: 0 },
    execute() {
      calls += 1;
      if (calls === 1) throw new Error("not yet");
      return "ok";
    },
  });
}

const workflow = defineWorkflow({
  stages: {
    think: [
      async function look({ callLlm, toolUse, logger, store }) {
        logger.info("looking");
        await callLlm("What now?");
        store("seen", await toolUse("shaky", {}));
      },
    ],
    deliver: [({ setResponse }) => setResponse("done")],
  },
});

async function watched() {
  const entries: LogEntry[] = [];
  const output = { level: "debug", write: (entry: LogEntry) => void entries.push(entry) } as const;
  const log = createRunLogger({ outputs: [output], host: false });
  const metrics = createMetrics();
  await using agent = await createAgent({ name: "host", memory: { type: "conversation" } }, { logger: log })
    .withLlm(new ScriptedChatModel(["Think."]))
    .withTools([shaky()])
    .withWorkflow(workflow)
    .withObserver(log)
    .withObserver(metrics)
    .build();
  const { runId } = await agent.chat("hi", { userId: "ada", sessionId: "s" });
  await log.close();
  return { entries, metrics, runId };
}

it("every line of a staged run says its stage, what its steps log included, and stages have lines of their own", async () => {
  const { entries, runId } = await watched();
  const staged = entries.filter(({ stage }) => stage === "think");
  expect(staged.map(({ message, step }) => [message, step])).toEqual([
    ["Stage think started", "workflow"],
    ["Step started", "workflow.think.look"],
    ["looking", "workflow.think.look"],
    ["Model call started", "workflow.think.look"],
    ["Model call finished", "workflow.think.look"],
    ["Tool started", "workflow.think.look"],
    ["Tool is tried again", "workflow.think.look"],
    ["Tool finished", "workflow.think.look"],
    ["Step finished", "workflow.think.look"],
    ["Stage think finished", "workflow"],
  ]);
  for (const line of staged)
    expect(line).toMatchObject({ runId, userId: "ada", sessionId: "s", tenantId: "local", agentId: "host" });
  expect(staged[6]).toMatchObject({
    level: "warn",
    tool: "shaky",
    errorMessage: expect.stringContaining("not yet"),
  });
  expect(staged.at(-1)).toMatchObject({
    level: "info",
    success: true,
    durationMs: expect.any(Number),
    fields: { iteration: 1, results: ["seen"], tools: ["shaky"] },
  });
  expect(entries.filter(({ message }) => message === "Run completed")[0]).not.toHaveProperty("stage");
});

it("stages and tools that are tried again are measured", async () => {
  const { metrics } = await watched();
  const series = (name: string) =>
    metrics
      .snapshot()
      .metrics.find((metric) => metric.name === `pergola_${name}`)
      ?.series.map(({ labels, value, count }) => [...Object.values(labels), value ?? count].join(" "));
  expect(series("stage_duration_seconds")).toEqual([
    "host workflow think ok 1",
    "host workflow deliver ok 1",
  ]);
  expect(series("tool_retries_total")).toEqual(["host shaky 1"]);
});
