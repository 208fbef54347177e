import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentFactory } from "./index.ts";

const State = z.object({ name: z.string(), processed: z.boolean().optional() });
const warnings: Error[] = [];
const note = (warning: Error) => void warnings.push(warning);
beforeAll(() => void process.on("warning", note));
afterAll(() => void process.off("warning", note));

describe("AgentFactory, the older surface", () => {
  it("composes the same agent as the builder, and says once what replaces each method", async () => {
    const model = new ScriptedChatModel(["Hello Ada", "again"]);
    const compose = () =>
      new AgentFactory(State)
        .withChat({ llm: model, promptTemplate: "Greet {name}", systemPrompt: "Be brief." })
        .add(() => ({ processed: true }), "mark")
        .withMemory({ type: "none" })
        .build();
    const agent = await compose();
    expect(await agent.run({ name: "Ada" })).toMatchObject({ name: "Ada", processed: true });
    expect(model.calls[0]?.messages.map((message) => message.text)).toEqual(["Be brief.", "Greet Ada"]);
    expect(agent.describe().nodes.map((node) => node.id)).toContain("mark");
    await compose();
    await new Promise(setImmediate);
    const texts = warnings.map((warning) => warning.message);
    for (const text of [
      'AgentFactory.add(step, nodeName) is deprecated: use new AgentBuilder(stateSchema).withStep("custom", { step, nodeName }).',
      'withStep("llm", { promptTemplate, systemPrompt, model })',
      "AgentFactory.withMemory(memory) is deprecated",
      "AgentFactory.build() is deprecated",
    ])
      expect(texts.filter((each) => each.includes(text))).toHaveLength(1);
    expect(warnings.every((warning) => warning.name === "DeprecationWarning")).toBe(true);
  });

  it("takes a strategy, and leaves every defect to the build", async () => {
    const echo = {
      name: "echo",
      configSchema: z.strictObject({}),
      nodeName: () => "echo",
      createStep: () => () => ({ processed: true }),
    };
    expect(await (await new AgentFactory(State).add(echo).build()).run({ name: "Ada" })).toMatchObject({
      processed: true,
    });
    await expect(new AgentFactory(State).add(7 as never).build()).rejects.toMatchObject({
      message: expect.stringContaining("Custom step must be callable"),
    });
  });
});
