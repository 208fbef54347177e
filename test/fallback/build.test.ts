import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { offline } from "@pergola/llm-offline";
import { openai } from "@pergola/llm-openai";
import { expect, test } from "vitest";

const refusing = () => new ScriptedChatModel([Object.assign(new Error("refused"), { code: "ECONNREFUSED" })]);
const builder = createAgent().withProvider(openai()).withProvider(offline()).withRetry({ maxRetries: 0 });

test("every defect of a list is told at build, at its place", async () => {
  const built = builder
    .withLlm(["openai", "nobody", "offline", "offline"], { model: "m", apiKey: "sk-1234567890" })
    .withStep("llm", {})
    .build();
  await expect(built).rejects.toMatchObject({
    code: "INVALID_AGENT_CONFIG",
    details: {
      problems: expect.arrayContaining([
        expect.objectContaining({ path: ["llm", 1, "provider"] }),
        expect.objectContaining({ path: ["llm", 3], message: "This is the same model as entry 2." }),
      ]),
    },
  });
});

test.each([
  ["the agent", builder.withLlm([]).withStep("llm", {}), ["llm"]],
  ["a step", builder.withLlm("offline").withStep("llm", { model: [] }), ["steps", 0, "model"]],
])("an empty list of %s is refused", async (_, empty, path) => {
  await expect(empty.build()).rejects.toMatchObject({
    code: "INVALID_AGENT_CONFIG",
    details: { problems: [expect.objectContaining({ path, message: "The list of models is empty." })] },
  });
});

test("providers are named by a word, and a step may have a list of its own", async () => {
  const first = refusing();
  await using agent = await builder
    .withLlm([first, "offline"])
    .withStep("llm", { model: [refusing(), new ScriptedChatModel(["from the step's second"])] })
    .build();
  expect((await agent.chat("hello")).text).toBe("from the step's second");
  expect(first.calls).toEqual([]);
  await using other = await builder.withLlm([first, "offline"]).withStep("llm", {}).build();
  expect((await other.chat("hello")).text).not.toBe("");
  expect(other.describeModel()).toMatch(/, then offline/);
});
