import { AgentBuilder, type RunStream } from "@pergola/builders";
import { defineReactStep, ReactPattern, type ReactTurn } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { calculator } from "@pergola/tools";
import { expect, it } from "vitest";
import { z } from "zod";

const asks = {
  text: "I calculate.",
  toolCalls: [{ name: "calculator", arguments: { expression: "6 * 7" } }],
};

it("reasons", async () => {
  const shown: string[] = [];
  const show = (text: string) => void shown.push(text);
  const model = new ScriptedChatModel([asks, "42 is right.", "It is 42."]);
  // #region react
  const State = z.object({ thoughts: z.array(z.string()).optional() });

  const agent = await new AgentBuilder(State)
    .withLlm(model)
    .withTools([calculator()])
    .withStep("react", { reflect: true, reasoningAs: "thoughts", maxIterations: 6 })
    .build();

  for await (const event of agent.stream("What is 6 times 7?")) {
    if (event.type === "text-delta") show(event.text); // what is said
    if (event.type === "reasoning-delta") show(`(${event.text})`); // what is thought about the results
  }
  // #endregion
  expect(shown.join("")).toBe("I calculate.(42)( is)( right.)It is 42.");
  await agent.close();
});

it("reasons with a part of its own", async () => {
  // #region own-part
  class Terse extends ReactPattern {
    override async reflect({ work, iteration }: ReactTurn) {
      return iteration < 3 ? "" : `Answer now: ${work.length} messages are enough.`;
    }
  }

  const terseReact = defineReactStep({ name: "terse-react", pattern: (config) => new Terse(config) });
  // #endregion
  const model = new ScriptedChatModel([asks, asks, asks, "It is 42."]);
  const builder = new AgentBuilder().withLlm(model).withTools([calculator()]);
  const agent = await builder.withStep(terseReact, { maxIterations: 6 }).build();
  const stream: RunStream = agent.stream("What is 6 times 7?");
  expect((await stream.result).text).toBe("It is 42.");
  model.expectCall(2, { messageCount: 6 });
  model.expectCall(3, { lastMessage: /Answer now: 6 messages are enough\.$/ });
  await agent.close();
});
