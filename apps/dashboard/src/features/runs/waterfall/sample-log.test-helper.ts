import type { LoggedEvent } from "./logged-event.ts";

/** An event before it has its place; `run` and `parent` are ids of runs. */
export type Sample = Readonly<Record<string, unknown>> & { readonly type: string };

/** Gives events their places, 10 ms apart; each run counts for itself. */
export function placed(samples: readonly Sample[], startAt = 1_000): LoggedEvent[] {
  const counts = new Map<string, number>();
  return samples.map(({ run = "r1", parent, at, ...event }, index) => {
    const runId = String(run);
    const seq = counts.get(runId) ?? 0;
    counts.set(runId, seq + 1);
    const place = { runId, seq, at: typeof at === "number" ? at : startAt + index * 10 };
    return {
      ...event,
      ...place,
      ...(parent !== undefined && { parentRunId: String(parent) }),
    } as LoggedEvent;
  });
}

const USAGE = { inputTokens: 40, outputTokens: 5, totalTokens: 45, cost: 0.01 };

const model = (callId: string, step: string, more: readonly Sample[] = []): Sample[] => [
  {
    type: "model-started",
    callId,
    step,
    purpose: step.split(".").at(-1),
    model: "openai:first",
    request: { n: 1 },
  },
  ...more,
  { type: "text-delta", callId, step, text: "Six " },
  { type: "text-delta", callId, step, text: "sevens." },
  { type: "model-finished", callId, step, latencyMs: 20, usage: USAGE, finishReason: "stop" },
];

const tool = (callId: string, step: string, end: object = { result: 42 }): [Sample, Sample] => [
  { type: "tool-started", callId, step, tool: "calculator", arguments: { expression: "6*7" } },
  { type: "tool-finished", callId, step, tool: "calculator", latencyMs: 5, ...end },
];

const ERROR = { code: "MODEL_UNAVAILABLE", message: "Overloaded.", hint: "Wait." };

const inRun = (run: string, parent: string, samples: readonly Sample[]) =>
  samples.map((sample) => ({ ...sample, run, parent }));

/** A staged run: stages, steps, a retried call that falls back, queued tools, a run inside it, a map of two elements. */
export function stagedLog(): LoggedEvent[] {
  const [firstTool, firstEnd] = tool("t1", "workflow");
  const [secondTool, secondEnd] = tool("t2", "workflow", { error: { code: "TOOL_FAILED", message: "No." } });
  const step = (name: string, kind: string, label?: string) => ({
    step: name,
    kind,
    ...(label && { label }),
  });
  return placed([
    { type: "run-started", agentId: "planner", sessionId: "s1" },
    { type: "step-started", ...step("workflow", "staged") },
    { type: "stage-started", step: "workflow", stage: "think", iteration: 1 },
    { type: "step-started", ...step("workflow.think.plan", "prompt") },
    ...model("m1", "workflow.think.plan", [
      {
        type: "model-retried",
        callId: "m1",
        step: "workflow.think.plan",
        attempt: 1,
        delayMs: 5,
        error: ERROR,
      },
      { type: "breaker-changed", resource: "llm", name: "openai:first", state: "open", failures: 3 },
      {
        ...{ type: "model-fell-back", callId: "m1", step: "workflow.think.plan", error: ERROR },
        ...{ from: "openai:first", to: "openai:spare", request: { n: 2 } },
      },
    ]),
    { type: "step-finished", ...step("workflow.think.plan", "prompt"), latencyMs: 90 },
    firstTool,
    secondTool,
    secondEnd,
    firstEnd,
    {
      type: "stage-finished",
      step: "workflow",
      stage: "think",
      iteration: 1,
      latencyMs: 120,
      results: ["plan"],
    },
    { type: "stage-started", step: "workflow", stage: "review", iteration: 1 },
    { type: "step-started", ...step("workflow.review.check", "agent") },
    ...inRun("r2", "r1", [
      { type: "run-started", agentId: "checker", caller: { step: "workflow.review.check" } },
      { type: "step-started", ...step("judge", "llm") },
      ...model("m2", "judge"),
      { type: "step-finished", ...step("judge", "llm"), latencyMs: 30 },
      { type: "run-finished", outcome: "completed", usage: USAGE, latencyMs: 40 },
    ]),
    { type: "step-finished", ...step("workflow.review.check", "agent"), latencyMs: 50 },
    { type: "stage-finished", step: "workflow", stage: "review", iteration: 1, latencyMs: 60 },
    { type: "step-finished", ...step("workflow", "staged"), latencyMs: 300 },
    { type: "step-started", ...step("map_step_1", "map") },
    { type: "step-started", ...step("map_step_1.ask", "llm", "urls[0]") },
    { type: "step-started", ...step("map_step_1.ask", "llm", "urls[1]") },
    { type: "model-started", callId: "m4", step: "map_step_1.ask", label: "urls[1]", model: "openai:second" },
    { type: "model-started", callId: "m3", step: "map_step_1.ask", label: "urls[0]", model: "openai:first" },
    { type: "resource-used", resource: "storage", operation: "read", step: "map_step_1", latencyMs: 4 },
    { type: "model-finished", callId: "m4", step: "map_step_1.ask", latencyMs: 9, usage: USAGE },
    { type: "model-finished", callId: "m3", step: "map_step_1.ask", latencyMs: 9, usage: USAGE },
    { type: "step-finished", ...step("map_step_1.ask", "llm", "urls[1]"), latencyMs: 20 },
    { type: "step-finished", ...step("map_step_1.ask", "llm", "urls[0]"), latencyMs: 20 },
    { type: "step-finished", ...step("map_step_1", "map"), latencyMs: 40 },
    { type: "run-finished", outcome: "completed", usage: { ...USAGE, totalTokens: 180 }, latencyMs: 500 },
  ]);
}
