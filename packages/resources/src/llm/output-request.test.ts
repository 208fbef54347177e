import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { expect, it } from "vitest";
import { createProviderRegistry } from "../provider-registry.ts";
import type { ChatModel } from "./chat-model.ts";
import { createLlmResource } from "./create-llm-resource.ts";
import { answering, DirectModel, InvokeOnlyModel, StreamingModel } from "./foreign-models.test-helper.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

const output = { name: "city", schema: { type: "object", properties: { name: { type: "string" } } } };

function ask(model: ChatModel) {
  const llm = createLlmResource({ registry: createProviderRegistry(), model, env: {} });
  return llm.bind(createTestRun().binding).generate("where?", { output });
}

it("asks a model with the direct way by its response format", async () => {
  const model = new DirectModel(answering(['{"name":"Oslo"}']));
  expect((await ask(model)).content).toBe('{"name":"Oslo"}');
  expect(model.directCalls[0]?.[0].parameters?.responseFormat).toEqual({ type: "json-schema", ...output });
});

it("asks any other model by a tool that it must call, and reads the arguments", async () => {
  const toolCall = { index: 0, id: "c", name: "city", args: '{"name":"Oslo"}' };
  const model = new StreamingModel(() => [new AIMessageChunk({ content: "", tool_call_chunks: [toolCall] })]);
  const { content, message } = await ask(model);
  expect([content, message.content, message.tool_calls]).toEqual(['{"name":"Oslo"}', '{"name":"Oslo"}', []]);
  expect(model.sent[0]?.options).toMatchObject({
    tool_choice: "city",
    tools: [{ function: { name: "city" } }],
  });
});

it("gives the text as it came when the model did not call the tool", async () => {
  expect((await ask(new StreamingModel(() => [new AIMessageChunk("Oslo")]))).content).toBe("Oslo");
});

it("says that a model without tools cannot be asked", async () => {
  await expect(ask(new InvokeOnlyModel(() => new AIMessage("Oslo")))).rejects.toMatchObject({
    code: "MODEL_PARAMETER_UNSUPPORTED",
    details: { parameters: ["tools"] },
  });
});
