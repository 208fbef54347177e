import { createVirtualClock } from "@pergola/core/testing";
import { expect, it } from "vitest";
import { failure, finished, started, tellRun } from "../events/runs.test-helper.ts";
import { createRunLogger, type LogEntry, type LogOutput, type RunLoggerOptions } from "../index.ts";

const KEY = "sk-A1b2C3d4E5f6G7h8I9j0K1l2";
const REQUEST = { model: "m", messages: [{ role: "user", content: "Who am I?" }] };

/** A log with an output that keeps lines. */
function logging(options: RunLoggerOptions = {}, selection: Partial<LogOutput> = { level: "debug" }) {
  const entries: LogEntry[] = [];
  const output: LogOutput = { ...selection, write: (entry) => void entries.push(entry) };
  const log = createRunLogger({ host: false, clock: createVirtualClock(7), outputs: [output], ...options });
  const written = async () => {
    await log.close();
    return entries;
  };
  return { log, written };
}

function playTurn(log: Parameters<typeof tellRun>[0]) {
  const tell = tellRun(log, { at: 5 });
  tell(started);
  tell({ type: "step-started", step: "answer", kind: "llm", stage: "think" });
  tell({ type: "model-started", callId: "c", step: "answer", model: "openai:m", request: REQUEST });
  for (const text of ["You are ", "Ada."]) tell({ type: "text-delta", callId: "c", step: "answer", text });
  const usage = { inputTokens: 9, outputTokens: 4, totalTokens: 13, cost: 0.01 };
  tell({ type: "model-finished", callId: "c", step: "answer", latencyMs: 30, usage });
  tell({ type: "tool-started", callId: "t", tool: "clock", arguments: { zone: "UTC" } });
  tell({ type: "tool-finished", callId: "t", tool: "clock", latencyMs: 2, error: failure("TOOL_FAILED") });
  tell({ type: "step-finished", step: "answer", kind: "llm", latencyMs: 33 });
  tell(finished());
}

it("what a stopped run ends is told as cancelled, not as failed", async () => {
  const { log, written } = logging();
  const tell = tellRun(log);
  const error = failure("RUN_CANCELLED");
  tell({ type: "model-finished", callId: "c", latencyMs: 5, error });
  tell({ type: "resource-used", resource: "storage", operation: "read", latencyMs: 5, error });
  tell({ type: "stage-finished", step: "work", stage: "think", iteration: 1, latencyMs: 5, error });
  tell(finished("cancelled", { error }));
  const lines = (await written()).map(({ level, message, success }) => [level, message, success]);
  expect(lines).toEqual([
    ["info", "Model call cancelled", false],
    ["debug", "storage read cancelled", false],
    ["info", "Stage think cancelled", false],
    ["warn", "Run cancelled", false],
  ]);
});

it("a turn is told line by line with what each is about, and nothing of what was said", async () => {
  const { log, written } = logging();
  playTurn(log);
  const entries = await written();
  const where = { at: 5, runId: "run-1", agentId: "host", tenantId: "acme", userId: "ada", sessionId: "s" };
  expect(entries.map(({ level, component, message }) => [level, component, message])).toEqual([
    ["info", "run", "Run started"],
    ["debug", "step", "Step started"],
    ["debug", "resource", "Model call started"],
    ["info", "resource", "Model call finished"],
    ["debug", "tool", "Tool started"],
    ["error", "tool", "Tool failed"],
    ["info", "step", "Step finished"],
    ["info", "run", "Run completed"],
  ]);
  for (const entry of entries) expect(entry).toMatchObject(where);
  expect(entries[1]).toMatchObject({ step: "answer", stage: "think" });
  expect(entries[2]).toMatchObject({ resource: "llm", model: "openai:m", promptLength: 9 });
  expect(entries[3]).toEqual({
    ...where,
    level: "info",
    component: "resource",
    resource: "llm",
    message: "Model call finished",
    model: "openai:m",
    step: "answer",
    durationMs: 30,
    success: true,
    tokens: { input: 9, output: 4 },
    cost: 0.01,
    responseLength: 12,
  });
  expect(entries[5]).toMatchObject({ tool: "clock", success: false, errorType: "TOOL_FAILED" });
  for (const said of ["Who am I", "Ada.", "UTC"]) expect(JSON.stringify(entries)).not.toContain(said);
});

it("what was said is there when it was asked for, without secrets", async () => {
  const { log, written } = logging({ content: true });
  playTurn(log);
  tellRun(log)({
    type: "tool-started",
    callId: "t",
    tool: "login",
    arguments: { password: "hunter2", note: KEY },
  });
  const contents = (await written()).flatMap(({ content }) => (content === undefined ? [] : [content]));
  expect(contents.slice(0, 3)).toEqual([
    { prompt: REQUEST.messages },
    { response: "You are Ada." },
    { arguments: { zone: "UTC" } },
  ]);
  expect(JSON.stringify(contents)).not.toMatch(/hunter2|sk-A1b/);
});

it("a call that went to the next model is told as that one's, and what a retry said before is counted once", async () => {
  const { log, written } = logging();
  const tell = tellRun(log);
  tell({ type: "model-started", callId: "c", model: "one", request: {} });
  tell({ type: "model-fell-back", callId: "c", from: "one", to: "two", error: failure("X"), request: {} });
  tell({ type: "text-delta", callId: "c", text: "Hello" });
  tell({ type: "model-finished", callId: "c", latencyMs: 1 });
  expect((await written()).slice(1)).toMatchObject([
    { level: "warn", message: "Model one failed; the call goes to two", errorType: "X" },
    { model: "two", responseLength: 5 },
  ]);
});

