import { MemorySaver } from "@langchain/langgraph";
import { AgentBuilder } from "@pergola/builders";
import { defineReactStep, ReactPattern, type ReactStepConfig, type ReactTurn } from "@pergola/core-steps";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { FORMS, type Form, State } from "./solve.test-helper.ts";
import { eventsOf, stoppedAt } from "./stopped-run.test-helper.ts";
import { world } from "./world.test-helper.ts";

const asksPrice = { text: "I look.", toolCalls: [{ name: "price", arguments: { article: "A-17" } }] };

const agentOf = (form: Form, script: readonly ScriptedReply[]) => {
  const model = new ScriptedChatModel(script);
  const builder = new AgentBuilder(State).withLlm(model).withTools(world);
  return { model, builder: form === "as one step" ? builder : builder.withCheckpointer(new MemorySaver()) };
};

describe.each(FORMS)("react, %s", (form) => {
  it("asks the model as often as it may, and runs no call of the last answer", async () => {
    const { model, builder } = agentOf(form, new Array(9).fill(asksPrice));
    await using agent = await builder.withStep("react", { maxIterations: 3, reflect: false }).build();
    const events = await eventsOf(agent.stream("hello"));
    expect(events.at(-1)).toMatchObject({ outcome: "failed", error: { code: "MAX_ITERATIONS" } });
    expect(events.filter(({ type }) => type === "tool-started")).toHaveLength(2);
    model.expectCalls(3);
  });

  it("keeps to the cap of the call, whatever the step says", async () => {
    const { model, builder } = agentOf(form, new Array(9).fill(asksPrice));
    await using agent = await builder.withStep("react", { maxIterations: 8, reflect: true }).build();
    await expect(agent.chat("hello", { maxIterations: 1 })).rejects.toThrow("after 1 rounds");
    model.expectCalls(1);
  });

  it("streams reflections as reasoning, and keeps them out of the conversation", async () => {
    const { model, builder } = agentOf(form, [asksPrice, "It is dear.", "It costs 50."]);
    await using agent = await builder.withStep("react", { reflect: true }).build();
    const stream = agent.stream("How much?");
    const events = await eventsOf(stream);
    const said = (type: string) =>
      events.flatMap((event) => (event.type === type && "text" in event ? [event.text] : [])).join("");
    expect(said("reasoning-delta")).toBe("It is dear.");
    expect(said("text-delta")).toBe("I look.It costs 50.");
    const { messages } = await stream.result;
    expect(messages.map(({ text }) => text)).toEqual(["I look.", "50", "It costs 50."]);
    model.expectCall(1, {
      tools: [],
      lastMessage: /Thought: I look\.\nCalled price with .*\nResult of price: 50\n/,
    });
    model.expectCall(2, { lastMessage: /It is dear\./, system: /Work in turns/ });
  });

  it("takes prompts of your own, and none", async () => {
    const { model, builder } = agentOf(form, [asksPrice, "Fine.", "Done."]);
    const prompts = { think: "", reflect: "Is it enough?" };
    await using agent = await builder
      .withStep("react", { reflect: true, prompts, systemPrompt: "Be brief." })
      .build();
    await agent.chat("How much?");
    model.expectCall(0, { system: /^Be brief\.$/ });
    model.expectCall(1, { lastMessage: /\nIs it enough\?$/ });
  });

  it("lets the caller answer calls of the caller's tools, and reflects on nothing then", async () => {
    const callersCall = { toolCalls: [...asksPrice.toolCalls, { name: "theirs", arguments: { n: 1 } }] };
    const { model, builder } = agentOf(form, [callersCall]);
    await using agent = await builder.withStep("react", { reflect: true }).build();
    const tools = [{ name: "theirs", parameters: { type: "object" } }];
    const { messages, toolCalls } = await agent.chat("hello", { tools });
    expect(messages.map((message) => message.getType())).toEqual(["ai", "tool"]);
    expect(toolCalls.map(({ name }) => name)).toEqual(["price", "theirs"]);
    model.expectCalls(1);
  });

  it("can have a reflection of its own, and nothing else", async () => {
    class CountingPattern extends ReactPattern {
      override async reflect({ work, iteration }: ReactTurn) {
        return `${work.length} messages after round ${iteration}`;
      }
    }
    const pattern = (config: ReactStepConfig) => new CountingPattern(config);
    const counting = defineReactStep({ name: "counting-react", pattern });
    const { model, builder } = agentOf(form, [asksPrice, asksPrice, "Done."]);
    await using agent = await builder.withStep(counting, { reasoningAs: "reasoning" }).build();
    const { state, text } = await agent.chat("hello");
    expect(text).toBe("Done.");
    expect(state).toMatchObject({
      reasoning: ["I look.", "2 messages after round 1", "I look.", "4 messages after round 2"],
    });
    model.expectCalls(3);
    model.expectCall(2, { lastMessage: /round 1\n\n4 messages after round 2$/ });
    expect(agent.describe().nodes.map(({ id }) => id)).toContain("counting_react_step_0");
  });

  it("can switch the reflection of a pattern off", async () => {
    class Silent extends ReactPattern {
      override reflect(): Promise<string> {
        throw new Error("was called");
      }
    }
    const silent = defineReactStep({ pattern: (config) => new Silent(config) });
    const { builder } = agentOf(form, [asksPrice, "Done."]);
    await using agent = await builder.withStep(silent, { reflect: false }).build();
    expect((await agent.chat("hello")).text).toBe("Done.");
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
  const twoCalls = { toolCalls: [...asksPrice.toolCalls, { name: "hang", arguments: {} }] };
  it.each([
    ["thinks", [{ hang: true }], 1],
    ["acts", [twoCalls, "never"], 1],
    ["reflects", [asksPrice, { hang: true }, "never"], 2],
    ["thinks again", [asksPrice, "Fine.", { tokens: ["It"], hang: true }, "never"], 3],
  ] as const)("stops with its run while it %s", async (_, script, calls) => {
    const { model, builder } = agentOf(form, script);
    await using agent = await builder
      .withTools([hang])
      .withStep("react", { reflect: true, tools: ["price", "hang"] })
      .build();
    const { events, result, openAtTheEnd } = await stoppedAt(agent, { modelCalls: calls });
    expect(result).toMatchObject({ name: "AbortError" });
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "cancelled" });
    expect(openAtTheEnd).toEqual([]);
    model.expectCalls(calls);
  });
});
