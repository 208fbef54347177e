import { describe, expect, it } from "vitest";
import { waterfall } from "./extend-waterfall.ts";
import { placed, type Sample, stagedLog } from "./sample-log.test-helper.ts";
import { MAX_NOTES, MAX_SPANS } from "./span.ts";
import { summarize } from "./summary.ts";
import { visibleRows } from "./visible-rows.ts";
import type { Waterfall } from "./waterfall.ts";

/** The tree as text: two spaces for each level. */
const drawn = (tree: Waterfall) =>
  visibleRows(tree.spans, new Set()).map(({ span }) =>
    `${"  ".repeat(span.depth)}${span.kind} ${span.name} ${span.subject}`.trimEnd(),
  );

const of = (...samples: Sample[]) => waterfall(placed(samples));
const named = (tree: Waterfall, name: string) => tree.spans.find((span) => span.name === name);

describe("the waterfall of a log", () => {
  it("is a tree of stages, steps, calls and the runs inside", () => {
    expect(drawn(waterfall(stagedLog()))).toEqual([
      "run planner",
      "  step workflow staged",
      "    stage think",
      "      step plan prompt",
      "        model openai:spare plan",
      "      tool calculator",
      "      tool calculator",
      "    stage review",
      "      step check agent",
      "        run checker agent",
      "          step judge llm",
      "            model openai:first judge",
      "  step map 2",
      "    step ask urls[0] llm",
      "      model openai:first",
      "    step ask urls[1] llm",
      "      model openai:second",
      "    resource storage read",
    ]);
  });

  it("knows how long each took, how it ended and what it said", () => {
    const tree = waterfall(stagedLog());
    expect(tree.spans[0]).toMatchObject({ state: "done", outcome: "completed", latencyMs: 500 });
    expect(tree.spans.filter(({ kind }) => kind === "tool").map(({ state }) => state)).toEqual([
      "done",
      "failed",
    ]);
    expect(named(tree, "openai:spare")).toMatchObject({
      text: "Six sevens.",
      usage: { totalTokens: 45 },
      startedAt: 1_040,
      firstTextAt: 1_080,
      endedAt: 1_100,
    });
    expect(tree.open.size).toBe(0);
    expect(tree.lastAt).toBe(tree.spans[0]?.endedAt);
  });

  it("marks retries, fallbacks and breakers where they happened", () => {
    expect(named(waterfall(stagedLog()), "openai:spare")?.marks).toMatchObject([
      { kind: "retry", tone: "warn", at: 1_050, text: "Retry 1 after 5 ms: MODEL_UNAVAILABLE" },
      { kind: "breaker", tone: "error", text: "openai:first failed 3 times in a row and is left alone" },
      { kind: "fallback", text: expect.stringContaining("openai:spare is asked instead") },
    ]);
  });

  it("adds up calls, retries, tokens and cost, and takes the run's word once it is there", () => {
    const log = stagedLog();
    expect(summarize(waterfall(log))).toMatchObject({
      modelCalls: 4,
      toolCalls: 2,
      retries: 1,
      fallbacks: 1,
      usage: { totalTokens: 180 },
    });
    const soFar = summarize(waterfall(log.slice(0, 12)));
    expect(soFar).toMatchObject({ modelCalls: 1, usage: { totalTokens: 45, cost: 0.01 } });
  });
});

