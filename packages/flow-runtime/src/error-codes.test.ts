import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { heldNode, settle } from "./held-node.test-helper.ts";
import {
  type CallOptions,
  createFlow,
  type FlowErrorCode,
  flowErrors,
  joinK,
  ModelRegistry,
  type NodeContext,
  type NodePolicy,
  node,
  policyRouter,
} from "./index.ts";

/** Calls a flow of one node that does this. */
const once = (
  work: (payload: unknown, context: NodeContext) => unknown,
  { policy = {}, ...options }: CallOptions & { policy?: NodePolicy } = {},
) => createFlow({ edges: [node({ name: "work", policy }, work).to()] }).call("x", options);
const forever = () => new Promise(() => undefined);
const pass = node({ name: "pass" }, (value: unknown) => value);

/** Goes round until its budget is used up. */
function spinning(budget: CallOptions["budget"]) {
  const spin = node({ name: "spin", allowCycle: true }, async (value: unknown, context) => {
    context.addTokens(10);
    await context.emit(value, { to: "spin" });
  });
  return createFlow({ edges: [spin.to(spin)] }).call("x", { budget });
}

/** Sends a message to a node that never ends, and then does this. */
async function stuck(then: (flow: ReturnType<typeof createFlow>) => unknown, options: CallOptions = {}) {
  const clock = createVirtualClock();
  const flow = createFlow({ edges: [heldNode("held").to()], clock });
  const call = flow.call("x" as never, { traceId: "t", ...options });
  call.catch(() => undefined);
  await then(flow as never);
  await clock.advance(1_000);
  return call;
}

/** For each code something that ends with it, by what a user can do. */
const producers: Readonly<Record<FlowErrorCode, () => unknown>> = {
  NODE_EXCEPTION: () =>
    once(() => {
      throw new Error("no");
    }),
  async NODE_TIMEOUT() {
    const clock = createVirtualClock();
    const slow = node({ name: "slow", policy: { timeoutMs: 10 } }, forever);
    const call = createFlow({ edges: [slow.to()], clock }).call("x");
    call.catch(() => undefined);
    await clock.advance(10);
    return call;
  },
  VALIDATION_FAILED: () =>
    createFlow({ edges: [node({ name: "a", input: z.number() }, (value) => value).to()] }).call("x" as never),
  TRACE_CANCELLED: () => stuck((flow) => flow.cancel("t")),
  DEADLINE_EXCEEDED: () => stuck(() => undefined, { timeoutMs: 1_000 }),
  HOP_BUDGET_EXHAUSTED: () => spinning({ hops: 3 }),
  TOKEN_BUDGET_EXHAUSTED: () => spinning({ tokens: 25 }),
  async QUEUE_FULL() {
    const flow = createFlow({ edges: [heldNode("held").to()], queueSize: 1 });
    for (let each = 0; each < 3; each++) flow.emitNowait(each);
  },
  MULTIPLE_RESULTS: () =>
    once(async (_, context) => {
      await context.emit(1);
      await context.emit(2);
    }),
  RESULT_IS_PROMISE: () => once((_, { emit }) => emit(new Promise(() => undefined))),
  NODE_STARVED: () => once((_, context) => context.fetch()),
  JOIN_INCOMPLETE: () => createFlow({ edges: [pass.to(joinK(2, { name: "join" }))] }).call("x"),
  UNKNOWN_TARGET: () => once((_, context) => context.emit("x", { to: "nowhere" })),
  async CONTEXT_OVER() {
    let late: NodeContext | undefined;
    await once((_, context) => {
      late = context;
    });
    await late?.emit("late");
  },
  STREAM_ORDER: () => once((_, context) => context.emitChunk({ text: "x", seq: -1 })),
  UNKNOWN_TRACE: () => createFlow({ edges: [pass.to()] }).fetch({ traceId: "x" }),
  DUPLICATE_TRACE: () => stuck((flow) => flow.call("x" as never, { traceId: "t" })),
  STOPPED: () => stuck((flow) => flow.stop()),
  CYCLE: () => createFlow({ edges: [pass.to(pass)] }),
  INVALID_FLOW: () => createFlow({ edges: [] }),
  INVALID_NODE: () => node({ name: "" }, pass.definition.run),
  INVALID_OPTIONS: () => once(() => 1, { timeoutMs: -1 }),
  UNKNOWN_MODEL: () =>
    createFlow({ edges: [pass.to()], registry: new ModelRegistry().register("x", {}) }).run(),
  DUPLICATE_MODEL: () => new ModelRegistry().register("x", {}).register("x", {}),
  INVALID_ROUTE: () =>
    createFlow({ edges: [policyRouter({ name: "route" }, { select: () => 42 as never }).to(pass)] }).call(
      "x",
    ),
};

const errorOf = (work: () => unknown): Promise<unknown> =>
  (async () => work())().then(
    () => undefined,
    (error: unknown) => error,
  );

test.each(Object.entries(producers))(
  "%s is thrown, with a sentence and a next action",
  async (code, work) => {
    const error = await errorOf(work);
    expect(error).toMatchObject({ code });
    const { message, hint } = error as { message: string; hint: string };
    expect(message).toMatch(/^\w.{10,}[.:)\w]$/s);
    expect(hint.length).toBeGreaterThan(10);
  },
);

test("every code that the package declares is among them", () => {
  expect(Object.keys(producers).sort()).toEqual(Object.keys(flowErrors.meanings).sort());
});

const ofTraces: readonly (readonly [FlowErrorCode, string | undefined])[] = [
  ["NODE_EXCEPTION", "work"],
  ["NODE_TIMEOUT", "slow"],
  ["VALIDATION_FAILED", "a"],
  ["UNKNOWN_TARGET", "work"],
  ["STREAM_ORDER", "work"],
  ["NODE_STARVED", "work"],
  ["JOIN_INCOMPLETE", "join"],
  ["TRACE_CANCELLED", undefined],
  ["DEADLINE_EXCEEDED", undefined],
  ["HOP_BUDGET_EXHAUSTED", undefined],
  ["MULTIPLE_RESULTS", undefined],
  ["STOPPED", undefined],
];
test.each(ofTraces)(
  "%s as the end of a trace names the trace and, if one is to blame, the node: %s",
  async (code, nodeName) => {
    const error = (await errorOf(producers[code])) as { name: string; traceId: string; nodeName?: string };
    expect(error.name).toBe("FlowError");
    expect(error.traceId).not.toBe("");
    expect(error.nodeName).toBe(nodeName);
  },
);

test("a FlowError as JSON has all there is to know, its cause included", async () => {
  const clock = createVirtualClock();
  const policy = { maxRetries: 1, backoffBaseMs: 10 };
  const fail = node({ name: "fail", policy }, async (_: string) => {
    await new Promise<void>((resolve) => clock.setTimer(5, resolve));
    throw new TypeError("broken");
  });
  const flow = createFlow({ edges: [fail.to()], clock, onEvent: () => undefined });
  const failed = errorOf(() => flow.call("x", { traceId: "t" }));
  await clock.advance(100);
  expect(JSON.parse(JSON.stringify(await failed))).toMatchObject({
    code: "NODE_EXCEPTION",
    message: 'Node "fail" failed after 2 attempts: broken',
    hint: expect.stringContaining("maxRetries"),
    traceId: "t",
    nodeName: "fail",
    attempt: 2,
    latencyMs: 5,
    cause: { message: "broken" },
    attempts: [{ attempt: 1 }, { attempt: 2, error: { message: "broken" } }],
  });
  await settle();
});
