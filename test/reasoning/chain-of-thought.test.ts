import { MemorySaver } from "@langchain/langgraph";
import { AgentBuilder } from "@pergola/builders";
import {
  ChainOfThoughtPattern,
  type ChainOfThoughtTurn,
  defineChainOfThoughtStep,
} from "@pergola/core-steps";
import { type ScriptedCall, ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { FORMS, type Form, resultsIn, roundsOf, State, solve } from "./solve.test-helper.ts";
import { eventsOf, stoppedAt } from "./stopped-run.test-helper.ts";
import { nextMove, TASKS } from "./tasks.test-helper.ts";
import { world } from "./world.test-helper.ts";

const asksPrice = { toolCalls: [{ name: "price", arguments: { article: "A-17" } }] };
const mistakes = (...found: string[]) => JSON.stringify({ mistakes: found });
const textsOf = ({ messages }: ScriptedCall) => messages.map(({ text }) => text).join("\n");

const agentOf = (form: Form, script: readonly ScriptedReply[]) => {
  const model = new ScriptedChatModel(script, { direct: true });
  const builder = new AgentBuilder(State).withLlm(model).withTools(world);
  return { model, builder: form === "as one step" ? builder : builder.withCheckpointer(new MemorySaver()) };
};

describe.each(FORMS)("chain-of-thought, %s", (form) => {
  it.each(TASKS)("reasons, then solves a task with exactly its calls: $name", async (task) => {
    const steps = [`I know ${task.name}.`, `It needs ${task.calls.length} rounds.`];
    const reply = (call: ScriptedCall) => {
      if (call.tools.length === 0) return `Well.\n1. ${steps[0]}\n2. ${steps[1]}`;
      // Without its reasoning this model knows nothing.
      if (!textsOf(call).includes(`1. ${steps[0]}\n2. ${steps[1]}`)) return "I have not reasoned.";
      const move = nextMove(task, resultsIn(call.messages));
      return typeof move === "string" ? move : { toolCalls: move.calls };
    };
    const config = { as: "answer", reasoningAs: "reasoning" } as const;
    const { result } = await solve(reply, { type: "chain-of-thought", config, form });
    expect(roundsOf(result.messages)).toEqual(task.calls);
    expect(result).toMatchObject({
      text: task.text,
      iterations: task.calls.length + 2,
      state: { answer: task.text, reasoning: steps },
    });
  });

  it("streams reasoning as reasoning, and only the answer as text", async () => {
    const { builder, model } = agentOf(form, ["1. Six.\n2. Legs.", "Six legs."]);
    await using agent = await builder.withStep("chain-of-thought", {}).build();
    const stream = agent.stream("How many legs has an ant?");
    const events = await eventsOf(stream);
    const said = (type: string) =>
      events.flatMap((event) => (event.type === type && "text" in event ? [event.text] : [])).join("");
    expect(said("reasoning-delta")).toBe("1. Six.\n2. Legs.");
    expect(said("text-delta")).toBe("Six legs.");
    expect((await stream.result).messages.map(({ text }) => text)).toEqual(["Six legs."]);
    model.expectCall(0, { tools: [], system: /Tools that can be called afterwards:\n- price: Tells/ });
    model.expectCall(1, { lastMessage: "Your reasoning:\n\n1. Six.\n2. Legs." });
  });

  it("checks its reasoning, and thinks again until nothing is wrong", async () => {
    const script = [
      "1. Two.",
      mistakes("1 is wrong"),
      "1. Four.",
      mistakes("1 still is"),
      "1. Six.",
      mistakes(),
      "Six.",
    ];
    const { builder, model } = agentOf(form, script);
    const config = { selfCheck: true, maxRevisions: 3, reasoningAs: "reasoning" } as const;
    await using agent = await builder.withStep("chain-of-thought", config).build();
    const { text, state } = await agent.chat("How many legs has an ant?");
    expect([text, (state as State).reasoning]).toEqual(["Six.", ["Six."]]);
    model.expectCall(1, { lastMessage: /^Your reasoning:\n\n1\. Two\.\n\nCheck each step/, tools: [] });
    model.expectCall(2, { lastMessage: /1\. Two\.\n\nMistakes in it:\n- 1 is wrong\n/ });
    model.expectCall(4, { lastMessage: /1\. Four\.\n\nMistakes in it:\n- 1 still is\n/ });
    model.expectScriptDone();
  });

  it("answers after as many revisions as it may", async () => {
    const { builder, model } = agentOf(form, ["1. Two.", mistakes("wrong"), "1. Four.", "Four."]);
    await using agent = await builder.withStep("chain-of-thought", { selfCheck: true }).build();
    expect((await agent.chat("How many?")).text).toBe("Four.");
    model.expectScriptDone();
  });

  it("lets the model mend a check that does not fit, once", async () => {
    const { builder, model } = agentOf(form, ["1. Two.", "fine!", '{"mistakes":"none"}', "never"]);
    await using agent = await builder.withStep("chain-of-thought", { selfCheck: true }).build();
    await expect(agent.chat("How many?")).rejects.toMatchObject({ code: "OUTPUT_INVALID" });
    model.expectCall(2, { lastMessage: /not JSON.*Answer again\.$/s });
    model.expectCalls(3);
  });

  it("keeps to the cap while it answers", async () => {
    const { builder, model } = agentOf(form, ["1. Look.", asksPrice, asksPrice, "never"]);
    await using agent = await builder.withStep("chain-of-thought", { maxIterations: 2 }).build();
    await expect(agent.chat("How much?")).rejects.toMatchObject({ code: "MAX_ITERATIONS" });
    model.expectCalls(3);
  });

  it("lets the caller answer calls of the caller's tools", async () => {
    const { builder, model } = agentOf(form, ["1. Ask.", { toolCalls: [{ name: "theirs", arguments: {} }] }]);
    await using agent = await builder.withStep("chain-of-thought", { reasoningAs: "reasoning" }).build();
    const { toolCalls, state } = await agent.chat("Hello", {
      tools: [{ name: "theirs", parameters: { type: "object" } }],
    });
    expect(toolCalls.map(({ name }) => name)).toEqual(["theirs"]);
    expect((state as State).reasoning).toEqual(["Ask."]);
    model.expectCalls(2);
  });

  it("takes prompts of your own, and parts of your own", async () => {
    class Strict extends ChainOfThoughtPattern {
      override async check({ steps }: ChainOfThoughtTurn) {
        return steps.length < 2 ? ["too short"] : [];
      }
    }
    const strict = defineChainOfThoughtStep({ name: "strict", pattern: (config) => new Strict(config) });
    const { builder, model } = agentOf(form, ["1. Two.", "1. Two.\n2. Is it?", "Two."]);
    const prompts = { reason: "Think hard.", answer: "Say it.", check: "Is it?" };
    await using agent = await builder
      .withStep(strict, { selfCheck: true, prompts, systemPrompt: "Hi." })
      .build();
    expect((await agent.chat("How many?")).text).toBe("Two.");
    model.expectCall(0, { system: /^Hi\.\n\nThink hard\./ });
    model.expectCall(1, { lastMessage: /- too short/ });
    model.expectCall(2, { system: /^Hi\.\n\nSay it\.$/ });
  });

  it.each([
    ["reasons", [{ tokens: ["1. "], hang: true }], 1],
    ["checks", ["1. Two.", { hang: true }], 2],
    ["thinks again", ["1. Two.", mistakes("no"), { hang: true }], 3],
    ["answers", ["1. Two.", mistakes(), { tokens: ["Two"], hang: true }], 3],
  ] as const)("stops with its run while it %s", async (_, script, calls) => {
    const { builder, model } = agentOf(form, [...script, "never"]);
    await using agent = await builder.withStep("chain-of-thought", { selfCheck: true }).build();
    const { events, result, openAtTheEnd } = await stoppedAt(agent, { modelCalls: calls });
    expect(result).toMatchObject({ name: "AbortError" });
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "cancelled" });
    expect(openAtTheEnd).toEqual([]);
    model.expectCalls(calls);
  });
});
