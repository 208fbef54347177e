import { createEmptyStepRegistry, createStepRegistry, llmStep, type StepStrategy } from "@pergola/core-steps";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  AgentBuilder,
  CustomConfigHandler,
  createStepHandlerChain,
  type HandledStep,
  LlmConfigHandler,
  parseStepConfig,
  RegistryConfigHandler,
  StepConfigHandler,
  type StepType,
} from "../../index.ts";

const shout: StepStrategy<{ text: string }> = {
  name: "shout",
  configSchema: z.strictObject({ text: z.string() }),
  nodeName: (index) => `shout_${index}`,
  createStep:
    ({ text }) =>
    () => ({ said: text.toUpperCase() }),
};
const State = z.object({ said: z.string().optional() });

/** Takes `shout:<text>` as a type of its own. */
class ShorthandHandler extends StepConfigHandler {
  canHandle(stepType: StepType): boolean {
    return typeof stepType === "string" && stepType.startsWith("shout:");
  }

  handle(stepType: StepType): HandledStep {
    return parseStepConfig(shout, { text: String(stepType).slice("shout:".length) });
  }
}

describe("the chain of step handlers", () => {
  it("handles, passes on, or throws", () => {
    const chain = new LlmConfigHandler(new CustomConfigHandler());
    expect(chain.process("llm", { promptTemplate: "Hi" })).toMatchObject({
      strategy: llmStep,
      config: { promptTemplate: "Hi" },
      problems: [],
    });
    expect(chain.process("custom", { step: () => ({}) }).strategy.name).toBe("custom");
    expect(() => chain.process("x", {})).toThrow("No handler found for step type: x");
    expect(() => new LlmConfigHandler().process("custom", {})).toThrow(
      "No handler found for step type: custom",
    );
  });

  it("tells what is wrong with a config instead of throwing", () => {
    const handled = new CustomConfigHandler().process("custom", { step: 7 });
    expect(handled.config).toBeUndefined();
    expect(handled.problems).toMatchObject([
      { path: ["step"], message: "Custom step must be callable; received number." },
    ]);
  });

  it("ends in the registry, which knows every registered type and strategies themselves", () => {
    const registry = createEmptyStepRegistry();
    registry.register(shout);
    const chain = createStepHandlerChain(registry);
    expect(chain).toBeInstanceOf(RegistryConfigHandler);
    expect(chain.process("shout", { text: "a" }).strategy).toBe(shout);
    expect(chain.process(shout, { text: "a" }).strategy).toBe(shout);
    expect(() => chain.process({} as never, {})).toThrow("lacks");
  });

  it("keeps to what the registry has under the built-in names", () => {
    const registry = createStepRegistry();
    registry.register("llm", shout, { override: true });
    expect(createStepHandlerChain(registry).process("llm", { text: "a" }).strategy).toBe(shout);
  });

  it("is the way of build(), where handlers of one's own come first", async () => {
    const handlers = [(next: StepConfigHandler) => new ShorthandHandler(next)];
    const agent = await new AgentBuilder(State, { handlers }).withStep("shout:hello", {}).build();
    expect(await agent.run({})).toEqual({ said: "HELLO" });
    await expect(new AgentBuilder(State).withStep("shout:hello", {}).build()).rejects.toMatchObject({
      message: expect.stringContaining("Unknown step type: shout:hello"),
    });
  });
});
