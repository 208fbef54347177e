import { HumanMessage } from "@langchain/core/messages";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import { chainOfThoughtStep, planAndExecuteStep, reactStep } from "../../index.ts";
import { stepStrategyContract } from "../../testing/index.ts";

const user = { messages: [new HumanMessage("How much is 1 + 2?")] };
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
  execute: (_, { signal }) =>
    new Promise<never>((_resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
});
const addCall = { text: "I add.", toolCalls: [{ name: "add", arguments: { a: 1, b: 2 } }] };
const hangCall = { toolCalls: [{ name: "hang", arguments: {} }] };
const notJson = { model: "a model can be an object", tools: "a tool is an object with a function" };

stepStrategyContract({
  strategy: reactStep,
  cases: {
    "an answer at once": { config: { reasoningAs: "thoughts" }, state: user, replies: ["3"] },
    "calls before it": {
      config: { as: "answer", reasoningAs: "thoughts", maxIterations: 3 },
      state: user,
      replies: [{ ...addCall, toolCalls: [...addCall.toolCalls, ...addCall.toolCalls] }, addCall, "3"],
      tools: [add],
    },
    "a reflection after each round": {
      config: { reflect: true, reasoningAs: "thoughts", prompts: { think: "", reflect: "And?" } },
      state: user,
      replies: [addCall, "It is 3.", addCall, "Still 3.", "3"],
      tools: [add],
    },
    "a prompt and some tools": {
      config: { promptTemplate: "Add {topic}", systemPrompt: "Be brief.", tools: ["add"], temperature: 0 },
      state: { ...user, topic: "bees" },
      replies: [addCall, "3"],
      tools: [add, hang],
    },
  },
  waiting: { config: {}, state: user, replies: [hangCall], tools: [hang] },
  notJson,
});

const steps = "Let us see.\n1. One is one.\n2. Two is two.";
stepStrategyContract({
  strategy: chainOfThoughtStep,
  cases: {
    "reasoning and an answer": {
      config: { as: "answer", reasoningAs: "steps" },
      state: user,
      replies: [steps, "3"],
    },
    "calls before the answer": {
      config: { reasoningAs: "steps", tools: ["add"], maxIterations: 2, systemPrompt: "Be brief." },
      state: user,
      replies: [steps, addCall, "3"],
      tools: [add, hang],
    },
    "a check that finds mistakes": {
      config: { selfCheck: true, maxRevisions: 2, reasoningAs: "steps", prompts: { reason: "Think." } },
      state: user,
      replies: [steps, '{"mistakes":["2 is wrong"]}', "1. Better.", '{"mistakes":[]}', "3"],
    },
    "a check that finds nothing": {
      config: { selfCheck: true, promptTemplate: "About {topic}" },
      state: { topic: "bees" },
      replies: [steps, "no json", '{"mistakes":[]}', "3"],
    },
  },
  waiting: { config: {}, state: user, replies: [{ hang: true }] },
  notJson,
});

const plan = (...tasks: string[]) => JSON.stringify({ tasks });
const failure = { toolCalls: [{ name: "report_failure", arguments: { reason: "no luck" } }] };
stepStrategyContract({
  strategy: planAndExecuteStep,
  cases: {
    "nothing to do": { config: { planAs: "plan" }, state: user, replies: [plan(), "3"] },
    "two steps, one with calls": {
      config: { as: "answer", planAs: "plan", maxIterations: 2 },
      state: user,
      replies: [plan("add", "say"), addCall, "It is 3.", "I said it.", "3"],
      tools: [add],
    },
    "a plan that changes": {
      config: { planAs: "plan", maxReplans: 1, maxSteps: 3, systemPrompt: "Be brief." },
      state: user,
      replies: [plan("guess", "say"), failure, plan("add"), "It is 3.", "3"],
    },
  },
  waiting: { config: {}, state: user, replies: [plan("wait"), hangCall], tools: [hang] },
  notJson,
});
