import type { ScriptedCall } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { FORMS, resultsIn, roundsOf, solve } from "./solve.test-helper.ts";
import { nextMove, TASKS } from "./tasks.test-helper.ts";

const thought = (round: number) => `Thought ${round}.`;

it("has twenty tasks", () => {
  expect(new Set(TASKS.map(({ name }) => name)).size).toBe(20);
});

describe.each(FORMS)("react, %s", (form) => {
  it.each(TASKS)("solves a task with exactly its calls: $name", async (task) => {
    const reply = ({ messages }: ScriptedCall) => {
      const move = nextMove(task, resultsIn(messages));
      return typeof move === "string"
        ? move
        : { text: thought(resultsIn(messages).length), toolCalls: move.calls };
    };
    const { result } = await solve(reply, {
      type: "react",
      config: { as: "answer", reasoningAs: "reasoning", maxIterations: 5 },
      form,
    });
    expect(roundsOf(result.messages)).toEqual(task.calls);
    expect(result.toolCalls.map((call) => call.name)).toEqual(task.calls.flat().map(([name]) => name));
    const starts = task.calls.map((_, round) => task.calls.slice(0, round).flat().length);
    expect(result).toMatchObject({
      text: task.text,
      iterations: task.calls.length + 1,
      state: { answer: task.text, reasoning: starts.map(thought) },
    });
  });

  it.each(TASKS)("reflects on each round before the next thought: $name", async (task) => {
    const reply = ({ messages, tools }: ScriptedCall) => {
      const last = messages.at(-1)?.text ?? "";
      if (tools.length === 0)
        return `Seen: ${last.split("\n").filter((line) => /^(Result|Failed)/.test(line)).length}`;
      const seen = resultsIn(messages);
      // Without the reflection on all results this model does not go on.
      if (seen.length > 0 && !last.endsWith(`Seen: ${seen.length}`)) return "Nobody has reflected.";
      const move = nextMove(task, seen);
      return typeof move === "string" ? move : { toolCalls: move.calls };
    };
    const { result } = await solve(reply, {
      type: "react",
      config: { reflect: true, reasoningAs: "reasoning" },
      form,
    });
    expect(roundsOf(result.messages)).toEqual(task.calls);
    const seen = task.calls.map((_, round) => task.calls.slice(0, round + 1).flat().length);
    expect(result).toMatchObject({
      text: task.text,
      state: { reasoning: seen.map((count) => `Seen: ${count}`) },
    });
    expect(result.iterations).toBe(2 * task.calls.length + 1);
  });
});
