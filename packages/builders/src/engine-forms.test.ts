import type { BaseMessage } from "@langchain/core/messages";
import { type BaseCheckpointSaver, MemorySaver } from "@langchain/langgraph";
import { ScriptedChatModel, type ScriptedReply, type ScriptedToolCall } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { withoutId } from "./conversation/without-id.test-helper.ts";
import { AgentBuilder, type CallOptions } from "./index.ts";
import { randomReply } from "./random-reply.test-helper.ts";
import { WATCHED } from "./run/engine-ways.test-helper.ts";

const State = z.object({
  topic: z.string().default("ants"),
  answer: z.string().optional(),
  note: z.string().optional(),
  items: z.array(z.string()).default(["only"]),
  item: z.string().optional(),
  answers: z.array(z.unknown()).optional(),
});

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
const callersTool = { name: "theirs", parameters: { type: "object" } };

interface Script {
  readonly replies: readonly ScriptedReply[];
  readonly loop: {
    readonly maxIterations?: number;
    readonly promptTemplate?: string;
    readonly as?: "answer";
  };
  readonly maxToolCalls: number | undefined;
  readonly hasCallersTool: boolean;
  readonly before: "nothing" | "custom" | "llm";
  readonly after: "nothing" | "custom" | "loop";
  readonly place: "agent" | "branch" | "parallel" | "map";
}

const toolCall: fc.Arbitrary<ScriptedToolCall> = fc.oneof(
  { weight: 4, arbitrary: fc.integer().map((a) => ({ name: "add", arguments: { a } })) },
  fc.constant({ name: "fail", arguments: {} }),
  fc.constant({ name: "unknown", arguments: {} }),
  fc.constant({ name: "add", arguments: { a: "one" } }),
  fc.constant({ name: "add", arguments: "{ no json" }),
  fc.constant({ name: "theirs", arguments: {} }),
);
const reply = randomReply(toolCall);
const script: fc.Arbitrary<Script> = fc.record({
  replies: fc.array(reply, { maxLength: 8 }),
  loop: fc.record(
    {
      maxIterations: fc.integer({ min: 1, max: 4 }),
      promptTemplate: fc.constantFrom("About {topic}: {input}"),
      as: fc.constant("answer" as const),
    },
    { requiredKeys: [] },
  ),
  maxToolCalls: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  hasCallersTool: fc.boolean(),
  before: fc.constantFrom("nothing", "custom", "llm"),
  after: fc.constantFrom("nothing", "custom", "loop"),
  place: fc.constantFrom("agent", "branch", "parallel", "map"),
});

function builderFor({ loop, maxToolCalls, before, after, place }: Script, model: ScriptedChatModel) {
  let builder = new AgentBuilder(State).withLlm(model).withTools(tools).withLimits({ maxToolCalls });
  if (before === "custom")
    builder = builder.withStep("custom", { step: () => ({ note: "first", topic: "bees" }) });
  if (before === "llm") builder = builder.withStep("llm", { as: "note" });
  const entry = { step: "tools-loop", config: { systemPrompt: "Be brief.", ...loop } } as const;
  const inside = [entry, { step: "custom", config: { step: () => ({ note: "inside" }) } }] as const;
  if (place === "agent") builder = builder.withStep("tools-loop", entry.config);
  if (place === "branch") builder = builder.withStep("branch", { on: () => "yes", cases: { yes: inside } });
  if (place === "parallel")
    builder = builder.withStep("parallel", {
      // One after the other: what happens at once has no order to compare.
      concurrency: 1,
      branches: { loop: inside, other: [{ step: "custom", config: { step: () => ({ topic: "wasps" }) } }] },
    });
  if (place === "map")
    builder = builder.withStep("map", {
      over: "items",
      item: "item",
      steps: [entry],
      collect: "answer",
      into: "answers",
    });
  if (after === "custom")
    builder = builder.withStep("custom", { step: ({ answer }) => ({ note: `after ${answer}` }) });
  if (after === "loop") builder = builder.withStep("tools-loop", { as: "note" });
  return builder;
}

/** Everything that a user can see of a run. */
async function observe(
  script: Script,
  {
    checkpointer,
    callbacks,
  }: { checkpointer?: BaseCheckpointSaver; callbacks?: CallOptions["callbacks"] } = {},
) {
  const model = new ScriptedChatModel(script.replies);
  const builder = builderFor(script, model);
  const agent = await (checkpointer === undefined ? builder : builder.withCheckpointer(checkpointer)).build();
  const options: CallOptions = { callbacks, ...(script.hasCallersTool && { tools: [callersTool] }) };
  const stream = agent.stream("hello", options);
  const events = await allEvents(stream);
  const result = await stream.result.then(
    ({ messages, state, runId: _runId, ...rest }) => ({
      ...rest,
      messages: messages.map(withoutId),
      state: { ...state, messages: ((state as { messages?: BaseMessage[] }).messages ?? []).map(withoutId) },
    }),
    (error) => ({ error: String(error), code: error.code }),
  );
  await agent.close();
  return {
    events: comparable(events),
    result: comparable(result),
    sent: model.calls.map((call) => comparable(call.messages.map(withoutId))),
  };
}

/** Without clocks; ids by the order of their first appearance. */
function comparable(value: unknown): unknown {
  const ids = new Map<string, number>();
  const nameOf = (id: string) => {
    if (!ids.has(id)) ids.set(id, ids.size);
    return `#${ids.get(id)}`;
  };
  const text = JSON.stringify(value, (key, item) =>
    key === "at" || key === "latencyMs" || key === "stack" ? undefined : item,
  );
  return JSON.parse(text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, nameOf));
}

/** So many times more with PERGOLA_SOAK. */
const SCRIPTS = 250 * Number(process.env.PERGOLA_SOAK ?? 1);

describe("a run in our own loop, as one node of a graph, and as many", () => {
  it("gives the same results, events and requests for every script", {
    timeout: 120_000 + SCRIPTS * 100,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(script, async (each) => {
        const saver = new MemorySaver();
        const loop = await observe(each);
        // Somebody who listens makes the run go through LangGraph, as one node.
        expect(await observe(each, WATCHED)).toEqual(loop);
        expect(await observe(each, { checkpointer: saver })).toEqual(loop);
        expect(Object.keys(saver.storage)).toEqual([]);
      }),
      { numRuns: SCRIPTS },
    );
  });
});
