import { AIMessage, HumanMessage } from "@langchain/core/messages";
import type { Invocable } from "@pergola/core";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import {
  type AnyStepStrategy,
  agentStep,
  branchStep,
  customStep,
  llmStep,
  mapStep,
  parallelStep,
  type StepContext,
  toolStep,
  toolsLoopStep,
} from "../index.ts";
import { stepStrategyContract } from "../testing/index.ts";

const user = { messages: [new HumanMessage("hi")] };
const waiting = (context: { readonly run: { readonly signal: AbortSignal } }) => {
  const { signal } = context.run;
  return new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
};
const wait = { step: "custom", config: { step: (_: unknown, context: StepContext) => waiting(context) } };
const write = (update: object) => ({ step: "custom", config: { step: () => update } });
const ask = (as: string) => ({ step: "llm", config: { promptTemplate: "Say", as } });

const add = defineTool({
  name: "add",
  description: "Adds.",
  input: z.object({ a: z.number(), b: z.number() }),
  execute: ({ a, b }) => a + b,
});
const hang = defineTool({
  name: "hang",
  description: "Hangs.",
  input: z.object({}),
  execute: (_, { signal }) => waiting({ run: { signal } }),
});
const addCall = { toolCalls: [{ name: "add", arguments: { a: 1, b: 2 } }] };
const asked = (name: string, args: Record<string, unknown>) => ({
  messages: [new AIMessage({ content: "", tool_calls: [{ id: "1", name, args }] })],
});

const modelReasons = { model: "a model can be an object", tools: "a tool is an object with a function" };

stepStrategyContract({
  strategy: llmStep,
  cases: {
    "the conversation": { config: {}, state: user, replies: ["hello"] },
    "a prompt and a key": {
      config: { promptTemplate: "About {topic}", systemPrompt: "Be {topic}", as: "answer", temperature: 0 },
      state: { topic: "bees" },
      replies: ["buzz"],
    },
    "an open call": { config: { promptTemplate: "Go on" }, state: asked("add", {}), replies: ["ok"] },
  },
  waiting: { config: {}, state: user, replies: [{ hang: true }] },
  notJson: { ...modelReasons, output: "a schema is an object with functions" },
});

stepStrategyContract({
  strategy: toolsLoopStep,
  cases: {
    "an answer at once": { config: {}, state: user, replies: ["hello"] },
    "calls before it": {
      config: { as: "answer" },
      state: user,
      replies: [addCall, addCall, "3"],
      tools: [add],
    },
    "a prompt and some tools": {
      config: { promptTemplate: "Add {topic}", tools: ["add"] },
      state: { ...user, topic: "bees" },
      replies: [addCall, "3"],
      tools: [add, hang],
    },
  },
  waiting: {
    config: {},
    state: user,
    replies: [{ toolCalls: [{ name: "hang", arguments: {} }] }],
    tools: [hang],
  },
  notJson: modelReasons,
});

stepStrategyContract({
  strategy: toolStep,
  cases: {
    "its own call": {
      config: { tool: "add", arguments: { a: "{n}", b: 2 }, as: "sum" },
      state: { n: 1 },
      tools: [add],
    },
    "the calls of the last message": { config: {}, state: asked("add", { a: 1, b: 2 }), tools: [add] },
    "nothing to answer": { config: {}, state: user },
  },
  waiting: { config: { tool: hang, as: "never" } },
  notJson: { tool: "a tool is an object with a function" },
});

stepStrategyContract({
  strategy: customStep,
  cases: {
    "a function": { config: { step: ({ n }: { n: number }) => ({ n: n + 1 }) }, state: { n: 1 } },
    "an async function without result": { config: { step: async () => undefined } },
    "a Runnable": { config: { step: { invoke: async () => ({ done: true }) }, needsGraph: false } },
  },
  waiting: wait,
  notJson: { step: "a function" },
});

stepStrategyContract({
  strategy: branchStep,
  cases: {
    "a state key": {
      config: { on: "kind", cases: { a: [ask("x")], b: [write({ n: 2 }), ask("y")] } },
      state: { kind: "b" },
      replies: ["why"],
    },
    "a function, and nothing to do": {
      config: { on: () => true, cases: { true: [] }, otherwise: [ask("x")] },
    },
    otherwise: {
      config: {
        on: async () => undefined,
        cases: { a: [ask("x")] },
        otherwise: [{ step: "branch", config: { on: () => 1, cases: { 1: [ask("y")] } } }],
      },
      replies: ["inside"],
    },
  },
  waiting: { config: { on: () => "a", cases: { a: [write({ n: 1 }), wait] } } },
  notJson: { on: "it can be a function" },
});

stepStrategyContract({
  strategy: parallelStep,
  cases: {
    "all at once": { config: { branches: { a: [ask("x")], b: [ask("y")] } }, replies: ["same", "same"] },
    "one after the other": {
      config: { branches: { a: [write({ n: 1 }), ask("x")], b: [write({ n: 2 })] }, concurrency: 1 },
      replies: ["ex"],
    },
  },
  waiting: { config: { branches: { a: [wait], b: [write({ n: 1 })] } } },
});

const each = { over: "list", item: "one" };
stepStrategyContract({
  strategy: mapStep,
  cases: {
    "what is collected": {
      config: { ...each, index: "at", steps: [ask("x")], collect: "x", into: "all", concurrency: 2 },
      state: { list: [1, 2] },
      replies: ["same", "same"],
    },
    "what is merged": { config: { ...each, steps: [write({ one: 2, n: 3 })] }, state: { list: ["a", "b"] } },
    "an empty list": {
      config: { ...each, steps: [ask("x")], collect: "x", into: "all" },
      state: { list: [] },
    },
  },
  waiting: { config: { ...each, steps: [wait] }, state: { list: [1, 2, 3, 4, 5, 6] } },
});

const invocable = (invoke: Invocable["invoke"]): Invocable => ({ name: "other", invoke });
stepStrategyContract({
  strategy: agentStep,
  cases: {
    "an agent's answer": {
      config: { agent: invocable(async (input) => ({ text: `${input}!`, messages: [1] })), as: "answer" },
      state: user,
    },
    "plain text": { config: { agent: invocable(async () => "text"), input: () => 5 } },
    "a value": {
      config: { agent: invocable(async (input) => ({ input })), input: "{n}", as: "value" },
      state: { n: 1 },
    },
  },
  waiting: {
    config: { agent: invocable((_, { signal }) => waiting({ run: { signal } })), input: "x" },
  },
  notJson: { agent: "an object with a function", input: "it can be a function" },
} satisfies { strategy: AnyStepStrategy } & Record<string, unknown>);
