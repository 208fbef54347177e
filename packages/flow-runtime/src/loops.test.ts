import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, settle } from "./held-node.test-helper.ts";
import {
  createFlow,
  type FinalAnswer,
  type Flow,
  finalAnswer,
  node,
  type WorkingMemory,
  workingMemory,
} from "./index.ts";

/** Counts down in a loop of so many nodes, then leaves. */
function ring(length: number, queueSize: number) {
  const nodes = Array.from({ length }, (_, place) =>
    node({ name: `n${place}` as string, allowCycle: true }, async (left: number, context) => {
      const next = place === length - 1 ? "n0" : `n${place + 1}`;
      await context.emit(left - 1, { to: left <= 1 && place === length - 1 ? "egress" : next });
    }),
  );
  const [first, last] = [nodes[0], nodes.at(-1)] as [(typeof nodes)[0], (typeof nodes)[0]];
  const edges = nodes.map((each, place) => [each, [nodes[(place + 1) % length]]] as never);
  const flow: unknown = createFlow({ edges, queueSize, ingress: [first], egress: [last] });
  return flow as Flow<number, number>;
}

test.each([
  [1, 1],
  [2, 1],
  [5, 1],
  [5, 2],
  [3, 64],
])("a loop of %d nodes with queues of %d makes progress with 200 traces", async (length, queueSize) => {
  await using flow = ring(length, queueSize);
  const inputs = Array.from({ length: 200 }, (_, place) => (place % 20) * length + 1);
  const results = await Promise.all(inputs.map((input) => flow.call(input)));
  expect(results.every((left) => (left ?? 1) <= 0)).toBe(true);
  expect(flow.stats()).toMatchObject({ traces: 0, waiting: 0 });
});

test("a loop where each round sends more than the queue holds makes progress", async () => {
  const fork = node({ name: "fork", allowCycle: true }, async (depth: number, context) => {
    if (depth === 0) await context.emit(1, { to: "egress" });
    else for (const _ of [1, 2]) await context.emit(depth - 1, { to: "fork" });
  });
  await using flow = createFlow({ edges: [fork.to(fork)], queueSize: 1 });
  let results = 0;
  for await (const _ of flow.stream(8)) results++;
  expect(results).toBe(256);
});

/** A controller loop that never ends by itself, and how often it ran. */
function controller(options: { answerAt?: number; tokens?: number; lateAt?: number } = {}) {
  const virtual = createVirtualClock();
  let now = 0;
  const clock = { ...virtual, now: () => now };
  const rounds: number[] = [];
  const think = node({ name: "think", allowCycle: true }, async (memory: WorkingMemory, context) => {
    rounds.push(memory.hops);
    if (options.tokens !== undefined) context.addTokens(options.tokens);
    if (rounds.length === options.lateAt) now = 10_000;
    if (rounds.length === options.answerAt) await context.emit(finalAnswer("found"), { to: "egress" });
    else await context.emit({ ...memory, facts: [...memory.facts, "a fact"] }, { to: "think" });
  });
  return { rounds, flow: createFlow({ edges: [think.to(think)], clock, queueSize: 1 }) };
}
const textOf = (answer: unknown) => (answer as FinalAnswer).text;
const answered = { onExhausted: "answer" } as const;

test("a working memory has 8 rounds and tokens without limit, if nobody says otherwise", () => {
  expect(workingMemory({ query: "q" })).toMatchObject({
    query: "q",
    facts: [],
    hops: 0,
    budgetHops: 8,
    tokensUsed: 0,
    budgetTokens: null,
    confidence: 0,
  });
});

test("a final answer has a text and citations, and is frozen", () => {
  expect(finalAnswer("yes", ["page 1"])).toEqual({ text: "yes", citations: ["page 1"] });
  expect(Object.isFrozen(finalAnswer("yes").citations)).toBe(true);
});

test.each([1, 3, 8])(
  "a hop budget of %d allows as many executions, then yields one final answer",
  async (hops) => {
    const { flow, rounds } = controller();
    const answer = await flow.call(workingMemory({ query: "q", budgetHops: hops }));
    expect(answer).toEqual({ text: "Hop budget exhausted", citations: [] });
    await settle();
    expect(rounds).toEqual(Array.from({ length: hops }, (_, round) => round));
  },
);

test("a final answer on the last allowed execution wins", async () => {
  const { flow, rounds } = controller({ answerAt: 3 });
  expect(textOf(await flow.call(workingMemory({ query: "q", budgetHops: 3 })))).toBe("found");
  expect(rounds).toHaveLength(3);
});