describe("a log that is not whole", () => {
  it("has a run also where its beginning is missing", () => {
    const tree = of({ type: "step-started", step: "a", kind: "llm" });
    expect(drawn(tree)).toEqual(["run run", "  step a llm"]);
  });

  it("keeps an end without a beginning, and what it does not know, with the run", () => {
    const tree = of(
      { type: "run-started", agentId: "x" },
      { type: "tool-finished", callId: "t", tool: "x", latencyMs: 1 },
      { type: "moon-risen", phase: "full" },
      { type: "constructor" },
    );
    expect(tree.spans).toHaveLength(1);
    expect(tree.spans[0]?.notes.map(({ type }) => type)).toEqual([
      "tool-finished",
      "moon-risen",
      "constructor",
    ]);
  });

  it("takes what comes after the end of the run", () => {
    const tree = of(
      { type: "run-started", agentId: "x" },
      { type: "tool-started", callId: "t", tool: "look", arguments: {} },
      { type: "run-finished", outcome: "cancelled", usage: {}, latencyMs: 1 },
      { type: "tool-finished", callId: "t", tool: "look", latencyMs: 1, result: 1 },
    );
    expect(tree.spans.map(({ state }) => state)).toEqual(["stopped", "done"]);
  });

  it("is bounded in rows and in events of a row", () => {
    const many = Array.from({ length: MAX_SPANS + 5 }, (_, index) => ({
      ...{ type: "step-started", step: `s${index}`, kind: "llm" },
    }));
    const tree = of({ type: "run-started", agentId: "x" }, ...many);
    expect(tree.spans).toHaveLength(MAX_SPANS);
    expect(tree.droppedSpans).toBe(6);
    const notes = of(...Array.from({ length: MAX_NOTES + 7 }, () => ({ type: "moon-risen" })));
    expect(notes.spans[0]).toMatchObject({ droppedNotes: 7 });
    expect(notes.spans[0]?.notes).toHaveLength(MAX_NOTES);
  });

  it("reads fields of the wrong type as if they were not there", () => {
    const tree = of(
      { type: "run-started", agentId: 7 },
      { type: "step-started", step: null, kind: {} },
      { type: "model-started", callId: 3, step: ["a"], model: false },
      { type: "model-finished", latencyMs: "long", usage: "much", error: "broken" },
      { type: "model-retried", error: { reason: 1 } },
      { type: "breaker-changed" },
      { type: "plan-made", tasks: 3 },
      { type: "resource-used" },
      { type: "run-finished", outcome: {}, error: { code: 1 } },
    );
    expect(drawn(tree)).toEqual(["run run", "  step step", "  model model", "  resource resource"]);
  });
});

describe("what says where it was called from", () => {
  const both: readonly Sample[] = [
    { type: "run-started", agentId: "x" },
    { type: "step-started", step: "all", kind: "map" },
    { type: "step-started", step: "all.ask", kind: "agent", label: "urls[0]" },
    { type: "step-started", step: "all.ask", kind: "agent", label: "urls[1]" },
  ];
  const child = (agentId: string, caller: object) => ({
    ...{ type: "run-started", agentId, run: agentId, parent: "r1" },
    caller,
  });

  it("is in that step, though others of its name run at the same time", () => {
    const tree = of(
      ...both,
      child("second", { step: "all.ask", label: "urls[1]" }),
      child("first", { step: "all.ask", label: "urls[0]" }),
      { type: "tool-started", callId: "t", step: "all.ask", label: "urls[0]", tool: "look" },
      { type: "step-started", step: "all.ask.deep", kind: "staged", label: "urls[0]" },
      { type: "step-started", step: "all.ask.deep", kind: "staged", label: "urls[1]" },
      { type: "stage-started", step: "all.ask.deep", label: "urls[0]", stage: "think", iteration: 1 },
      { type: "model-started", callId: "m", step: "all.ask.deep", label: "urls[0]", model: "mind" },
    );
    expect(drawn(tree).slice(2)).toEqual([
      "    step ask urls[0] agent",
      "      run first agent",
      "      tool look",
      "      step deep urls[0] staged",
      "        stage think",
      "          model mind",
      "    step ask urls[1] agent",
      "      run second agent",
      "      step deep urls[1] staged",
    ]);
  });

  it("is in that tool call", () => {
    const tree = of(
      ...both,
      { type: "tool-started", callId: "t", step: "all.ask", label: "urls[0]", tool: "ask_expert" },
      { type: "tool-started", callId: "u", step: "all.ask", label: "urls[0]", tool: "ask_expert" },
      child("expert", { step: "all.ask", label: "urls[0]", callId: "t" }),
    );
    expect(drawn(tree).slice(3, 6)).toEqual([
      "      tool ask_expert",
      "        run expert agent",
      "      tool ask_expert",
    ]);
  });

  it("is in the run if nothing of that name is open", () => {
    const tree = of(...both.slice(0, 1), child("a", { step: "gone" }), child("b", { callId: "gone" }));
    expect(drawn(tree).slice(1)).toEqual(["  run a agent", "  run b agent"]);
  });
});
