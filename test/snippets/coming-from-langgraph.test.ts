import {
  Annotation,
  Command,
  interrupt,
  isInterrupted,
  type LangGraphRunnableConfig,
  MemorySaver,
  MessagesAnnotation,
  START,
  StateGraph,
} from "@langchain/langgraph";
import { AgentBuilder, createAgent } from "@pergola/builders";
import { StateTypeFactory } from "@pergola/config";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";

beforeEach(() => void vi.spyOn(console, "log").mockImplementation(() => undefined));

test("nodes and Annotation are steps and state as they are", async () => {
  // #region nodes
  const State = Annotation.Root({
    topic: Annotation<string>,
    log: Annotation<string[]>({ reducer: (log, added) => [...log, ...added], default: () => [] }),
  });
  const plan = async ({ topic }: typeof State.State) => ({ log: [`plan ${topic}`] });
  const write = async ({ topic }: typeof State.State, config: LangGraphRunnableConfig) => {
    config.writer?.("writing");
    return { log: [`write ${topic}`] };
  };

  const agent = await new AgentBuilder(State)
    .withStep("custom", { step: plan, nodeName: "plan" })
    .withStep("custom", { step: write, nodeName: "write", needsGraph: true })
    .build();

  const { log } = await agent.run({ topic: "ants" });
  // #endregion
  expect(log).toEqual(["plan ants", "write ants"]);
});

test("an agent is a node of one's own graph", async () => {
  const model = new ScriptedChatModel(["Rain."]);
  // #region inside
  const agent = await createAgent({ name: "forecast" }).withLlm(model).withStep("llm", {}).build();

  const graph = new StateGraph(MessagesAnnotation)
    .addNode("forecast", agent.graph)
    .addEdge(START, "forecast")
    .compile();

  const { messages } = await graph.invoke({ messages: [{ role: "user", content: "Rome?" }] });
  // #endregion
  expect(messages.map(({ text }) => text)).toEqual(["Rome?", "Rain."]);
});

test("a graph of one's own is a step", async () => {
  const State = Annotation.Root({ n: Annotation<number> });
  const graph = new StateGraph(State)
    .addNode("twice", ({ n }) => ({ n: n * 2 }))
    .addEdge(START, "twice")
    .compile();
  // #region step
  const agent = await new AgentBuilder(State)
    .withStep("custom", { step: (state, context) => graph.invoke(state, context) })
    .build();
  // #endregion
  expect(await agent.run({ n: 21 })).toEqual({ n: 42 });
});

test("conditional edges, parallel edges and Send are branch, parallel and map", async () => {
  const model = new ScriptedChatModel([({ messages }) => `<${messages.at(-1)?.text}>`, "b", "c"]);
  const State = StateTypeFactory.mergeable(
    z.object({
      words: z.array(z.string()),
      word: z.string().optional(),
      meaning: z.string().optional(),
      meanings: z.array(z.string()).default([]),
      log: z.array(z.string()).default([]),
    }),
    { log: "append" },
  );
  const note = (text: string) => ({ step: "custom", config: { step: () => ({ log: text }) } }) as const;
  // #region edges
  const agent = await new AgentBuilder(State)
    .withLlm(model)
    .withStep("branch", {
      on: ({ words }) => words.length > 2, // a function for addConditionalEdges
      cases: { true: [note("many")], false: [note("few")] },
    })
    .withStep("parallel", { branches: { left: [note("left")], right: [note("right")] } })
    .withStep("map", {
      over: "words", // one Send for each
      item: "word",
      steps: [{ step: "llm", config: { promptTemplate: "What is {word}?", as: "meaning" } }],
      collect: "meaning",
      into: "meanings",
      concurrency: 1,
    })
    .build();
  // #endregion
  expect(await agent.run({ words: ["a", "b", "c"] })).toMatchObject({
    log: ["many", "left", "right"],
    meanings: ["<What is a?>", "b", "c"],
  });
});

test("reducers", async () => {
  // #region reducers
  const Review = StateTypeFactory.mergeable(
    z.object({
      findings: z.array(z.string()).default([]),
      facts: z.record(z.string(), z.string()).default({}),
      cost: z.number().default(0),
    }),
    { findings: "append", facts: "merge", cost: (sum = 0, cost) => sum + cost },
  );
  // #endregion
  const add = {
    step: "custom",
    config: { step: () => ({ findings: "x", facts: { a: "b" }, cost: 2 }) },
  } as const;
  const agent = await new AgentBuilder(Review)
    .withStep("parallel", { branches: { a: [add], b: [add] } })
    .build();
  expect(await agent.run({})).toEqual({ findings: ["x", "x"], facts: { a: "b" }, cost: 4 });
});

test("interrupt stays; a runId takes the place of the thread", async () => {
  const State = z.object({ isSent: z.boolean().optional() });
  // #region interrupt
  const agent = await new AgentBuilder(State)
    .withCheckpointer(new MemorySaver())
    .withStep("custom", { needsGraph: true, step: () => ({ isSent: interrupt("Send it?") }) })
    .build();

  const waiting = await agent.run({}, { runId: "letter-7" });
  console.log(isInterrupted(waiting)); // true
  const { state } = await agent.resume("letter-7", true); // not invoke(new Command({ resume }))
  // #endregion
  expect(isInterrupted(waiting)).toBe(true);
  expect(state).toEqual({ isSent: true });
});

test("LangGraph's own threads are there through agent.graph", async () => {
  const model = new ScriptedChatModel(["Hello Ada.", "You are Ada."]);
  // #region threads
  const agent = await new AgentBuilder(MessagesAnnotation)
    .withLlm(model)
    .withCheckpointer(new MemorySaver())
    .withStep("llm", {})
    .build();

  const thread = { configurable: { thread_id: "7" } };
  await agent.graph.invoke({ messages: [{ role: "user", content: "I am Ada." }] }, thread);
  await agent.graph.invoke({ messages: [{ role: "user", content: "Who am I?" }] }, thread);
  // #endregion
  expect(model.calls.map((call) => call.messages.length)).toEqual([1, 3]);
  await expect(agent.chat("Who am I?", thread)).rejects.toMatchObject({ code: "RESERVED_CONFIGURABLE" });
});

test("a question inside agent.graph is answered by the graph around it", async () => {
  const State = z.object({ isSent: z.boolean().optional() });
  const agent = await new AgentBuilder(State)
    .withStep("custom", { needsGraph: true, step: () => ({ isSent: interrupt("Send it?") }) })
    .build();
  const graph = new StateGraph(State)
    .addNode("letter", agent.graph)
    .addEdge(START, "letter")
    .compile({ checkpointer: new MemorySaver() });
  const thread = { configurable: { thread_id: "7" } };
  expect(isInterrupted(await graph.invoke({}, thread))).toBe(true);
  expect(await graph.invoke(new Command({ resume: true }), thread)).toEqual({ isSent: true });
});
