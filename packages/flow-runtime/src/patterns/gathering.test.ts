import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createFlow,
  type Flow,
  type FlowOptions,
  joinK,
  type NodeContext,
  node,
  withMeta,
} from "../index.ts";

/** What a trace sends: to which branch, and how long that one takes, in milliseconds. */
interface Sending {
  readonly branch: number;
  readonly delayMs: number;
}

interface Case {
  readonly traces: readonly (readonly Sending[])[];
  readonly first: number;
  readonly second: number;
  readonly onIncomplete: "error" | "emit";
  readonly queueSize: number;
}

const BRANCHES = 3;

/** Branches, a join after them, one after that: messages that a join gathers may come from a join. */
function joinedTwice({ first, second, onIncomplete, queueSize }: Case, observed: Partial<FlowOptions>) {
  const clock = createVirtualClock();
  const deal = node({ name: "deal" }, async (sendings: readonly Sending[], ctx: NodeContext) => {
    for (const [index, { branch, delayMs }] of sendings.entries())
      await ctx.emit({ index, delayMs }, { to: `b${branch}` });
  });
  const branches = Array.from({ length: BRANCHES }, (_, at) =>
    node({ name: `b${at}`, policy: { concurrency: 4 } }, async (sent: { index: number; delayMs: number }) => {
      if (sent.delayMs > 0) await new Promise<void>((resolve) => void clock.setTimer(sent.delayMs, resolve));
      return withMeta(sent.index, { [`from${sent.index}`]: at });
    }),
  );
  const joins = [
    joinK(first, { name: "one", onIncomplete, merge: (items: readonly number[]) => items.join(" ") }),
    joinK(second, { name: "two", onIncomplete: "emit" }),
  ] as const;
  const slow = node({ name: "slow" }, async (text: string) => {
    await new Promise<void>((resolve) => void clock.setTimer(2, resolve));
    return text;
  });
  const flow = createFlow({
    ...observed,
    clock,
    queueSize,
    // The second join is declared first: at the end of a trace it is asked before the first one.
    edges: [
      joins[1].to(),
      deal.to(...branches),
      ...branches.map((each) => each.to(joins[0])),
      joins[0].to(slow),
      slow.to(joins[1]),
    ],
    ingress: [deal],
  });
  return { clock, flow };
}

async function outcomesOf(each: Case, observed: Partial<FlowOptions> = {}) {
  const { clock, flow } = joinedTwice(each, observed);
  const traces = each.traces.map(async (sendings, index) => {
    const got: unknown[] = [];
    try {
      for await (const item of flow.stream(sendings, { traceId: `t${index}` }))
        if (item.type === "result")
          got.push((item.value as string[]).map((text) => text.split(" ").map(Number)));
    } catch (error) {
      got.push((error as { code: string }).code);
    }
    return got;
  });
  await clock.advance(10_000);
  return { outcomes: await Promise.all(traces), left: clock.pendingTimers + flow.stats().traces };
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  traces: fc.array(
    fc.array(
      fc.record({
        branch: fc.integer({ min: 0, max: BRANCHES - 1 }),
        delayMs: fc.constantFrom(0, 0, 0, 1, 3, 7),
      }),
      { maxLength: 12 },
    ),
    { minLength: 1, maxLength: 6 },
  ),
  first: fc.integer({ min: 1, max: 4 }),
  second: fc.integer({ min: 1, max: 3 }),
  onIncomplete: fc.constantFrom("error", "emit"),
  queueSize: fc.constantFrom(1, 2, 64),
});

type Got = readonly (string | readonly (readonly number[])[])[];

/** Rounds as they were put together, whatever was in them: branches that work at once may come in any order. */
const shapeOf = (got: Got) =>
  got.map((each) => (typeof each === "string" ? each : each.map((round) => round.length)));

const messagesOf = (got: Got) => got.filter((each) => typeof each !== "string").flat(2);