it("each output gets the lines of its level, its components and its resources", async () => {
  const all = ["debug", "warn"] as const;
  const outputs = [
    ...all.map((level) => ({ level })),
    { level: "debug", components: ["tool"] },
    { level: "debug", resources: ["llm"] },
  ].map((selection) => ({ selection, entries: [] as string[] }));
  const log = createRunLogger({
    outputs: outputs.map(({ selection, entries }) => ({
      ...(selection as Partial<LogOutput>),
      write: ({ message }: LogEntry) => void entries.push(message),
    })),
  });
  playTurn(log);
  await log.close();
  expect(outputs.map(({ entries }) => entries)).toEqual([
    expect.objectContaining({ length: 8 }),
    ["Tool failed"],
    ["Tool started", "Tool failed"],
    ["Model call started", "Model call finished"],
  ]);
});

it("a line of the program's own has its known fields in their places, and the rest beside them", async () => {
  const { log, written } = logging();
  const child = log.child({ runId: "r", userId: "ada" });
  child
    .child({ step: "look" })
    .warn(`Key ${KEY} refused`, { durationMs: 3, apiKey: KEY, tries: 2n, error: new TypeError("no") });
  log.info("plain", { component: "tool", model: 7 });
  const [first, second] = await written();
  expect(first).toMatchObject({
    at: 7,
    level: "warn",
    component: "step",
    runId: "r",
    userId: "ada",
    step: "look",
    durationMs: 3,
    errorType: "TypeError",
    errorMessage: "no",
    fields: { tries: "2" },
  });
  expect(JSON.stringify(first)).not.toContain("sk-A1b");
  expect(second).toEqual({ at: 7, level: "info", message: "plain", component: "tool", fields: { model: 7 } });
});

it.each<[string, () => Readonly<Record<string, unknown>>]>([
  [
    "a circle",
    () => {
      const circle: Record<string, unknown> = {};
      circle.self = circle;
      return circle;
    },
  ],
  [
    "a getter that throws",
    () => ({
      get bad() {
        throw new Error("no");
      },
    }),
  ],
  ["a megabyte", () => ({ text: "x ".repeat(500_000) })],
  [
    "an object with a toJSON that throws",
    () => ({
      bad: {
        toJSON() {
          throw new Error("no");
        },
      },
    }),
  ],
])("%s in the fields fails nobody and stays small", async (_, fields) => {
  const { log, written } = logging();
  log.error("odd", fields());
  const [entry] = await written();
  expect(entry?.message).toBe("odd");
  expect(JSON.stringify(entry).length).toBeLessThan(70_000);
});

it.each<[string, unknown]>([
  ["ten megabytes", "x".repeat(10_000_000)],
  ["nothing", undefined],
  ["a symbol", Symbol("s")],
  ["an object that cannot be a text", Object.create(null)],
])("%s for a message or an error fails nobody and stays small", async (_, message) => {
  const { log, written } = logging();
  log.info(message as string);
  tellRun(log)(finished("failed", { error: { code: "X", message } }));
  const entries = await written();
  expect(entries).toHaveLength(2);
  for (const entry of entries) expect(JSON.stringify(entry).length).toBeLessThan(20_000);
});

it("lines are enriched with host, process and what the program knows; a failing enrichment is left out", async () => {
  const enrich = (run: unknown) => {
    if (run === undefined) throw new Error("no request");
    return { traceId: "trace-1", apiKey: KEY };
  };
  const { log, written } = logging({ enrich, host: true });
  tellRun(log)(started);
  log.info("plain");
  const [first, second] = await written();
  expect(first?.fields).toMatchObject({ hostname: expect.any(String), pid: process.pid, traceId: "trace-1" });
  expect(JSON.stringify(first)).not.toContain("sk-A1b");
  expect(Object.keys(second?.fields ?? {})).toEqual(["hostname", "pid"]);
});

it("outputs that throw, reject and hang lose their own lines only, and that is told", async () => {
  const clock = createVirtualClock();
  const good: string[] = [];
  const log = createRunLogger({
    clock,
    outputs: [
      {
        name: "throws",
        write() {
          throw new Error("full");
        },
      },
      { name: "rejects", write: () => Promise.reject(new Error("full")) },
      {
        name: "hangs",
        write: () => new Promise(() => {}),
        delivery: { bufferSize: 2 },
        close: () => new Promise(() => {}),
      },
      {
        name: "good",
        write: ({ message }) => void good.push(message),
        close: () => Promise.reject(new Error("no")),
      },
    ],
  });
  for (const message of ["a", "b", "c", "d", "e"]) log.info(message);
  await clock.advance(100);
  log.info("f");
  await clock.advance(100);
  const closed = log.close();
  await clock.advance(10_000);
  await closed;
  expect(good).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(log.outputs()).toEqual({
    throws: { written: 0, waiting: 0, dropped: 6, failedWrites: 0 },
    rejects: { written: 0, waiting: 0, dropped: 6, failedWrites: 0 },
    hangs: { written: 0, waiting: 0, dropped: 6, failedWrites: 0 },
    good: { written: 6, waiting: 0, dropped: 0, failedWrites: 0 },
  });
});

it("after close nothing is written any more, and closing again does nothing", async () => {
  const { log, written } = logging();
  await written();
  log.info("late");
  expect(await written()).toEqual([]);
});