test("a hop budget of the call holds for any payload, and ends it with an error by default", async () => {
  let executions = 0;
  const spin = node({ name: "spin", allowCycle: true }, async (value: number, context) => {
    executions++;
    await context.emit(value, { to: "spin" });
  });
  await using flow = createFlow({ edges: [spin.to(spin)], budget: { hops: 100 } });
  expect(await codeOf(flow.call(1, { budget: { hops: 4 } }))).toBe("HOP_BUDGET_EXHAUSTED");
  expect(executions).toBe(4);
  expect(await codeOf(flow.call(1))).toBe("HOP_BUDGET_EXHAUSTED");
  expect(executions).toBe(104);
});

test("the caller of a working memory can have an error instead of an answer", async () => {
  const { flow } = controller();
  const call = flow.call(workingMemory({ query: "q" }), { budget: { onExhausted: "error" } });
  expect(await codeOf(call)).toBe("HOP_BUDGET_EXHAUSTED");
});

test("a token budget counts what nodes add, and ends the loop", async () => {
  const { flow, rounds } = controller({ tokens: 10 });
  const answer = await flow.call(workingMemory({ query: "q", budgetTokens: 25, tokensUsed: 5 }));
  expect(textOf(answer)).toBe("Token budget exhausted");
  expect(rounds).toHaveLength(2);
  const budget = { tokens: 25, onExhausted: "error" } as const;
  const error = codeOf(flow.call(workingMemory({ query: "q" }), { budget }));
  expect(await error).toBe("TOKEN_BUDGET_EXHAUSTED");
});

test("a deadline that has passed is told before tokens, and tokens before hops", async () => {
  const all = workingMemory({ query: "q", budgetTokens: 10, budgetHops: 1 });
  const late = controller({ tokens: 10, lateAt: 1 });
  expect(textOf(await late.flow.call(all, { deadlineAt: 10_000 }))).toBe("Deadline exceeded");
  const inTime = controller({ tokens: 10 });
  expect(textOf(await inTime.flow.call(all, { deadlineAt: 10_000 }))).toBe("Token budget exhausted");
  const frugal = controller();
  expect(textOf(await frugal.flow.call(all, { deadlineAt: 10_000 }))).toBe("Hop budget exhausted");
});

test("what is used up yields exactly one result, also when nobody reads the stream meanwhile", async () => {
  const chatty = node({ name: "chatty", allowCycle: true }, async (memory: WorkingMemory, context) => {
    for (let each = 0; each < 64; each++) void context.emitChunk({ text: "x" });
    await context.emit(memory, { to: "chatty" });
  });
  await using flow = createFlow({ edges: [chatty.to(chatty)] });
  const stream = flow.stream(workingMemory({ query: "q", budgetHops: 1 }), { budget: answered });
  await settle();
  const results: unknown[] = [];
  for await (const item of stream) if (item.type === "result") results.push(item.value);
  expect(results).toEqual([{ text: "Hop budget exhausted", citations: [] }]);
});

test("the limit is in the error, and its outcome is budget", async () => {
  const { flow } = controller();
  const call = flow.call(workingMemory({ query: "q" }), { budget: { onExhausted: "error" }, traceId: "t" });
  await expect(call).rejects.toMatchObject({
    traceId: "t",
    details: { limit: 8 },
    hint: /Raise the hop budget/,
  });
});

test("a deadline that fires mid-node yields the answer, too, when the trace began with a working memory", async () => {
  const clock = createVirtualClock();
  const stuck = node({ name: "stuck" }, (_: WorkingMemory) => new Promise<FinalAnswer>(() => undefined));
  await using flow = createFlow({ edges: [stuck.to()], clock });
  const call = flow.call(workingMemory({ query: "q" }), { timeoutMs: 100 });
  await clock.advance(100);
  expect(textOf(await call)).toBe("Deadline exceeded");
});

test("the answer is accepted as well by emit and fetch, even for a message that found no room", async () => {
  const clock = createVirtualClock();
  const stuck = node({ name: "stuck" }, (_: WorkingMemory) => new Promise<FinalAnswer>(() => undefined));
  await using flow = createFlow({ edges: [stuck.to()], clock, queueSize: 1 });
  for (const _ of [1, 2]) await flow.emit(workingMemory({ query: "q" }));
  const emit = flow.emit(workingMemory({ query: "q" }), { timeoutMs: 100 });
  await clock.advance(100);
  const traceId = await emit;
  expect(textOf((await flow.fetch({ traceId }))?.payload)).toBe("Deadline exceeded");
});

test("a trace that has had a result when its budget is used up gets no answer besides", async () => {
  const eager = node({ name: "eager", allowCycle: true }, async (memory: WorkingMemory, { emit }) => {
    await emit("early", { to: "egress" });
    await emit(memory, { to: "eager" });
  });
  await using flow = createFlow({ edges: [eager.to(eager)], egress: [eager] });
  expect(await flow.call(workingMemory({ query: "q", budgetHops: 1 }))).toBe("early");
});
