import type { RunEvent } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerText, isLive } from "./turn.ts";
import { placed, toolRun, turnAfter, USAGE } from "./turn-events.test-helper.ts";
import { MAX_LOG_ROWS } from "./turn-log.ts";
import { reduceTurn } from "./turn-reducer.ts";

describe("reduceTurn", () => {
  it("turns a run into its parts in order, with the deltas of a call joined", () => {
    const turn = turnAfter(toolRun());
    expect(turn.parts.map((part) => part.id)).toEqual(["step:0", "text:0", "tool:0", "text:1"]);
    expect(answerText(turn)).toBe("Let me see.\n\nIt is 2.");
    expect(turn).toMatchObject({ key: "r1", status: "completed", usage: USAGE, latencyMs: 120 });
  });

  it("shows a tool as running until it has finished, then its result and time", () => {
    const events = toolRun();
    const tool = (count: number) =>
      turnAfter(events.slice(0, count)).parts.find((part) => part.kind === "tool");
    expect(tool(7)).toMatchObject({ tool: "calculator", arguments: { expression: "1+1" }, state: "running" });
    expect(tool(8)).toMatchObject({ state: "done", result: 2, latencyMs: 10 });
  });

  it("keeps the exact request of every model call", () => {
    const turn = turnAfter(toolRun());
    expect(turn.modelCalls.map((call) => call.request)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(turn.modelCalls[0]).toMatchObject({ state: "done", usage: USAGE, finishReason: "tool_calls" });
  });

  it("marks a failed tool as failed with its error", () => {
    const error = { code: "UNIT_MISMATCH", message: "no" };
    const turn = turnAfter(
      placed([
        { type: "tool-started", callId: "t1", tool: "converter", arguments: {} },
        { type: "tool-finished", callId: "t1", tool: "converter", latencyMs: 1, error },
      ]),
    );
    expect(turn.parts[0]).toMatchObject({ state: "failed", error });
  });

  it("pairs a tool's end with the running call when a model uses one id twice", () => {
    const turn = turnAfter(
      placed([
        { type: "tool-started", callId: "same", tool: "a", arguments: 1 },
        { type: "tool-finished", callId: "same", tool: "a", latencyMs: 1, result: "first" },
        { type: "tool-started", callId: "same", tool: "a", arguments: 2 },
        { type: "tool-finished", callId: "same", tool: "a", latencyMs: 1, result: "second" },
      ]),
    );
    expect(turn.parts.map((part) => part.kind === "tool" && part.result)).toEqual(["first", "second"]);
  });

  it("ends both of two calls that run at once under one id", () => {
    const turn = turnAfter(
      placed([
        { type: "tool-started", callId: "same", tool: "a", arguments: 1 },
        { type: "tool-started", callId: "same", tool: "a", arguments: 2 },
        { type: "tool-finished", callId: "same", tool: "a", latencyMs: 1, result: "x" },
        { type: "tool-finished", callId: "same", tool: "a", latencyMs: 1, result: "y" },
      ]),
    );
    expect(turn.parts.map((part) => part.kind === "tool" && part.state)).toEqual(["done", "done"]);
  });

  it("counts the retries of a model call and says why", () => {
    const error = { code: "MODEL_RATE_LIMITED", message: "slow down" };
    const turn = turnAfter(
      placed([
        { type: "model-started", callId: "m1", model: "x", request: {} },
        { type: "model-retried", callId: "m1", attempt: 1, delayMs: 500, error },
      ]),
    );
    expect(turn.modelCalls[0]).toMatchObject({ state: "running", retries: 1, retriedFor: error });
  });

  it("shows which model answers in the place of one that failed, and the request that it got", () => {
    const error = { code: "MODEL_UNAVAILABLE", message: "down" };
    const fellBack = (from: string, to: string) =>
      ({ type: "model-fell-back", callId: "m1", from, to, error, request: { model: to } }) as const;
    const turn = turnAfter(
      placed([
        { type: "model-started", callId: "m1", model: "a", request: { model: "a" } },
        fellBack("a", "b"),
        fellBack("b", "c"),
      ]),
    );
    expect(turn.modelCalls).toMatchObject([{ model: "c", request: { model: "c" }, insteadOf: ["a", "b"] }]);
    expect(turn.parts).toEqual([
      {
        kind: "notice",
        id: "notice:0",
        text: "a did not answer (MODEL_UNAVAILABLE). b is asked instead.",
        error,
      },
      {
        kind: "notice",
        id: "notice:1",
        text: "b did not answer (MODEL_UNAVAILABLE). c is asked instead.",
        error,
      },
    ]);
  });

  it("says when a service is left alone and when it works again, and nothing of a try", () => {
    const breaker = { type: "breaker-changed", resource: "llm", name: "a at localhost" } as const;
    const turn = turnAfter(
      placed([
        { ...breaker, state: "open", failures: 5, openUntil: 0 },
        { ...breaker, state: "half-open", failures: 5 },
        { ...breaker, state: "closed", failures: 0 },
      ]),
    );
    expect(turn.parts.map((part) => part.kind === "notice" && part.text)).toEqual([
      `a at localhost failed 5 times in a row and is left alone until ${new Date(0).toLocaleTimeString()}.`,
      "a at localhost works again.",
    ]);
  });

  it("shows what a stop cut off as stopped, not as failed, and keeps the partial text", () => {
    const error = { code: "ABORTED", message: "stopped" };
    const turn = turnAfter([
      ...toolRun().slice(0, 5),
      ...placed([
        { type: "model-finished", callId: "m1", latencyMs: 5, error },
        { type: "step-finished", step: "answer", kind: "tools-loop", latencyMs: 9, error },
        { type: "run-finished", outcome: "cancelled", usage: USAGE, latencyMs: 10, error },
      ]),
    ]);
    expect(turn.status).toBe("cancelled");
    expect(turn.modelCalls[0]?.state).toBe("stopped");
    expect(turn.parts[0]).toMatchObject({ kind: "step", state: "stopped" });
    expect(answerText(turn)).toBe("Let me see.");
  });

  it("leaves nothing running after the end, even if the log lacks the ends of its parts", () => {
    const events = [...toolRun().slice(0, 7), ...toolRun().slice(-1)];
    const turn = turnAfter(events);
    expect(turn.parts.filter((part) => "state" in part && part.state === "running")).toEqual([]);
    expect(turn.parts.find((part) => part.kind === "tool")).toMatchObject({ state: "stopped" });
  });

  it("keeps saying stopping while the last events of a stopped run arrive", () => {
    const stopping = reduceTurn(turnAfter([]), { type: "stop-asked" });
    expect(toolRun().slice(0, 3).reduce(reduceTurn, stopping).status).toBe("stopping");
  });

  it("fails with the page's own error when the stream breaks", () => {
    const error = { code: "CONNECTION_LOST", message: "lost" };
    const turn = reduceTurn(turnAfter(toolRun().slice(0, 5)), { type: "stream-failed", error });
    expect(turn).toMatchObject({ status: "failed", error });
    expect(answerText(turn)).toBe("Let me see.");
  });

  it("ignores event types that it does not know, but logs them", () => {
    const odd = { type: "cache-hit", runId: "r1", seq: 0, at: 1, key: "k" } as never;
    const turn = reduceTurn(turnAfter([]), odd);
    expect(turn.parts).toEqual([]);
    expect(turn.log).toHaveLength(1);
  });

  it("folds the deltas of a call into one row of the log", () => {
    const rows = turnAfter(toolRun()).log.filter((row) => row.event.type === "text-delta");
    expect(rows.map((row) => [row.event.seq, row.lastSeq, row.count])).toEqual([
      [3, 4, 2],
      [9, 9, 1],
    ]);
  });

  it("is not begun anew, and not ended, by a run inside it", () => {
    const [first, ...rest] = toolRun();
    const inside = { runId: "r2", parentRunId: "r1", seq: 0, at: 1_005 };
    const turn = turnAfter([
      first as RunEvent,
      { ...inside, type: "run-started", agentId: "other" },
      { ...inside, seq: 1, type: "run-finished", outcome: "failed", usage: USAGE, latencyMs: 1 },
      ...rest.slice(0, 5),
    ]);
    expect(turn).toMatchObject({ key: "r1", runId: "r1", status: "running", startedAt: 1_000 });
    expect(turn.usage).toBeUndefined();
  });

  it("answers with what it says itself, and shows what a run inside it says as thought", () => {
    const inside = { runId: "r2", parentRunId: "r1", seq: 0, at: 1_005, callId: "m9" };
    const turn = turnAfter([
      ...toolRun().slice(0, 2),
      { ...inside, type: "text-delta", text: "a draft" },
      ...placed([{ type: "text-delta", callId: "a1", step: "answer", text: "the answer" }]),
    ]);
    expect(turn.parts.map((part) => part.kind)).toEqual(["step", "reasoning", "text"]);
    expect(answerText(turn)).toBe("the answer");
  });

  it("bounds the log and counts what it dropped", () => {
    const many = Array.from(
      { length: MAX_LOG_ROWS + 50 },
      () => ({ type: "step-started", step: "s", kind: "k" }) as const,
    );
    const turn = placed(many).reduce(
      (before, event) => ({ ...reduceTurn(before, event), parts: [] }),
      turnAfter([]),
    );
    expect(turn.log).toHaveLength(MAX_LOG_ROWS);
    expect(turn.droppedRows).toBe(50);
  });

  it("never changes a turn in place, and joins text losslessly however it is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 20 }), (texts) => {
        const events = placed(texts.map((text) => ({ type: "text-delta", callId: "m", text }) as const));
        const before = Object.freeze(turnAfter([]));
        const after = events.reduce((turn, event) => Object.freeze(reduceTurn(turn, event)), before);
        expect(answerText(after)).toBe(texts.join(""));
        expect(isLive(before)).toBe(true);
      }),
    );
  });
});
