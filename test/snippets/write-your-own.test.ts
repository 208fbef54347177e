// #region handler
import { type HandledStep, parseStepConfig, StepConfigHandler, type StepType } from "@pergola/builders";
import { llmStep } from "@pergola/core-steps";

/** `{ step: "ask", config: { question } }` is short for an llm step. */
class AskHandler extends StepConfigHandler {
  canHandle(type: StepType): boolean {
    return type === "ask";
  }

  handle(_type: StepType, config: { question: string }): HandledStep {
    return parseStepConfig(llmStep, { promptTemplate: config.question });
  }
}

// #endregion
import { AgentBuilder } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { expect, test } from "vitest";
import { z } from "zod";

test("a handler of one's own is the first link of the chain that build() asks", async () => {
  const Topic = z.object({ topic: z.string() });
  const model = new ScriptedChatModel(["Six legs."]);
  // #region handler
  const agent = await new AgentBuilder(Topic, { handlers: [(next) => new AskHandler(next)] })
    .withLlm(model)
    .withStep("ask", { question: "How many legs have {topic}?" })
    .build();
  // #endregion
  await agent.run({ topic: "ants" });
  expect(model.calls[0]?.messages.map(({ text }) => text)).toEqual(["How many legs have ants?"]);
});
