import type { BaseMessage } from "@langchain/core/messages";
import { interrupt, MemorySaver } from "@langchain/langgraph";
import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel, type ScriptedReply, type ScriptedToolCall } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { withoutId } from "../conversation/without-id.test-helper.ts";
import { AgentBuilder, type CallOptions, type RunResult } from "../index.ts";
import { randomReply } from "../random-reply.test-helper.ts";
import { AT, codeOfError, keptIn, SCOPE } from "./suspension.test-helper.ts";

const State = z.object({
  topic: z.string().default("ants"),
  answer: z.string().optional(),
  note: z.string().optional(),
});

/** What everybody would say to a question. */
const answerTo = (question: string) => `${question}? Yes.`;
type Ask = (question: string) => string;
const askNobody: Ask = answerTo;
const askPerson: Ask = (question) => String(interrupt({ question }));

interface Script {
  readonly replies: readonly ScriptedReply[];
  readonly maxToolCalls: number | undefined;
  readonly hasCallersTool: boolean;
  readonly isChat: boolean;
  readonly before: "nothing" | "ask" | "model";
  readonly after: "nothing" | "ask" | "ask-twice" | "loop";
  readonly isInBranch: boolean;
  /** How each part goes on: which of its questions are answered (a bit each), and by an agent built anew. */
  readonly parts: readonly { readonly answered: number; readonly isNewAgent: boolean }[];
}

const toolCall: fc.Arbitrary<ScriptedToolCall> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.string({ maxLength: 3 }).map((about) => ({ name: "ask", arguments: { about } })),
  },
  { weight: 3, arbitrary: fc.integer().map((a) => ({ name: "add", arguments: { a } })) },
  fc.constant({ name: "fail", arguments: {} }),
  fc.constant({ name: "unknown", arguments: {} }),
  fc.constant({ name: "ask", arguments: "{ no json" }),
  fc.constant({ name: "theirs", arguments: {} }),
);
const reply = randomReply(toolCall);
const script: fc.Arbitrary<Script> = fc.record({
  replies: fc.array(reply, { minLength: 1, maxLength: 5 }),
  maxToolCalls: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 3 }),
  hasCallersTool: fc.boolean(),
  isChat: fc.boolean(),
  before: fc.constantFrom("nothing", "ask", "model"),
  after: fc.constantFrom("nothing", "ask", "ask-twice", "loop"),
  isInBranch: fc.boolean(),
  parts: fc.array(fc.record({ answered: fc.integer({ min: 1, max: 7 }), isNewAgent: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  }),
});

function toolsThat(ask: Ask, work: string[]) {
  const tool = <Shape extends z.ZodObject>(
    name: string,
    input: Shape,
    execute: (given: z.infer<Shape>) => unknown,
  ) =>
    defineTool({
      name,
      description: name,
      input,
      execute: async (given) => {
        const value = execute(given as z.infer<Shape>);
        work.push(`${name} ${JSON.stringify(given)}`);
        return value;
      },
    });
  return [
    tool("ask", z.object({ about: z.string() }), ({ about }) => ask(about)),
    tool("add", z.object({ a: z.number() }), ({ a }) => a + 1),
    tool("fail", z.object({}), () => {
      throw new Error("no luck");
    }),
  ];
}

/** Everything that lives as long as a script is played, whichever agent plays it. */
function createWorld({ replies }: Script, ask: Ask) {
  return {
    ask,
    model: new ScriptedChatModel(replies),
    saver: new MemorySaver(),
    store: createInMemoryConversationStore(),
    work: [] as string[],
  };
}
type World = ReturnType<typeof createWorld>;

function buildAgent({ maxToolCalls, before, after, isInBranch }: Script, world: World) {
  const { ask, model, saver, store, work } = world;
  const asking = (...questions: readonly string[]) => ({
    needsGraph: true,
    step: ({ topic }: { readonly topic?: string }) => {
      const note = questions.map((question) => ask(`${question} ${topic}`)).join(" ");
      work.push(note);
      return { note };
    },
  });
  let builder = new AgentBuilder(State)
    .withCheckpointer(saver)
    .withMemory(store)
    .withLlm(model)
    .withTools(toolsThat(ask, work))
    .withLimits({ maxToolCalls });
  if (before === "ask") builder = builder.withStep("custom", asking("first"));
  if (before === "model") builder = builder.withStep("llm", { as: "note" });
  const loop = { step: "tools-loop", config: { as: "answer", maxIterations: 4 } } as const;
  builder = isInBranch
    ? builder.withStep("branch", {
        on: () => "yes",
        cases: { yes: [loop, { step: "custom", config: asking("inside") }] },
      })
    : builder.withStep("tools-loop", loop.config);
  if (after === "ask") builder = builder.withStep("custom", asking("last"));
  if (after === "ask-twice") builder = builder.withStep("custom", asking("last", "and really last"));
  if (after === "loop") builder = builder.withStep("tools-loop", { as: "note" });
  return builder.build();
}

