import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { workNotes } from "../../index.ts";
import { planNotes } from "./plan-notes.ts";
import { closingResults, reportedFailure } from "./report-failure.ts";
import { thoughtsOf } from "./thoughts-of.ts";
import { toolNotes } from "./tool-notes.ts";

const call = (name: string, args: Record<string, unknown>) => ({ id: name, name, args });
const result = (name: string | undefined, content: string, status?: "error") =>
  new ToolMessage({ content, name, tool_call_id: "1", ...(status && { status }) });

describe("workNotes", () => {
  it("tells of thoughts, calls and results, in order, and of nothing else", () => {
    const work = [
      new HumanMessage("hello"),
      new AIMessage({ content: "I look.", tool_calls: [call("price", { n: 1 }), call("stock", {})] }),
      result("price", "50"),
      result(undefined, "no line", "error"),
      new AIMessage({
        content: "",
        invalid_tool_calls: [{ id: "3", name: "price", args: "{ no json", error: "x" }],
      }),
    ];
    expect(workNotes(work).split("\n")).toEqual([
      "Thought: I look.",
      'Called price with {"n":1}',
      "Called stock with {}",
      "Result of price: 50",
      "Failed: no line",
      "Called price with { no json",
    ]);
  });

  it("shows of a long result its beginning", () => {
    const notes = workNotes([result("price", "x".repeat(9_000))]);
    expect(notes.length).toBeLessThan(4_100);
    expect(notes).toMatch(/x \[cut\]$/);
  });
});

describe("planNotes", () => {
  it("cuts long results, and says which step is in hand", () => {
    const notes = planNotes(
      [{ task: "Look.", outcome: "done", result: "x".repeat(9_000) }],
      ["Ask.", "Say."],
    );
    expect(notes.length).toBeLessThan(8_300);
    expect(notes).toMatch(
      /x \[cut\]\n\nSteps to come:\n2\. Ask\.\n3\. Say\.\n\nYour step is number 2: Ask\.$/,
    );
  });
});

describe("a report of a failure", () => {
  it("has a reason, or says that there is none", () => {
    const report = (given: unknown) =>
      reportedFailure([{ id: "1", name: "report_failure", arguments: given }]);
    expect(report({ reason: "too far" })).toBe("too far");
    for (const given of [{}, { reason: "" }, { reason: 1 }, undefined, "{ no json"])
      expect(report(given)).toBe("The model gave no reason.");
    expect(reportedFailure([{ id: "1", name: "price", arguments: {} }])).toBeUndefined();
  });

  it("answers every call beside it", async () => {
    const answer = new AIMessage({
      content: "",
      tool_calls: [call("price", {}), call("report_failure", {})],
    });
    const results = await closingResults(answer);
    expect(results.map(({ tool_call_id: id, status }) => [id, status])).toEqual([
      ["price", "error"],
      ["report_failure", "success"],
    ]);
  });
});

it("puts each reflection behind the thought that it follows", () => {
  const round = (content: string) => new AIMessage({ content, tool_calls: [call("price", {})] });
  const work = [
    round("one"),
    result("price", "1"),
    round(""),
    result("price", "2"),
    round("three"),
    new AIMessage("done"),
  ];
  expect(thoughtsOf(work, ["after one", "after two"])).toEqual(["one", "after one", "after two", "three"]);
});

it("names tools with what they do, and nothing when there are none", () => {
  expect(toolNotes([])).toBe("");
  const tools = [
    { name: "price", description: "Tells.", parameters: {} },
    { name: "bare", parameters: {} },
  ];
  expect(toolNotes(tools)).toMatch(/\n- price: Tells\.\n- bare: $/);
});
