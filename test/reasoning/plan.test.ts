import { MemorySaver } from "@langchain/langgraph";
import { AgentBuilder } from "@pergola/builders";
import { definePlanAndExecuteStep, PlanAndExecutePattern, type PlanTurn } from "@pergola/core-steps";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { FORMS, type Form, State } from "./solve.test-helper.ts";
import { eventsOf, stoppedAt } from "./stopped-run.test-helper.ts";
import { world } from "./world.test-helper.ts";

const plan = (...tasks: string[]) => JSON.stringify({ tasks });
const asksPrice = { text: "I look.", toolCalls: [{ name: "price", arguments: { article: "A-17" } }] };
const givesUp = { toolCalls: [{ name: "report_failure", arguments: { reason: "no such thing" } }] };

const agentOf = (form: Form, script: readonly ScriptedReply[]) => {
  const model = new ScriptedChatModel(script, { direct: true });
  const builder = new AgentBuilder(State).withLlm(model).withTools(world);
  return { model, builder: form === "as one step" ? builder : builder.withCheckpointer(new MemorySaver()) };
};

describe.each(FORMS)("plan-and-execute, %s", (form) => {
  it("tells of its plan, and keeps all but the answer and the calls out of the conversation", async () => {
    const { builder, model } = agentOf(form, [
      plan("Look.", "Think."),
      asksPrice,
      "It is 50.",
      "Dear.",
      "It is dear.",
    ]);
    await using agent = await builder.withStep("plan-and-execute", { planAs: "reasoning" }).build();
    const stream = agent.stream("Is it dear?");
    const events = await eventsOf(stream);
    const said = (type: string) =>
      events.flatMap((event) => (event.type === type && "text" in event ? [event.text] : [])).join("|");
    expect(said("reasoning-delta")).toBe("I| look.|It| is| 50.|Dear.");
    expect(said("text-delta")).toBe("It| is| dear.");
    const { messages, state } = await stream.result;
    expect(messages.map(({ text }) => text)).toEqual(["I look.", "50", "It is dear."]);
    const results = [
      { task: "Look.", outcome: "done", result: "It is 50." },
      { task: "Think.", outcome: "done", result: "Dear." },
    ];
    expect((state as State).reasoning).toEqual(results);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "plan-made", tasks: ["Look.", "Think."], revision: 0 }),
    );
    expect(events.filter(({ type }) => type === "plan-step-finished")).toMatchObject(results);
    model.expectCall(3, {
      lastMessage: /^Steps that were worked on:\n1\. Look\.\n {3}Result: It is 50\.\n\n.*number 2: Think\.$/s,
    });
    model.expectCall(4, { tools: [], lastMessage: /1\. Look\.\n.*2\. Think\.\n {3}Result: Dear\.$/s });
  });

  it("answers at once when there is nothing to do", async () => {
    const { builder, model } = agentOf(form, [plan(), "Hello."]);
    await using agent = await builder.withStep("plan-and-execute", {}).build();
    expect((await agent.chat("Hi")).text).toBe("Hello.");
    model.expectCalls(2);
  });

  it("changes the plan when a step cannot be done, and keeps what was done", async () => {
    const other = { toolCalls: [...asksPrice.toolCalls, ...givesUp.toolCalls] };
    const script = [plan("Look.", "Guess.", "Never."), "It is 50.", other, plan("Ask."), "Yes.", "It is 50."];
    const { builder, model } = agentOf(form, script);
    await using agent = await builder.withStep("plan-and-execute", { planAs: "reasoning" }).build();
    const { text, state, toolCalls, messages } = await agent.chat("How much?");
    expect(text).toBe("It is 50.");
    expect(toolCalls).toEqual([]);
    expect(messages.map(({ text }) => text)).toEqual([
      "",
      "Not called: the step was given up.",
      "The plan is changed.",
      "It is 50.",
    ]);
    expect((state as State).reasoning).toEqual([
      { task: "Look.", outcome: "done", result: "It is 50." },
      { task: "Guess.", outcome: "failed", result: "no such thing" },
      { task: "Ask.", outcome: "done", result: "Yes." },
    ]);
    model.expectCall(3, {
      lastMessage: /2\. Guess\.\n {3}Failed: no such thing\n\nThe last step failed: change the plan\./,
    });
    model.expectCall(4, { lastMessage: /Your step is number 3: Ask\.$/ });
  });

  it("fails when the plan may not be changed any more", async () => {
    const { builder, model } = agentOf(form, [plan("A."), givesUp, plan("B."), givesUp, "never"]);
    await using agent = await builder.withStep("plan-and-execute", { maxReplans: 1 }).build();
    await expect(agent.chat("Hi")).rejects.toMatchObject({
      code: "PLAN_FAILED",
      message:
        'The step "B." of the plan failed (no such thing), and the plan has been changed as often as maxReplans allows: 1.',
    });
    model.expectCalls(4);
  });

  it("lets the model mend a plan that does not fit or is too long, once", async () => {
    const { builder, model } = agentOf(form, [plan("A.", "B."), plan("C."), "Done.", "Yes."]);
    await using agent = await builder.withStep("plan-and-execute", { maxSteps: 1 }).build();
    expect((await agent.chat("Hi")).text).toBe("Yes.");
    model.expectCall(1, { lastMessage: /tasks.*Answer again\.$/s });
    model.expectCalls(4);
  });

  it("keeps to the cap in each step, in whose last round it may still give up", async () => {
    const { builder, model } = agentOf(form, [
      plan("A."),
      asksPrice,
      givesUp,
      plan("B."),
      asksPrice,
      asksPrice,
      "never",
    ]);
    await using agent = await builder.withStep("plan-and-execute", { maxIterations: 2 }).build();
    await expect(agent.chat("Hi")).rejects.toMatchObject({ code: "MAX_ITERATIONS" });
    model.expectCalls(6);
  });

  it("does not offer the caller's tools, and refuses a call of one", async () => {
    const callsTheirs = { toolCalls: [{ name: "theirs", arguments: {} }] };
    const { builder, model } = agentOf(form, [plan("A."), callsTheirs, "No.", "No."]);
    await using agent = await builder.withStep("plan-and-execute", { tools: ["price"] }).build();
    const { toolCalls } = await agent.chat("Hi", {
      tools: [{ name: "theirs", parameters: { type: "object" } }],
    });
    expect(toolCalls).toMatchObject([{ name: "theirs", error: { code: "TOOL_NOT_FOUND" } }]);
    model.expectCall(1, { tools: ["price", "report_failure"] });
  });

  it("can plan by itself", async () => {
    class Fixed extends PlanAndExecutePattern {
      override async plan({ done }: PlanTurn) {
        return done.length === 0 ? ["Look."] : [];
      }
    }
    const fixed = definePlanAndExecuteStep({ name: "fixed-plan", pattern: (config) => new Fixed(config) });
    const { builder, model } = agentOf(form, ["It is 50.", "50."]);
    await using agent = await builder
      .withStep(fixed, { prompts: { execute: "Do it.", answer: "Say it." } })
      .build();
    expect((await agent.chat("How much?")).text).toBe("50.");
    model.expectCall(0, { system: "Do it." });
    model.expectCall(1, { system: "Say it." });
  });

  const hang = defineTool({
    name: "hang",
    description: "Hangs.",
    input: z.object({}),
    execute: (_, { signal }) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
  });
  it.each([
    ["plans", [{ hang: true }], 1],
    ["works on a step", [plan("A."), { tokens: ["I"], hang: true }], 2],
    ["calls a tool", [plan("A."), { toolCalls: [{ name: "hang", arguments: {} }] }], 2],
    ["changes its plan", [plan("A."), givesUp, { hang: true }], 3],
    ["answers", [plan("A."), "Done.", { tokens: ["It"], hang: true }], 3],
  ] as const)("stops with its run while it %s", async (_, script, calls) => {
    const { builder, model } = agentOf(form, [...script, "never"]);
    await using agent = await builder.withTools([hang]).withStep("plan-and-execute", {}).build();
    const { events, result, openAtTheEnd } = await stoppedAt(agent, { modelCalls: calls });
    expect(result).toMatchObject({ name: "AbortError" });
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "cancelled" });
    expect(openAtTheEnd).toEqual([]);
    model.expectCalls(calls);
  });
});

it("refuses a tool that has the name of the report", async () => {
  const taken = defineTool({
    name: "report_failure",
    description: "Mine.",
    input: z.object({}),
    execute: () => "",
  });
  const builder = new AgentBuilder(State).withLlm(new ScriptedChatModel([])).withTools([taken]);
  await expect(builder.withStep("plan-and-execute", {}).build()).rejects.toThrow(
    /"report_failure", by which/,
  );
  await using agent = await builder
    .withTools(world)
    .withStep("plan-and-execute", { tools: ["price"] })
    .build();
  expect(agent).toBeDefined();
});
