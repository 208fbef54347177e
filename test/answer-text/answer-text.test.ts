import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { MemorySaver } from "@langchain/langgraph";
import { type Agent, AgentBuilder, type RunResult } from "@pergola/builders";
import type { StepEntry } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ASIDE, State, steps, tools, workflow } from "./said-steps.test-helper.ts";

const FORMS = ["as one step each", "as nodes of a graph"] as const;
const RUNS = 25;

const builderOf = (form: (typeof FORMS)[number]) => {
  const builder = new AgentBuilder(State).withTools(tools).withLlm(new ScriptedChatModel([]));
  return form === "as one step each" ? builder : builder.withCheckpointer(new MemorySaver());
};

/** The texts of the run's own stream, call by call in the order in which they began. */
async function streamed(agent: Agent) {
  const stream = agent.stream("Please help.");
  const texts = new Map<string, string>();
  for await (const event of stream)
    if (event.type === "text-delta" && event.runId === stream.runId)
      texts.set(event.callId, (texts.get(event.callId) ?? "") + event.text);
  return { texts: [...texts.values()], result: await stream.result };
}

const isAnswer = (message: BaseMessage) => message.getType() === "ai";
const hasCalls = (message: BaseMessage) => ((message as AIMessage).tool_calls ?? []).length > 0;

/** Whatever is streamed is a message; whatever is an answer, and no call of tools, is streamed. */
function expectSaid(texts: readonly string[], { messages }: RunResult<never>) {
  const rest = texts.map((each) => each.trim());
  for (const message of messages.filter(isAnswer)) {
    const place = rest.indexOf(message.text.trim());
    if (place !== -1) rest.splice(place, 1);
    else expect(hasCalls(message) || message.text).toBe(true);
  }
  expect(rest).toEqual([]);
}

it.each(FORMS)("streams each answer of a run once, whatever its steps are, %s", async (form) => {
  await fc.assert(
    fc.asyncProperty(steps, async (made) => {
      const entries: readonly StepEntry[] = await Promise.all(made.map((make) => make()));
      const builder = entries.reduce(
        (all, { step, config }) => all.withStep(step as "llm", config as never),
        builderOf(form),
      );
      await using agent = await builder.build();
      const { texts, result } = await streamed(agent as never);
      expectSaid(texts, result as never);
    }),
    { numRuns: RUNS },
  );
});

it.each(FORMS)("streams of a workflow its answer and nothing else, %s", async (form) => {
  await fc.assert(
    fc.asyncProperty(workflow, async (made) => {
      await using agent = await builderOf(form)
        .withWorkflow(await made())
        .build();
      const { texts, result } = await streamed(agent as never);
      expect(
        texts
          .filter((text) => text !== ASIDE)
          .join("")
          .trim(),
      ).toBe(result.text.trim());
    }),
    { numRuns: RUNS },
  );
});

it("gives the text of an agent whose only step is another agent", async () => {
  const inner = await new AgentBuilder()
    .withName("inner")
    .withLlm(new ScriptedChatModel(["a draft", "the answer"]))
    .withStep("llm", {})
    .withStep("llm", {})
    .build();
  await using agent = await new AgentBuilder(State).withStep("agent", { agent: inner }).build();
  const said: string[] = [];
  const stream = agent.stream("Hello");
  for await (const text of stream.text) said.push(text);
  expect(said).toEqual(["the answer"]);
  expect(await stream.result).toMatchObject({ text: "the answer" });
});