/** What each branch sent, as it came. */
const byBranch = (got: Got, sendings: readonly Sending[]) =>
  Array.from({ length: BRANCHES }, (_, at) =>
    messagesOf(got).filter((index) => sendings[index]?.branch === at),
  );

test("joins make the same rounds in the same order whether or not somebody watches", async () => {
  const numRuns = 150 * Number(process.env.PERGOLA_SOAK ?? 1);
  await fc.assert(
    fc.asyncProperty(anyCase, async (each) => {
      const watched = await outcomesOf(each, { onEvent: () => {} });
      const unwatched = await outcomesOf(each);
      for (const [index, sendings] of each.traces.entries()) {
        const [one, other] = [watched.outcomes[index] as Got, unwatched.outcomes[index] as Got];
        expect(shapeOf(other)).toEqual(shapeOf(one));
        const isWhole = !one.some((got) => typeof got === "string");
        if (isWhole) expect(byBranch(other, sendings)).toEqual(byBranch(one, sendings));
        for (const order of byBranch(other, sendings)) expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
      expect([watched.left, unwatched.left]).toEqual([0, 0]);
    }),
    { numRuns },
  );
});

test("a join that takes in what another gives at the very end is not passed over", async () => {
  const { outcomes } = await outcomesOf({
    traces: [[{ branch: 0, delayMs: 0 }]],
    ...{ first: 4, second: 3, onIncomplete: "emit", queueSize: 64 },
  });
  expect(outcomes).toEqual([[[[0]]]]);
});

test("a join takes in nothing before a message that gives way to others before it is worked on", async () => {
  // What begins inside 64 others waits for a turn of the event loop.
  const chain = Array.from({ length: 63 }, (_, at) =>
    node({ name: `n${at}` }, (text: string, { emit }: NodeContext) => void emit(text)),
  );
  const last = node({ name: "last" }, (_text: string, { emit }: NodeContext) => {
    void emit("first");
    return "second";
  });
  const join = joinK(3, { onIncomplete: "emit" });
  const nodes = [...chain, last, join];
  await using flow = createFlow({
    edges: nodes.flatMap((each, at) => [[each, nodes.slice(at + 1, at + 2)] as const]),
  });
  expect(await flow.call("")).toEqual(["first", "second"]);
});

test.each([{}, { onEvent: () => {} }])(
  "what a loop brings to a join counts as a round (%j)",
  async (observed) => {
    let visits = 0;
    const start = node({ name: "start" }, (n: number, ctx: NodeContext) => ctx.emit(n).then(() => n));
    const pair = joinK(2, { name: "pair", merge: ([first]: readonly number[]) => first ?? 0 });
    const left = node({ name: "left" }, (n: number) => {
      visits++;
      return n;
    });
    const right = node({ name: "right" }, (n: number) => n);
    await using flow = createFlow({
      ...observed,
      edges: [start.to(pair), pair.to(left, right), left.to(pair), right.to(pair)],
      egress: [start],
      allowCycles: true,
      budget: { hops: 10 },
    });
    const traceId = await flow.emit(0);
    await expect(allOf(flow, traceId)).rejects.toMatchObject({ code: "HOP_BUDGET_EXHAUSTED" });
    // Each visit sends two messages back: the tenth is the last that may go.
    expect(visits).toBe(5);
  },
);

async function allOf(flow: Flow<number, unknown>, traceId: string): Promise<never> {
  for (;;) await flow.fetch({ traceId });
}

test("a flow that is stopped and run again keeps the state of its traces as it did", async () => {
  const { clock, flow } = joinedTwice(
    { traces: [], first: 2, second: 1, onIncomplete: "emit", queueSize: 64 },
    {},
  );
  const sendings = [0, 1].map((branch) => ({ branch, delayMs: 0 }));
  for (let round = 0; round < 3; round++) {
    const call = flow.call(sendings);
    await clock.advance(10);
    expect(await call).toEqual(["0 1"]);
    await flow.stop();
    flow.run();
  }
});
