import type { ScriptedCall } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { FORMS, resultsIn, roundsOf, solve } from "./solve.test-helper.ts";
import { nextMove, TASKS } from "./tasks.test-helper.ts";

/** A model that plans a step for each round of a task, and hands the results on from step to step. */
function planner(task: (typeof TASKS)[number]) {
  return ({ messages, tools, parameters }: ScriptedCall) => {
    const isAskedForPlan = parameters.responseFormat?.type === "json-schema" || tools[0]?.name === "output";
    const plan = { tasks: task.calls.map((_, round) => `Round ${round + 1}.`) };
    if (isAskedForPlan)
      return tools.length > 0 ? { toolCalls: [{ name: "output", arguments: plan }] } : JSON.stringify(plan);
    const notes = messages.findLast((message) => message.getType() === "human")?.text ?? "";
    const earlier = [...notes.matchAll(/Result: (.*)/g)].flatMap(
      ([, json = "[]"]) => JSON.parse(json) as string[],
    );
    if (tools.length === 0) {
      const move = nextMove(task, earlier);
      return typeof move === "string" ? move : "There is no plan for that.";
    }
    const round = Number(/Your step is number (\d+)/.exec(notes)?.[1]) - 1;
    const seen = resultsIn(messages);
    if (seen.length === task.calls[round]?.length) return JSON.stringify(seen);
    const move = nextMove(task, [...earlier, ...seen]);
    return typeof move === "string" ? "This step has nothing to do." : { toolCalls: move.calls };
  };
}

describe.each(FORMS)("plan-and-execute, %s", (form) => {
  it.each(TASKS)("plans, then solves a task with exactly its calls: $name", async (task) => {
    const config = { as: "answer", planAs: "reasoning" } as const;
    const { result } = await solve(planner(task), { type: "plan-and-execute", config, form });
    expect(roundsOf(result.messages)).toEqual(task.calls);
    expect(result).toMatchObject({
      text: task.text,
      iterations: 2 * task.calls.length + 2,
      state: {
        answer: task.text,
        reasoning: task.calls.map((_, round) => ({ task: `Round ${round + 1}.`, outcome: "done" })),
      },
    });
  });
});
