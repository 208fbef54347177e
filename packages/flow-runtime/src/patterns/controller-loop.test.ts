import { type Logger, silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import {
  type Budget,
  controllerLoop,
  createFlow,
  finalAnswer,
  node,
  type WorkingMemory,
  workingMemory,
} from "../index.ts";

/** A loop that answers in the round `last`, and counts how often it thought. */
function looking(last: number, budget?: Budget) {
  const rounds: number[] = [];
  const loop = controllerLoop({
    ...(budget !== undefined && { budget }),
    think: async ({ facts, hops, query }, { addTokens }) => {
      rounds.push(hops);
      addTokens(10);
      return facts.length + 1 >= last
        ? finalAnswer(`${query}: ${facts.join()}`, ["a"])
        : { look: facts.length };
    },
    act: async ({ look }, { facts }) => ({ facts: [...facts, look], hops: 99 }),
  });
  return { rounds, flow: createFlow({ edges: [loop.to()] }) };
}

test("a loop thinks and acts until there is an answer", async () => {
  const { flow, rounds } = looking(3);
  expect(await flow.call("why")).toEqual({ text: "why: 0,1", citations: ["a"] });
  expect(rounds).toEqual([0, 1, 2]);
  expect(flow.stats().traces).toBe(0);
});

test("N hops allow N rounds, and an answer in the last one wins", async () => {
  const won = looking(4, { hops: 4 });
  expect(await won.flow.call("q")).toMatchObject({ text: "q: 0,1,2" });
  const lost = looking(5, { hops: 4 });
  expect(await lost.flow.call("q")).toEqual({ text: "Hop budget exhausted", citations: [] });
  expect([won.rounds.length, lost.rounds.length]).toEqual([4, 4]);
});

test("there are eight rounds if nobody says, and as many as a memory that comes says", async () => {
  const many = looking(100);
  expect(await many.flow.call("q")).toMatchObject({ text: "Hop budget exhausted" });
  expect(many.rounds).toHaveLength(8);
  const memory = workingMemory({ query: "q", budgetHops: 2 });
  const few = looking(100, { hops: 50 });
  expect(await few.flow.call(memory)).toMatchObject({ text: "Hop budget exhausted" });
  expect(few.rounds).toHaveLength(2);
});

test("tokens come before hops, and what thinking has used counts", async () => {
  const { flow, rounds } = looking(100, { tokens: 30, hops: 3 });
  expect(await flow.call("q")).toEqual({ text: "Token budget exhausted", citations: [] });
  expect(rounds).toHaveLength(3);
});

test.each<[string, Budget]>([
  ["HOP_BUDGET_EXHAUSTED", { hops: 2, onExhausted: "error" }],
  ["TOKEN_BUDGET_EXHAUSTED", { tokens: 20, onExhausted: "error" }],
])("what is used up is %s when an error is asked for", async (code, budget) => {
  const { flow, rounds } = looking(100, budget);
  await expect(flow.call("q")).rejects.toMatchObject({ code, nodeName: "controller" });
  expect(rounds).toHaveLength(2);
});

test("a node after the loop gets the answer, also that the budget is used up", async () => {
  const loop = controllerLoop({
    name: "search",
    budget: { hops: 1 },
    think: () => ({ look: 1 }),
    act: () => undefined,
  });
  const shout = node({ name: "shout" }, ({ text }: { text: string }) => text.toUpperCase());
  await using flow = createFlow({ edges: [loop.to(shout)] });
  expect(await flow.call("q")).toBe("HOP BUDGET EXHAUSTED");
});

test("chunks of a round go to whoever reads the trace", async () => {
  const loop = controllerLoop({
    think: async ({ hops }, { emitChunk }) => {
      await emitChunk({ text: `round ${hops}` });
      return hops === 1 ? finalAnswer("done") : "again";
    },
    act: (action: string, memory) => ({ facts: [...memory.facts, action] }),
  });
  await using flow = createFlow({ edges: [loop.to()] });
  const items: unknown[] = [];
  for await (const item of flow.stream("q")) items.push(item.type === "chunk" ? item.text : item.value);
  expect(items).toEqual(["round 0", "round 1", { text: "done", citations: [] }]);
});

test("what a round logs says which trace and which half it is of", async () => {
  const said: unknown[] = [];
  const loggerOf = (fields: object): Logger => ({
    ...silentLogger,
    info: (message) => void said.push([message, fields]),
    child: (more) => loggerOf({ ...fields, ...more }),
  });
  const loop = controllerLoop({
    think: (memory, { logger }) => {
      logger.info("thinks");
      return memory.hops === 1 ? finalAnswer("done") : "look";
    },
    act: (_: string, _memory, { logger }) => void logger.info("acts"),
  });
  await createFlow({ edges: [loop.to()], logger: loggerOf({}), createId: () => "inner" }).call("q");
  const of = (name: string) => ({ traceId: "inner", node: name });
  expect(said).toEqual([
    ["thinks", of("think")],
    ["acts", of("act")],
    ["thinks", of("think")],
  ]);
});

test("a retry repeats one half of one round", async () => {
  const calls: string[] = [];
  let failures = 2;
  const clock = createVirtualClock();
  const loop = controllerLoop({
    policy: { maxRetries: 2, backoffBaseMs: 10 },
    think: ({ facts }) => {
      calls.push("think");
      return facts.length === 2 ? finalAnswer("done") : "look";
    },
    act: (_: string, { facts }: WorkingMemory) => {
      calls.push("act");
      if (facts.length === 1 && failures-- > 0) throw new Error("torn");
      return { facts: [...facts, 1] };
    },
  });
  await using flow = createFlow({ clock, edges: [loop.to()] });
  const call = flow.call("q");
  await clock.advance(100);
  expect(await call).toMatchObject({ text: "done" });
  expect(calls).toEqual(["think", "act", "think", "act", "act", "act", "think"]);
});

test("a deadline ends a loop in the middle of a round", async () => {
  const clock = createVirtualClock();
  const reasons: unknown[] = [];
  const loop = controllerLoop({
    think: (_, { signal }) =>
      new Promise<string>((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reasons.push(signal.reason);
          reject(signal.reason);
        });
      }),
    act: (_: string) => undefined,
  });
  await using flow = createFlow({ clock, edges: [loop.to()] });
  const failed = flow.call("q", { timeoutMs: 40 }).catch((error) => error);
  await clock.advance(40);
  expect(await failed).toMatchObject({ code: "DEADLINE_EXCEEDED" });
  await clock.advance(0);
  expect(reasons).toMatchObject([{ code: "TRACE_CANCELLED", cause: { code: "DEADLINE_EXCEEDED" } }]);
  const answered = flow.call("q", { timeoutMs: 40, budget: { onExhausted: "answer" } });
  await clock.advance(40);
  expect(await answered).toEqual({ text: "Deadline exceeded", citations: [] });
  expect(clock.pendingTimers).toBe(0);
});

test("a loop that thinks of nothing fails and says so", async () => {
  const loop = controllerLoop({ think: () => undefined as never, act: () => undefined });
  await using flow = createFlow({ edges: [loop.to()] });
  await expect(flow.call("q")).rejects.toThrow("expected an action or finalAnswer(…)");
});

test("a loop without its work, or with a budget that is none, is refused", () => {
  const work = { think: () => finalAnswer("x"), act: () => undefined };
  expect(() => controllerLoop({ ...work, act: undefined as never })).toThrow(
    expect.objectContaining({ code: "INVALID_NODE" }),
  );
  expect(() => controllerLoop({ ...work, budget: { hops: 0 } })).toThrow(
    expect.objectContaining({ code: "INVALID_OPTIONS" }),
  );
});
