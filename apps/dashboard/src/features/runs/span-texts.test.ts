import { describe, expect, it } from "vitest";
import type { StoredTurn } from "../../api/sessions.ts";
import { spanTexts } from "./span-texts.ts";
import { waterfall } from "./waterfall/extend-waterfall.ts";
import { stagedLog } from "./waterfall/sample-log.test-helper.ts";
import type { Span } from "./waterfall/span.ts";

const live = waterfall(stagedLog()).spans;
const stored = waterfall(stagedLog().filter(({ type }) => type !== "text-delta")).spans;
const turn = (...answers: string[]): StoredTurn => ({
  ...{ runId: "r1", status: "settled", startedAt: 0, events: [] },
  messages: [
    { role: "user", content: "How much?" },
    ...answers.map((content) => ({ role: "assistant" as const, content })),
  ],
});
const find = (spans: readonly Span[], kind: Span["kind"], place = 0) =>
  spans.filter((span) => span.kind === kind)[place] as Span;

describe("what went in and out", () => {
  it("of a run is what the user said and the last answer", () => {
    expect(spanTexts(find(live, "run"), live, turn("Wait.", "42"))).toEqual({
      input: "How much?",
      output: "42",
    });
    expect(spanTexts(find(live, "run", 1), live, turn("42"))).toEqual({});
    expect(spanTexts(find(live, "run"), live, undefined)).toEqual({});
  });

  it("of a tool is its arguments and its result", () => {
    expect(spanTexts(find(live, "tool"), live, undefined)).toEqual({
      input: { expression: "6*7" },
      output: 42,
    });
    expect(spanTexts(find(live, "tool", 1), live, undefined)).toEqual({ input: { expression: "6*7" } });
  });

  it("of a model is the request that went out last, and what was seen of its answer", () => {
    expect(spanTexts(find(live, "model"), live, undefined)).toEqual({
      request: { n: 2 },
      output: "Six sevens.",
    });
  });

  it("of a model in a log is the message in its place, where there is one for each call of the run", () => {
    // Three calls of the run itself; that of the run inside it has no message.
    const first = find(stored, "model");
    expect(spanTexts(first, stored, turn("a", "b", "c")).output).toBe("a");
    expect(spanTexts(first, stored, turn("a", "b")).output).toBeUndefined();
    expect(spanTexts(find(stored, "model", 1), stored, turn("a", "b", "c")).output).toBeUndefined();
  });

  it("of a stage is what its steps have stored", () => {
    expect(spanTexts(find(live, "stage"), live, undefined)).toEqual({
      output: { stored: ["plan"], tools: undefined },
    });
    expect(spanTexts(find(live, "stage", 1), live, undefined)).toEqual({});
  });
});
