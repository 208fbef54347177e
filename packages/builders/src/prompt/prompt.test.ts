import { HumanMessage } from "@langchain/core/messages";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { expect, test } from "vitest";
import { z } from "zod";
import { createAgent, type GenerationChunk } from "../index.ts";

const noop = () => undefined;
const weather = defineTool({
  name: "weather",
  description: "The weather of a city.",
  input: z.object({ city: z.string() }),
  execute: async ({ city }) => `Rain in ${city}.`,
});

/** An agent whose own step does something else: prompts have nothing to do with it. */
async function agentWith(model: ScriptedChatModel) {
  return createAgent().withLlm(model).withStep("custom", { step: noop }).build();
}

async function collect(stream: AsyncIterable<GenerationChunk>) {
  const chunks: GenerationChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

test("a prompt sends what it was given, in order, and gives the answer with all that is known of it", async () => {
  const model = new ScriptedChatModel([
    { text: "Four.", usage: { inputTokens: 9, outputTokens: 2 } } as never,
  ]);
  await using agent = await agentWith(model);
  const prompt = agent.prompt().withSystem("Be brief.").withUser("2 + 2?").withSystem("Be kind.");
  const result = await prompt.generate();
  expect(result).toMatchObject({
    content: "Four.",
    output: "Four.",
    finishReason: { unified: "stop" },
    metadata: { runId: expect.any(String), iterations: 1, toolCalls: [] },
  });
  expect(model.calls[0]?.messages.map((each) => [each.getType(), each.text])).toEqual([
    ["system", "Be brief.\n\nBe kind."],
    ["human", "2 + 2?"],
  ]);
  expect(result.messages.map((each) => each.text)).toEqual(["Four."]);
  expect(prompt.messages).toEqual(["2 + 2?"]);
});

test("what the system and the user say is no template", async () => {
  const model = new ScriptedChatModel(["ok"]);
  await using agent = await agentWith(model);
  await agent.prompt().withSystem("Use {braces}.").withUser("And {name}?").generate();
  expect(model.calls[0]?.messages.map(({ text }) => text)).toEqual(["Use {braces}.", "And {name}?"]);
});

test("a prompt is a value: what is added to it is a new one", async () => {
  const model = new ScriptedChatModel(["a", "b", "c"]);
  await using agent = await agentWith(model);
  const base = agent
    .prompt()
    .withSystem("S")
    .withMessages([new HumanMessage("one"), { role: "assistant", content: "two" }]);
  await base.withUser("three").generate();
  await base.withUser([{ type: "text", text: "four" }]).generate();
  expect(model.calls.map(({ messages }) => messages.map(({ text }) => text))).toEqual([
    ["S", "one", "two", "three"],
    ["S", "one", "two", "four"],
  ]);
});

test("an answer streams as text, and the last chunk says why it ended and what it cost", async () => {
  await using agent = await agentWith(new ScriptedChatModel([{ tokens: ["He", "llo"] }]));
  const stream = agent.prompt().withUser("Hi").stream();
  const chunks = await collect(stream);
  expect(chunks.map(({ content }) => content).join("")).toBe("Hello");
  expect(chunks.at(-1)).toMatchObject({
    content: "",
    finishReason: { unified: "stop" },
    metadata: { iterations: 1 },
  });
  expect((await stream.result).content).toBe("Hello");
});

test("tools of the prompt and of the agent are called, and only those that it names", async () => {
  const other = defineTool({ ...weather, name: "other", input: z.object({}), execute: async () => "x" });
  const model = new ScriptedChatModel([
    { toolCalls: [{ name: "weather", arguments: { city: "Oslo" } }] },
    "Take an umbrella.",
  ]);
  await using agent = await createAgent({ tools: [other] })
    .withLlm(model)
    .build();
  const result = await agent.prompt().withUser("Oslo?").withTools([weather]).generate();
  expect(result.content).toBe("Take an umbrella.");
  expect(result.metadata.toolCalls).toMatchObject([{ name: "weather", result: "Rain in Oslo." }]);
  expect(model.calls[0]?.tools?.map(({ name }) => name)).toEqual(["weather"]);
  const named = new ScriptedChatModel(["done"]);
  await using second = await createAgent({ tools: [other, weather] })
    .withLlm(named)
    .build();
  await second.prompt().withUser("x").withTools(["weather"]).generate();
  expect(named.calls[0]?.tools?.map(({ name }) => name)).toEqual(["weather"]);
});

test("an output schema gives a value of its type, also after tools", async () => {
  const schema = z.object({ answer: z.number() });
  await using agent = await agentWith(new ScriptedChatModel(['{"answer": 4}']));
  const { output } = await agent.prompt().withUser("2 + 2?").withOutput(schema).generate();
  output.answer satisfies number;
  expect(output).toEqual({ answer: 4 });
  const model = new ScriptedChatModel([
    { toolCalls: [{ name: "weather", arguments: { city: "Oslo" } }] },
    "Rain.",
    '{"answer": 1}',
  ]);
  await using tooled = await agentWith(model);
  const both = await tooled.prompt().withUser("x").withTools([weather]).withOutput(schema).generate();
  expect([both.output, both.metadata.iterations]).toEqual([{ answer: 1 }, 3]);
});

test("a prompt uses the model and the parameters that it names", async () => {
  const [own, other] = [new ScriptedChatModel([]), new ScriptedChatModel(["other"], { direct: true })];
  await using agent = await agentWith(own);
  const prompt = agent.prompt().withUser("x").withModel(other).withParameters({ temperature: 0 });
  expect((await prompt.withParameters({ maxTokens: 5 }).generate()).content).toBe("other");
  expect(other.calls[0]?.parameters).toMatchObject({ temperature: 0, maxTokens: 5 });
});

test("a prompt stores nothing, and its run is no turn of a conversation", async () => {
  await using agent = await createAgent()
    .withLlm(new ScriptedChatModel(["a", "b"]))
    .withMemory({ type: "conversation" })
    .start();
  await agent.prompt().withUser("x").generate({ userId: "ada" });
  const scope = { tenantId: "local", agentId: "agent", userId: "ada" };
  expect((await agent.memory.sessions(scope, { limit: 5 })).sessions).toEqual([]);
});

test("without a model there is a coded error that says what to call", async () => {
  await using agent = await createAgent().withStep("custom", { step: noop }).build();
  await expect(agent.prompt().withUser("x").generate()).rejects.toMatchObject({
    code: "LLM_NOT_CONFIGURED",
    message: "No LLM configured: call withLlm() first.",
  });
  await expect(collect(agent.prompt().withUser("x").stream())).rejects.toMatchObject({
    code: "LLM_NOT_CONFIGURED",
  });
});

test("a prompt that asks nothing, or for what cannot be, is refused with its defects", async () => {
  await using agent = await agentWith(new ScriptedChatModel(["x"]));
  await expect(agent.prompt().generate()).rejects.toMatchObject({ code: "INVALID_PROMPT" });
  const defects = (prompt: { generate(): Promise<unknown> }) =>
    prompt.generate().catch(({ code, message }) => `${code} ${message}`);
  const asked = agent.prompt().withUser("x");
  const two = await defects(asked.withTools(["wether"]).withModel("nobody:model"));
  expect(two).toMatch(/^INVALID_PROMPT The prompt has 2 defects:/);
  expect(two).toMatch(/wether/);
  expect(two).toMatch(/nobody/);
  expect(await defects(asked.withTools([7 as never]))).toMatch(/^INVALID_PROMPT The prompt has a defect:/);
  expect(await defects(asked.withOutput("text" as never))).toMatch(/^INVALID_PROMPT/);
});

test.each<[unknown, string]>([
  [7, "an object with the keys role, content"],
  [[7], "an object with the keys role, content"],
  [undefined, "an object with the keys role, content"],
])("what is no content of a message is told (%j)", async (content, received) => {
  await using agent = await agentWith(new ScriptedChatModel(["x"]));
  await expect(
    agent
      .prompt()
      .withUser("x")
      .withUser(content as never)
      .generate(),
  ).rejects.toMatchObject({
    code: "INVALID_PROMPT",
    message: `Message 2 of the prompt is ${received}; expected text or a message.`,
  });
});

test.each([[null], [{}], [{ role: "robot", content: "x" }], [{ getType: 1 }], [Symbol("s")]])(
  "what is no message is told (%#)",
  async (message) => {
    await using agent = await agentWith(new ScriptedChatModel(["x"]));
    const asked = agent
      .prompt()
      .withMessages([message as never])
      .generate();
    await expect(asked).rejects.toMatchObject({ code: "INVALID_PROMPT", details: { index: 0 } });
  },
);

test("leaving the stream, and the signal, stop the model; a failure is thrown by stream and result", async () => {
  const slow = { tokens: ["a", "b", "c"], hang: true };
  const down = new Error("down");
  const model = new ScriptedChatModel([slow, slow, down, down, down]);
  await using agent = await agentWith(model);
  const controller = new AbortController();
  const stopped = agent.prompt().withUser("x").generate({ signal: controller.signal });
  await expect.poll(() => model.calls.length).toBe(1);
  controller.abort(new Error("enough"));
  await expect(stopped).rejects.toThrow("enough");
  for await (const { content } of agent.prompt().withUser("x").stream()) if (content === "b") break;
  expect(model.calls.map(({ state }) => state)).toEqual(["failed", "failed"]);
  const failing = agent.prompt().withUser("x").stream();
  await expect(collect(failing)).rejects.toThrow();
  await expect(failing.result).rejects.toThrow();
});

test("close() waits for prompts that run, and refuses new ones", async () => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const wait = defineTool({
    name: "wait",
    description: "Waits.",
    input: z.object({}),
    execute: async () => {
      await held;
      return "done";
    },
  });
  const model = new ScriptedChatModel([{ toolCalls: [{ name: "wait", arguments: {} }] }, "over"]);
  const agent = await agentWith(model);
  const asked = agent.prompt().withUser("x").withTools([wait]).generate();
  await expect.poll(() => model.calls.length).toBe(1);
  let isClosed = false;
  const closing = agent.close().then(() => {
    isClosed = true;
  });
  await expect(agent.prompt().withUser("x").generate()).rejects.toMatchObject({ code: "AGENT_CLOSED" });
  expect(isClosed).toBe(false);
  answer();
  expect((await asked).content).toBe("over");
  await closing;
});

test("an agent that nobody has given a step talks and calls its tools", async () => {
  const model = new ScriptedChatModel([
    { toolCalls: [{ name: "weather", arguments: { city: "Oslo" } }] },
    "Rain.",
  ]);
  await using agent = await createAgent().withLlm(model).withTools([weather]).build();
  expect((await agent.chat("Oslo?")).text).toBe("Rain.");
});
