import { createFlow, node } from "@pergola/flow-runtime";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  anyOrder,
  expectNodeSequence,
  recordEvents,
  runOne,
  type SequenceStep,
  simulateError,
  visitedNodes,
} from "../index.ts";

const pass = <const Name extends string>(name: Name) =>
  node({ name, policy: { maxRetries: 3 } }, (value: number) => value);
const [a, b, c, d] = [pass("a"), pass("b"), pass("c"), pass("d")];

/** A trace that has visited these nodes. */
const visits = (...names: string[]) => ({
  traceId: "t",
  events: names.map((nodeName) => {
    return { type: "node-started" as const, ts: 0, flow: "f", traceId: "t", nodeName, attempt: 1 };
  }),
});

function difference(work: () => void): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("There is no difference.");
}

test("a chain is visited in order, and a retry is no visit of its own", async () => {
  const flaky = simulateError(b, "NODE_EXCEPTION", { failTimes: 2 });
  const run = await runOne({ edges: [a.to(flaky), flaky.to(c)] }, 1);
  expectNodeSequence(run, ["a", "b", "c"]);
  expect(visitedNodes(run)).toEqual(["a", "b", "c"]);
});

test("branches may come in any order", async () => {
  const run = await runOne({ edges: [a.to(b, c), c.to(d)] }, 1);
  expectNodeSequence(run, ["a", anyOrder("b", ["c", "d"])]);
  expect(() => expectNodeSequence(run, ["a", anyOrder("b", ["d", "c"])])).toThrow(/expected "d", got "c"/);
});

test("a difference is shown where it is", () => {
  const error = difference(() =>
    expectNodeSequence(visits("a", "b", "d"), ["a", "b", anyOrder("c", "x"), "d"]),
  );
  expect(error).toMatchObject({ code: "NODE_SEQUENCE_DIFFERS", details: { firstDifference: 2 } });
  expect(error.message).toBe(
    [
      'The trace visited other nodes than expected: after 2 that fit, expected "c" or "x", got "d".',
      "  expected: a → b → { c | x } → d",
      "  visited:  a → b → d",
      "                    ↑",
      "  The trace has not ended yet.",
    ].join("\n"),
  );
  expect(error.stack?.split("\n").find((line) => /^ +at /.test(line))).toContain(
    "expect-node-sequence.test.ts",
  );
});

test("too few visits and too many are differences, too", () => {
  const short = difference(() => expectNodeSequence(visits("a"), ["a", "b"]));
  expect(short.message).toContain('expected "b", got no more');
  expect(short.message).toContain("visited:  a → ∅");
  const after = difference(() => expectNodeSequence(visits("a", "x"), [anyOrder("a"), anyOrder(), "b"]));
  expect(after.message).toContain('expected "b", got "x"');
  const long = difference(() => expectNodeSequence(visits("a", "b"), ["a"]));
  expect(long.message).toContain('expected nothing more, got "b"');
  expect(difference(() => expectNodeSequence(visits("a"), [])).message).toContain("expected: nothing");
});

test("a difference says how the trace ended", async () => {
  const run = await runOne({ edges: [a.to(simulateError(b, "VALIDATION_FAILED"))] }, 1);
  const { message } = difference(() => expectNodeSequence(run, ["a", "b", "c"]));
  expect(message).toContain("The trace ended as failed (VALIDATION_FAILED).");
});

test("which trace is meant must be clear", async () => {
  await using flow = createFlow({ edges: [a.to(b)] });
  using recorder = recordEvents(flow);
  expect(() => expectNodeSequence(recorder, ["a"])).toThrow(/no events of a trace/);
  await flow.call(1, { traceId: "one" });
  expectNodeSequence(recorder, ["a", "b"]);
  await flow.call(1, { traceId: "two" });
  expect(() => expectNodeSequence(recorder, ["a", "b"])).toThrow(/2 traces: one, two/);
  expectNodeSequence(recorder.trace("two"), ["a", "b"]);
});

test("a node that stands in two branches may come from either", () => {
  const steps = [anyOrder(["a", "b"], ["a", "c"]), "d"];
  expectNodeSequence(visits("a", "a", "c", "b", "d"), steps);
  expectNodeSequence(visits("a", "c", "a", "b", "d"), steps);
  expect(() => expectNodeSequence(visits("a", "b", "c", "a", "d"), steps)).toThrow(/got "c"/);
  expectNodeSequence(visits("d"), [anyOrder(), anyOrder([]), "d"]);
});

interface Case {
  readonly steps: readonly SequenceStep[];
  readonly names: readonly string[];
}

/** Steps, and one order of names that fits them. */
const cases = fc.letrec<{ steps: Case; step: Case; name: Case; mixed: Case }>((tie) => ({
  name: fc.constantFrom("a", "b", "c").map((name) => ({ steps: [name], names: [name] })),
  mixed: fc
    .tuple(fc.array(tie("steps"), { maxLength: 3 }), fc.infiniteStream(fc.nat()))
    .map(([branches, random]) => {
      const left = branches.map(({ names }) => [...names]);
      const names: string[] = [];
      while (left.some((each) => each.length > 0)) {
        const open = left.filter((each) => each.length > 0);
        names.push(open[(random.next().value ?? 0) % open.length]?.shift() ?? "");
      }
      return { steps: [anyOrder(...branches.map(({ steps }) => steps))], names };
    }),
  step: fc.oneof({ maxDepth: 3 }, tie("name"), tie("mixed")),
  steps: fc.array(tie("step"), { maxLength: 4 }).map((all) => ({
    steps: all.flatMap(({ steps }) => steps),
    names: all.flatMap(({ names }) => names),
  })),
}));

test("every order that the steps allow fits; a stranger anywhere in it does not, and is found where it is", () => {
  fc.assert(
    fc.property(cases.steps, fc.nat(), ({ steps, names }, at) => {
      expectNodeSequence(visits(...names), steps);
      const place = at % (names.length + 1);
      const error = difference(() =>
        expectNodeSequence(visits(...names.toSpliced(place, 0, "stranger")), steps),
      );
      expect(error).toMatchObject({ details: { firstDifference: place } });
    }),
  );
});

test("a trace that visited nothing, and one that was cancelled, say so", async () => {
  const none = difference(() => expectNodeSequence({ traceId: "t", events: [] }, ["a"]));
  expect(none.message).toContain("visited:  nothing");
  const settled = { type: "trace-settled", ts: 0, flow: "f", traceId: "t", outcome: "cancelled" } as const;
  const cancelled = difference(() => expectNodeSequence({ traceId: "t", events: [settled] }, ["a"]));
  expect(cancelled.message).toContain("The trace ended as cancelled.");
});
