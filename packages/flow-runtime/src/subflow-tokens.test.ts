import { expect, test } from "vitest";
import { codeOf } from "./held-node.test-helper.ts";
import {
  type Callable,
  controllerLoop,
  createFlow,
  finalAnswer,
  type NodeContext,
  node,
  race,
  workingMemory,
} from "./index.ts";

/** How often a loop goes round that may use 100 tokens, when each round does this. */
async function roundsOf(round: (context: NodeContext) => unknown) {
  let rounds = 0;
  const spin = node({ name: "spin", allowCycle: true }, async (_: unknown, context) => {
    rounds++;
    await round(context);
    if (rounds < 50) await context.emit("on", { to: "spin" });
  });
  const code = await codeOf(createFlow({ edges: [spin.to(spin)] }).call("go", { budget: { tokens: 100 } }));
  return { rounds, code };
}

/** A flow that uses some tokens, itself and by another one. */
function using(tokens: number, by?: () => Callable<unknown, unknown>) {
  const uses = node({ name: "uses" }, async (_: unknown, { addTokens, call }) => {
    addTokens(tokens);
    if (by !== undefined) await call(by, "x");
  });
  return () => createFlow({ edges: [uses.to()] });
}

const ends = { rounds: 4, code: "TOKEN_BUDGET_EXHAUSTED" };

test("what a flow uses that a trace calls, counts for the trace, too", async () => {
  expect(await roundsOf(({ call }) => call(using(25), "x"))).toEqual(ends);
});

test("so does what a flow inside that one uses", async () => {
  expect(await roundsOf(({ call }) => call(using(5, using(20)), "x"))).toEqual(ends);
});

test("so does what a flow uses that was there before, and that fails in the end", async () => {
  const failing = createFlow({
    edges: [
      node({ name: "fails" }, (_: unknown, { addTokens }) => {
        addTokens(25);
        throw new Error("no");
      }).to(),
    ],
  });
  expect(await roundsOf(({ call }) => call(failing, "x").catch(() => undefined))).toEqual(ends);
});

test("so does what a branch uses that loses a race", async () => {
  const loses = node({ name: "loses" }, async (_: unknown, { addTokens, signal }) => {
    addTokens(20);
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  const wins = node({ name: "wins" }, async (_: unknown, { addTokens }) => {
    addTokens(5);
    return "first";
  });
  const run = race({ name: "run" }, { loses, wins });
  const raced = () => createFlow({ edges: [run.to()] });
  expect(await roundsOf(({ call }) => call(raced, "x"))).toEqual(ends);
});

test("so does what the working memory of a loop counts; what it came with has been counted before", async () => {
  const loop = () => {
    let rounds = 0;
    const think = () => (rounds++ === 2 ? finalAnswer("done") : "go on");
    const act = (_: string, { tokensUsed }: { tokensUsed: number }) => ({ tokensUsed: tokensUsed + 10 });
    return createFlow({ edges: [controllerLoop({ think, act }).to()] });
  };
  const memory = () => workingMemory({ query: "Why?", tokensUsed: 1_000 });
  expect(await roundsOf(({ call }) => call(loop, memory()))).toEqual({ ...ends, rounds: 5 });
});

test("a flow keeps to its own budget whatever the trace around it has used", async () => {
  const called = await roundsOf(async ({ call, addTokens }) => {
    addTokens(90);
    await call(using(5), "x", { budget: { tokens: 6 } });
  });
  expect(called).toEqual({ rounds: 2, code: "TOKEN_BUDGET_EXHAUSTED" });
});