/** Plays the script to its end, answering whatever is asked. */
async function play(each: Script, world: World) {
  const tools = [{ name: "theirs", parameters: { type: "object" } }];
  const at: CallOptions = each.isChat ? AT : {};
  const call: CallOptions = { ...at, runId: "r", ...(each.hasCallersTool && { tools }) };
  const input = each.isChat ? "go" : { messages: [{ role: "user", content: "go" }] };
  let agent = await buildAgent(each, world);
  let stream = agent.stream(input as never, call);
  const events: RunEvent[] = [];
  for (let part = 0; ; part++) {
    events.push(...(await allEvents(stream)));
    const result = await stream.result.catch((error: unknown) => ({ error }));
    if ("error" in result || result.interrupts === undefined) return { events, result };
    const { answered, isNewAgent } = each.parts[part % each.parts.length] ?? {
      answered: 1,
      isNewAgent: false,
    };
    if (isNewAgent) agent = await buildAgent(each, world);
    stream = agent.resumeStream("r", answersTo(result.interrupts, answered), at);
  }
}

function answersTo(interrupts: NonNullable<RunResult["interrupts"]>, answered: number): unknown {
  const isAnswered = (index: number) => (answered >> index) % 2 === 1 || index === 0;
  const answers = interrupts.map(
    ({ id, value }) => [id, answerTo((value as { question: string }).question)] as const,
  );
  const [only] = answers;
  if (answers.length === 1 && answered % 2 === 0) return only?.[1];
  return Object.fromEntries(answers.filter((_, index) => isAnswered(index)));
}

/** What a user can see of a whole run, whatever ids its messages and model calls were given. */
async function observe(each: Script, ask: Ask) {
  const world = createWorld(each, ask);
  const { events, result } = await play(each, world);
  const turns = (await world.store.transcript(SCOPE))?.turns ?? [];
  return {
    events,
    parts: events.filter((event) => event.type === "run-suspended").length,
    kept: keptIn(world.saver),
    log: await world.store.events(SCOPE, "r"),
    seen: comparable({
      result: "error" in result ? { error: codeOfError(result.error) } : shown(result),
      requests: world.model.calls.map((call) => [call.messages.map(withoutId), call.tools, call.parameters]),
      turns: turns.map(({ startedAt: _from, finishedAt: _to, ...turn }) => ({
        ...turn,
        messages: turn.messages.map(({ id: _id, ...message }) => message),
      })),
      work: world.work.toSorted(),
      events: events.flatMap(eventLine).toSorted(),
      usage: events.flatMap((event) => (event.type === "run-finished" ? event.usage : [])),
    }),
  };
}

const shown = ({ text, messages, state, toolCalls, iterations, finishReason }: RunResult) => ({
  text,
  messages: messages.map(withoutId),
  state: { ...state, messages: (state.messages as readonly BaseMessage[] | undefined)?.map(withoutId) },
  toolCalls: toolCalls.toSorted((a, b) => a.id.localeCompare(b.id)),
  iterations,
  finishReason,
});

/** One line for each event that does not belong to the waiting itself. */
function eventLine(event: RunEvent): readonly string[] {
  if (event.type === "run-suspended" || (event.type as string) === "run-resumed") return [];
  const { runId: _run, seq: _seq, at: _at, ...rest } = event as RunEvent & { readonly request?: unknown };
  if (!("callId" in rest)) return [JSON.stringify(comparable(rest))];
  const { callId, request: _request, ...others } = rest;
  return [JSON.stringify(comparable({ ...others, ...(event.type.startsWith("tool-") && { callId }) }))];
}

/** Without clocks. */
const comparable = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, item) => (key === "latencyMs" || key === "stack" ? undefined : item)),
  );

/** So many times more with PERGOLA_SOAK. */
const SCRIPTS = 120 * Number(process.env.PERGOLA_SOAK ?? 1);

describe("a run that asks people", () => {
  it("does what it would have done had it known the answers", {
    timeout: 180_000 + SCRIPTS * 100,
  }, async () => {
    let waits = 0;
    await fc.assert(
      fc.asyncProperty(script, async (each) => {
        const direct = await observe(each, askNobody);
        const asked = await observe(each, askPerson);
        expect(asked.seen).toEqual(direct.seen);
        expect(direct.parts).toBe(0);
        expect(asked.events.map((event) => event.seq)).toEqual(asked.events.map((_, index) => index));
        const resumed = asked.events.filter((event) => (event.type as string) === "run-resumed").length;
        expect(resumed).toBe(asked.parts);
        expect([direct.kept, asked.kept]).toEqual([[], []]);
        if (each.isChat) expect(asked.log?.map((event) => event.seq)).toEqual(loggedSeqs(asked.events));
        waits += asked.parts;
      }),
      { numRuns: SCRIPTS },
    );
    // Scripts that ask nothing would prove nothing.
    expect(waits).toBeGreaterThan(SCRIPTS / 2);
  });
});

const loggedSeqs = (events: readonly RunEvent[]) =>
  events.filter((event) => event.type !== "text-delta").map((event) => event.seq);
