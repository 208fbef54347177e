import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, it } from "vitest";
import { failure, finished, started, tellRun } from "../events/runs.test-helper.ts";
import { openTelemetry } from "./index.ts";

const THINK = { step: "workflow", stage: "think", iteration: 2 };
const LOOK = { step: "workflow.think.look", kind: "prompt" };

/** What a run of a workflow tells, and its spans as `name: parent`. */
async function spansOf(
  events: readonly ({ readonly type: string } & Readonly<Record<string, unknown>>)[],
  options: { steps?: boolean } = {},
) {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tell = tellRun(openTelemetry({ tracerProvider, ...options }), { at: 1_000 });
  for (const event of [started, ...events, finished()]) tell({ ...event });
  await tracerProvider.forceFlush();
  const spans = exporter.getFinishedSpans();
  const nameOf = (id: string | undefined) => spans.find((span) => span.spanContext().spanId === id)?.name;
  return {
    tree: Object.fromEntries(spans.map((span) => [span.name, nameOf(span.parentSpanContext?.spanId)])),
    spans,
  };
}

const STAGED = [
  { type: "step-started", step: "workflow", kind: "staged" },
  { type: "stage-started", ...THINK },
  { type: "step-started", ...LOOK },
  { type: "tool-started", callId: "t", tool: "clock", step: LOOK.step, arguments: {} },
  { type: "tool-retried", callId: "t", tool: "clock", step: LOOK.step, error: failure("TOOL_FAILED") },
  { type: "tool-finished", callId: "t", tool: "clock", step: LOOK.step, latencyMs: 1 },
  { type: "step-finished", ...LOOK, latencyMs: 1 },
  { type: "stage-finished", ...THINK, latencyMs: 2, error: failure("STEP_FAILED") },
  { type: "step-finished", step: "workflow", kind: "staged", latencyMs: 3 },
];

it("a stage is a span in its workflow's step, around its own steps and their calls", async () => {
  const { tree, spans } = await spansOf(STAGED);
  expect(tree).toEqual({
    "invoke_agent host": undefined,
    "step workflow": "invoke_agent host",
    "stage think": "step workflow",
    "step workflow.think.look": "stage think",
    "execute_tool clock": "step workflow.think.look",
  });
  const stage = spans.find(({ name }) => name === "stage think");
  expect(stage?.attributes).toMatchObject({
    "pergola.step.name": "workflow",
    "pergola.stage": "think",
    "pergola.iteration": 2,
    "error.type": "STEP_FAILED",
  });
  const tool = spans.find(({ name }) => name === "execute_tool clock");
  expect(tool?.events).toMatchObject([{ name: "retry", attributes: { "error.type": "TOOL_FAILED" } }]);
});

it("without steps there are no stages", async () => {
  const { tree } = await spansOf(STAGED, { steps: false });
  expect(tree).toEqual({ "invoke_agent host": undefined, "execute_tool clock": "invoke_agent host" });
});

it("a stage that waited with its run goes on as another span, which begins with the run's next part", async () => {
  const { spans } = await spansOf([
    { type: "stage-started", ...THINK },
    { type: "run-suspended", interrupts: [] },
    { type: "run-resumed", at: 2_000 },
    { type: "stage-finished", ...THINK, latencyMs: 5_000, at: 2_500 },
  ]);
  const stages = spans.filter(({ name }) => name === "stage think");
  expect(stages.map(({ startTime }) => startTime[0])).toEqual([1, 2]);
});
