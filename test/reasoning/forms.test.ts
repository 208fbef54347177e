import { MemorySaver } from "@langchain/langgraph";
import { AgentBuilder, type CallOptions } from "@pergola/builders";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { State } from "./solve.test-helper.ts";
import { eventsOf } from "./stopped-run.test-helper.ts";

const tools = [
  defineTool({
    name: "add",
    description: "Adds.",
    input: z.object({ a: z.number() }),
    execute: async ({ a }) => a + 1,
  }),
  defineTool({
    name: "fail",
    description: "Fails.",
    input: z.object({}),
    execute: async () => {
      throw new Error("no luck");
    },
  }),
];

const call = fc.constantFrom(
  { name: "add", arguments: { a: 1 } },
  { name: "add", arguments: { a: "one" } },
  { name: "add", arguments: "{ no json" },
  { name: "fail", arguments: {} },
  { name: "unknown", arguments: {} },
  { name: "theirs", arguments: {} },
  { name: "report_failure", arguments: { reason: "no way" } },
  { name: "report_failure", arguments: {} },
);
const calls = fc.record({
  toolCalls: fc.array(call, { minLength: 1, maxLength: 3 }),
  text: fc.constantFrom("", "let me see"),
});
const tasks = fc.array(fc.constantFrom("look", "ask", "think"), { maxLength: 3 });
const reply: fc.Arbitrary<ScriptedReply> = fc.oneof(
  { weight: 4, arbitrary: calls },
  { weight: 3, arbitrary: tasks.map((list) => JSON.stringify({ tasks: list, mistakes: list })) },
  { weight: 2, arbitrary: fc.constantFrom("", "well", "1. One\n2. Two") },
  { weight: 1, arbitrary: fc.constant(new Error("the model broke")) },
);

const cap = { maxIterations: fc.integer({ min: 1, max: 3 }), as: fc.constant("answer") };
const step = fc.oneof(
  fc.record({
    type: fc.constant("react"),
    config: fc.record(
      { ...cap, reflect: fc.boolean(), reasoningAs: fc.constant("reasoning") },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    type: fc.constant("chain-of-thought"),
    config: fc.record(
      {
        ...cap,
        selfCheck: fc.boolean(),
        maxRevisions: fc.constantFrom(1, 2),
        reasoningAs: fc.constant("reasoning"),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    type: fc.constant("plan-and-execute"),
    config: fc.record(
      {
        ...cap,
        maxReplans: fc.constantFrom(0, 1),
        maxSteps: fc.constantFrom(2, 3),
        planAs: fc.constant("reasoning"),
      },
      { requiredKeys: [] },
    ),
  }),
);
const script = fc.record({
  step,
  replies: fc.array(reply, { maxLength: 12 }),
  hasCallersTool: fc.boolean(),
  maxToolCalls: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
});
type Script = typeof script extends fc.Arbitrary<infer Value> ? Value : never;

/** Everything that a user can see of a run. */
async function observe(
  { step: { type, config }, replies, hasCallersTool, maxToolCalls }: Script,
  {
    isGraph = false,
    callbacks,
  }: { readonly isGraph?: boolean; readonly callbacks?: CallOptions["callbacks"] } = {},
) {
  const model = new ScriptedChatModel(replies);
  const builder = new AgentBuilder(State).withLlm(model).withTools(tools).withLimits({ maxToolCalls });
  const agent = await (isGraph ? builder.withCheckpointer(new MemorySaver()) : builder)
    .withStep(type as "react", config as object)
    .build();
  const callersTools = hasCallersTool ? { tools: [{ name: "theirs", parameters: { type: "object" } }] } : {};
  const stream = agent.stream("hello", { callbacks, ...callersTools });
  const events = await eventsOf(stream);
  const result = await stream.result.then(
    ({ messages, state, text, toolCalls, iterations, finishReason }) => {
      const { answer, reasoning } = state as Record<string, unknown>;
      const said = messages.map((message) => [message.getType(), message.content]);
      return { said, answer, reasoning, text, toolCalls, iterations, finishReason };
    },
    (error: { readonly code?: string }) => ({ error: String(error), code: error.code }),
  );
  await agent.close();
  const sent = model.calls.map(({ messages }) =>
    messages.map((message) => [message.getType(), message.content]),
  );
  return comparable({ events, result, sent });
}

/** Without clocks; ids by the order of their first appearance. */
function comparable(value: unknown): unknown {
  const ids = new Map<string, number>();
  const nameOf = (id: string) => `#${ids.get(id) ?? ids.set(id, ids.size).size - 1}`;
  const text = JSON.stringify(value, (key, item) =>
    ["at", "latencyMs", "stack"].includes(key) ? undefined : item,
  );
  return JSON.parse(text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, nameOf));
}

it("gives the same results, events and requests in our own loop, as one node, and as many", {
  timeout: 120_000,
}, async () => {
  const endings = { answered: 0, failed: 0 };
  await fc.assert(
    fc.asyncProperty(script, async (each) => {
      const loop = await observe(each);
      // Somebody who listens makes the run go through LangGraph, as one node.
      expect(await observe(each, { callbacks: [{ handleChainStart: () => undefined }] })).toEqual(loop);
      expect(await observe(each, { isGraph: true })).toEqual(loop);
      endings["error" in (loop as { readonly result: object }).result ? "failed" : "answered"] += 1;
    }),
    { numRuns: 100 },
  );
  expect(Math.min(endings.answered, endings.failed)).toBeGreaterThan(10);
});
