import { describe, expect, it } from "vitest";
import type { StoredTurn } from "../../api/sessions.ts";
import { turnFromStored } from "./stored-turn.ts";
import { answerText, type Turn } from "./turn.ts";
import { placed, toolRun, turnAfter, USAGE } from "./turn-events.test-helper.ts";

function storedTurn(change: Partial<StoredTurn> = {}): StoredTurn {
  return {
    runId: "r1",
    status: "settled",
    outcome: "completed",
    usage: USAGE,
    startedAt: 1_000,
    finishedAt: 1_120,
    messages: [
      { role: "user", content: "What is 1+1?" },
      {
        role: "assistant",
        content: "Let me see.",
        toolCalls: [{ id: "t1", name: "calculator", arguments: {} }],
      },
      { role: "tool", content: "2", toolCallId: "t1" },
      { role: "assistant", content: "It is 2." },
    ],
    events: toolRun().filter((event) => event.type !== "text-delta"),
    ...change,
  };
}

/** What the page draws of a turn: all but ids of calls inside text, and the log. */
function drawn({ parts, log: _log, droppedRows: _dropped, ...turn }: Turn) {
  return { ...turn, parts: parts.map((part) => ("text" in part ? { id: part.id, text: part.text } : part)) };
}

describe("turnFromStored", () => {
  it("looks the same as the live turn did", () => {
    expect(drawn(turnFromStored(storedTurn()))).toEqual(drawn(turnAfter(toolRun())));
  });

  it("shows only what is stored in the log", () => {
    const stored = storedTurn();
    expect(turnFromStored(stored).log.map((row) => row.event)).toEqual(stored.events);
  });

  it("puts the one answer where the last of several model calls gave it, not where another step was told something", () => {
    const call = (callId: string) =>
      ({ type: "model-finished", callId, step: callId, latencyMs: 1 }) as const;
    const step = (name: string) => ({ type: "step-started", step: name, kind: "prompt" }) as const;
    const end = { type: "run-finished", outcome: "failed", usage: USAGE, latencyMs: 1 } as const;
    const events = [
      ...placed([step("plan"), call("plan")]),
      ...placed([step("judge"), call("judge"), end], "inner"),
      ...placed([step("reply"), call("reply")]),
    ];
    const messages = [
      { role: "user", content: "Why?" },
      { role: "assistant", content: "Because." },
    ] as const;
    const { parts, status } = turnFromStored(storedTurn({ events, messages }));
    expect(status).toBe("completed");
    expect(parts.map((part) => ("text" in part ? part.text : "step" in part && part.step))).toEqual([
      "plan",
      "judge",
      "reply",
      "Because.",
    ]);
  });

  it("puts a tool call after the text that asked for it, even if a failed attempt came before", () => {
    const [start, step, call, ...rest] = storedTurn().events;
    const failed = {
      type: "model-finished",
      runId: "r1",
      seq: 3,
      at: 1_021,
      callId: "m0",
      latencyMs: 1,
      error: { code: "X", message: "x" },
    } as const;
    const events = [start, step, failed, call, ...rest].filter((event) => event !== undefined);
    const parts = turnFromStored(storedTurn({ events })).parts;
    expect(parts.map((part) => part.kind)).toEqual(["step", "text", "tool", "text"]);
  });

  it("puts no answer where a run inside it has called a model", () => {
    const [start, step, ...rest] = storedTurn().events;
    const inside = { runId: "r2", parentRunId: "r1", seq: 0, at: 1_005, callId: "m9", latencyMs: 1 };
    const events = [start, step, { ...inside, type: "model-finished" } as const, ...rest.slice(1)];
    const parts = turnFromStored(storedTurn({ events: events.filter((event) => event !== undefined) })).parts;
    expect(parts.map((part) => part.kind)).toEqual(["step", "text", "tool", "text"]);
  });

  it("puts a tool call after the text that asked for it when the log has no model calls", () => {
    const events = storedTurn().events.filter((event) => !event.type.startsWith("model-"));
    const parts = turnFromStored(storedTurn({ events })).parts;
    expect(parts.map((part) => part.kind)).toEqual(["step", "text", "tool", "text"]);
  });

  it("shows the partial answer of a stopped turn", () => {
    const turn = turnFromStored(
      storedTurn({
        outcome: "cancelled",
        messages: [
          { role: "user", content: "Hi" },
          { role: "assistant", content: "Hel" },
        ],
        events: [],
      }),
    );
    expect(turn.status).toBe("cancelled");
    expect(answerText(turn)).toBe("Hel");
  });

  it.each([
    ["pending", "pending"],
    ["suspended", "suspended"],
    ["interrupted", "interrupted"],
    ["something new", "interrupted"],
  ] as const)("shows a %s turn without an outcome as %s", (status, shown) => {
    const turn = turnFromStored(storedTurn({ status, outcome: undefined, events: [], usage: undefined }));
    expect(turn.status).toBe(shown);
  });

  it("tells time and error of a turn whose log lacks the terminal event", () => {
    const error = { code: "MODEL_AUTH", message: "refused", hint: "Check the key." };
    const events = toolRun()
      .slice(0, -1)
      .map((event) => (event.type === "step-finished" ? { ...event, error } : event));
    const turn = turnFromStored(storedTurn({ outcome: "failed", events }));
    expect(turn).toMatchObject({ status: "failed", error, latencyMs: 120 });
  });

  it("gives a completed turn no error, though an attempt inside it failed", () => {
    const error = { code: "MODEL_RATE_LIMITED", message: "slow down" };
    const events = toolRun()
      .slice(0, -1)
      .map((event) => (event.type === "model-finished" ? { ...event, error } : event));
    expect(turnFromStored(storedTurn({ events })).error).toBeUndefined();
  });

  it("reads content blocks", () => {
    const content = [{ type: "text", text: "What is " }, { type: "image" }, { type: "text", text: "this?" }];
    expect(turnFromStored(storedTurn({ messages: [{ role: "user", content }] })).message).toBe(
      "What is this?",
    );
  });
});
