import { interrupt, MemorySaver } from "@langchain/langgraph";
import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineWorkflow } from "@pergola/pipeline";
import { defineTool } from "@pergola/tools";
import { expect, test } from "vitest";
import { z } from "zod";
import { type Agent, createAgent } from "../index.ts";
import { asks, travelTools } from "../suspension/suspension.test-helper.ts";
import { agentOf } from "./turn.test-helper.ts";

/** Goes on until nothing is asked any more; each answer names what it is for. */
async function answerAll(agentOfPart: () => Promise<Agent>) {
  const events: RunEvent[] = [];
  let runId: string | undefined;
  let question: unknown;
  for (;;) {
    // Every part of the run in an agent of its own, as in another process.
    await using agent = await agentOfPart();
    const stream = runId === undefined ? agent.stream("go") : agent.resumeStream(runId, `for ${question}`);
    for await (const event of stream) events.push(event);
    const result = await stream.result;
    if (result.interrupts === undefined) return { result, events };
    expect(result.interrupts).toHaveLength(1);
    const [asked] = result.interrupts;
    [runId, question] = [result.runId, (asked?.value as { readonly approve: string } | undefined)?.approve];
  }
}

const plan = (text: string) => ({ text: JSON.stringify({ tasks: [text] }) });

test.each([
  ["tools-loop", [], 4],
  ["react", [], 4],
  ["plan-and-execute", [plan("travel")], 6],
])(
  "in a stage a %s does nothing twice when its tools ask, and no answer lands on another call",
  async (type, before, calls) => {
    const { done, tools } = travelTools();
    const saver = new MemorySaver();
    const model = new ScriptedChatModel(
      [
        ...before,
        asks({ look: "hotel" }),
        asks({ book: "train" }, { look: "sea" }, { book: "boat" }),
        asks({ book: "bus" }),
        "All booked.",
        "All booked.",
      ],
      { direct: true },
    );
    const workflow = defineWorkflow({
      stages: { do: [{ step: type, name: "travel", config: {} }], deliver: [({ load }) => load("travel")] },
    });
    const { result, events } = await answerAll(() =>
      createAgent().withCheckpointer(saver).withLlm(model).withTools(tools).withWorkflow(workflow).start(),
    );
    expect(result.text).toBe("All booked.");
    expect(done).toEqual([
      "looked at hotel",
      "looked at sea",
      'booked train: "for train"',
      'booked boat: "for boat"',
      'booked bus: "for bus"',
    ]);
    expect(model.calls).toHaveLength(calls);
    const seen = (kind: string) => events.filter((event) => event.type === kind);
    expect(seen("model-started")).toHaveLength(calls);
    expect(seen("tool-started")).toHaveLength(5);
    expect(seen("tool-finished")).toHaveLength(5);
    expect(seen("step-started")).toHaveLength(seen("step-finished").length);
  },
);

test("queued tools that ask are asked one after the other, whichever comes to its question first", async () => {
  const done: string[] = [];
  let isFirst = true;
  const tool = (name: string, isSlow: () => boolean) =>
    defineTool({
      name,
      description: `It is ${name}.`,
      input: z.object({}),
      async execute() {
        if (isSlow()) await new Promise((resolve) => setImmediate(resolve));
        done.push(`${name} ${interrupt({ approve: name })}`);
      },
    });
  const workflow = defineWorkflow({
    stages: {
      do: [({ queueToolUse }) => ["a", "b"].map((name) => queueToolUse(name))],
      deliver: [() => "done"],
    },
  });
  const tools = [
    tool("a", () => {
      const wasFirst = isFirst;
      isFirst = false;
      return !wasFirst;
    }),
    tool("b", () => false),
  ];
  const checkpointer = new MemorySaver();
  const { result } = await answerAll(() => agentOf(workflow, { checkpointer, tools }));
  expect(result.text).toBe("done");
  expect(done).toEqual(["a for a", "b for b"]);
});

test("a step that is tried again after an answer neither asks nor acts again", async () => {
  const { done, tools } = travelTools();
  const saver = new MemorySaver();
  const model = new ScriptedChatModel([asks({ book: "train" }), { error: new Error("broken") }, "Booked."], {
    direct: true,
  });
  const workflow = defineWorkflow({
    stages: {
      do: [
        {
          step: "react",
          name: "travel",
          config: { retry: { maxRetries: 1, backoffBaseMs: 0, retryIf: () => true } },
        },
      ],
      deliver: [({ load }) => load("travel")],
    },
  });
  const { result } = await answerAll(() =>
    createAgent()
      .withCheckpointer(saver)
      .withLlm(model, { retry: { maxRetries: 0 } })
      .withTools(tools)
      .withWorkflow(workflow)
      .start(),
  );
  expect(result.text).toBe("Booked.");
  expect(done).toEqual(['booked train: "for train"']);
});
