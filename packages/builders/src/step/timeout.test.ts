import { interrupt, MemorySaver } from "@langchain/langgraph";
import { type RunEvent, sleep } from "@pergola/core";
import { createVirtualClock, type VirtualClock } from "@pergola/core/testing";
import type { StepContext } from "@pergola/core-steps";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder, createAgent } from "../index.ts";
import { untilDone } from "../until-done.test-helper.ts";
import { FORMS, ofType, said, untilWaiting } from "./policies.test-helper.ts";

const State = z.object({ answer: z.string().optional() });
const AGAIN = { maxRetries: 1, backoffBaseMs: 10, jitter: false } as const;

let clock: VirtualClock;
beforeEach(() => {
  clock = createVirtualClock();
});

const never = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

/** The error that stopped the run, and its events. */
async function ending(stream: ReturnType<Awaited<ReturnType<AgentBuilder["build"]>>["stream"]>) {
  const events = await untilDone(allEvents(stream), clock);
  return {
    events,
    error: await stream.result.then(
      () => undefined,
      (thrown: unknown) => thrown,
    ),
  };
}

describe("a step that takes longer than its timeoutMs", () => {
  it("is stopped by its own signal, and fails the run with STEP_TIMEOUT", async () => {
    const seen: unknown[] = [];
    const agent = await new AgentBuilder(State, { clock })
      .withStep("custom", {
        nodeName: "slow",
        timeoutMs: 500,
        step: async (_state, { signal, run }) => {
          run.signal.addEventListener("abort", () => seen.push(clock.now(), run.signal.reason));
          await never(signal as AbortSignal);
        },
      })
      .build();
    const { events, error } = await ending(agent.stream({}));
    expect(error).toMatchObject({ code: "STEP_TIMEOUT", details: { step: "slow", timeoutMs: 500 } });
    expect(seen).toEqual([500, error]);
    expect(ofType(events, "step-finished")).toMatchObject([
      { error: { code: "STEP_TIMEOUT" }, latencyMs: 500 },
    ]);
    expect(events.at(-1)).toMatchObject({ outcome: "failed", error: { code: "STEP_TIMEOUT" } });
    expect(clock.pendingTimers).toBe(0);
  });

  it("has its model call stopped", async () => {
    const model = new ScriptedChatModel([{ tokens: ["one "], hang: true }], { clock });
    const agent = await createAgent({}, { clock }).withStep("llm", { model, timeoutMs: 500 }).build();
    const { events, error } = await ending(agent.stream("go"));
    expect(error).toMatchObject({ code: "STEP_TIMEOUT" });
    expect(model.calls).toMatchObject([{ state: "failed", abortedAt: 500 }]);
    expect(ofType(events, "model-finished")).toHaveLength(1);
  });

  it("does not hold up the run when it ignores its signal, and finds its handles dead", async () => {
    const late = Promise.withResolvers<readonly PromiseSettledResult<unknown>[]>();
    const wake = Promise.withResolvers<void>();
    const agent = await new AgentBuilder(State, { clock })
      .withLlm(new ScriptedChatModel(["never"]))
      .withStep("custom", {
        timeoutMs: 500,
        step: async (_state, { run }) => {
          const llm = run.resource("llm");
          await wake.promise;
          late.resolve(
            Promise.allSettled([
              llm.generate("x"),
              Promise.resolve().then(() => run.resource("tools")),
              Promise.resolve().then(() => run.emit({ type: "text-delta", callId: "c", text: "late" })),
            ]),
          );
        },
      })
      .build();
    const { events, error } = await ending(agent.stream({}));
    expect(error).toMatchObject({ code: "STEP_TIMEOUT" });
    wake.resolve();
    expect((await late.promise).map((each) => each.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(ofType(events, "text-delta")).toEqual([]);
  });

  it("is not stopped when it ends in time, and leaves no timer", async () => {
    const agent = await new AgentBuilder(State, { clock })
      .withStep("custom", { timeoutMs: 500, step: () => ({ answer: "in time" }) })
      .build();
    expect((await agent.run({})).answer).toBe("in time");
    expect(clock.pendingTimers).toBe(0);
  });

  it("is still stopped by the run's own signal, with its reason", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const agent = await new AgentBuilder(State, { clock })
      .withStep("custom", { timeoutMs: 500, step: (_state, { run }) => never(run.signal) })
      .build();
    const running = agent.run({}, { signal: stop.signal });
    await untilWaiting(clock);
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(clock.pendingTimers).toBe(0);
  });

  it("ends with the run's deadline when that is earlier", async () => {
    const agent = await new AgentBuilder(State, { clock })
      .withStep("custom", { timeoutMs: 500, step: (_state, { run }) => never(run.signal) })
      .build();
    const { events, error } = await ending(agent.stream({}, { timeoutMs: 300 }));
    expect(error).toMatchObject({ code: "DEADLINE_EXCEEDED" });
    expect(events.at(-1)).toMatchObject({ outcome: "deadline" });
  });
});

describe("a step that is run again after its timeout", () => {
  it("has the whole time for each attempt", async () => {
    const starts: number[] = [];
    const agent = await new AgentBuilder(State, { clock })
      .withStep("custom", {
        timeoutMs: 500,
        retry: { ...AGAIN, maxRetries: 2 },
        step: async (_state, { run }) => {
          starts.push(clock.now());
          if (starts.length < 3) return never(run.signal);
          await sleep(490, { signal: run.signal, clock });
          return { answer: "at last" };
        },
      })
      .build();
    const stream = agent.stream({});
    const { events, error } = await ending(stream);
    expect(error).toBeUndefined();
    expect((await stream.result).state).toEqual({ answer: "at last" });
    expect(starts).toEqual([0, 510, 1_030]);
    expect(ofType(events, "step-retried")).toMatchObject([
      { error: { code: "STEP_TIMEOUT" } },
      { error: { code: "STEP_TIMEOUT" } },
    ]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("takes nothing from an attempt that was left behind", async () => {
    const wake = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    let zombie: StepContext["run"] | undefined;
    let attempts = 0;
    const tick = defineTool({
      name: "tick",
      description: "Ticks.",
      input: z.object({}),
      execute: async () => 1,
    });
    const agent = await createAgent({}, { clock })
      .withTools([tick])
      .withLimits({ maxToolCalls: 1 })
      .withStep("custom", {
        timeoutMs: 500,
        retry: AGAIN,
        step: async (_state, { run }) => {
          if (++attempts === 1) {
            zombie = run;
            await wake.promise;
            await Promise.allSettled([
              (async () => run.emit({ type: "text-delta", callId: "zombie", text: "late" }))(),
              (async () =>
                run.emit({ type: "tool-started", callId: "zombie", tool: "tick", arguments: {} }))(),
              (async () => run.resource("tools").run({ id: "zombie", name: "tick", arguments: {} }))(),
              (async () => run.resource("llm").generate("zombie"))(),
            ]);
            left.resolve();
            return { messages: [{ role: "assistant", content: "from the one left behind" }] } as never;
          }
          wake.resolve();
          await left.promise;
          await clockTurn();
          await run.resource("tools").run({ id: "alive", name: "tick", arguments: {} });
          return { messages: [{ role: "assistant", content: "alive" }] } as never;
        },
      })
      .withLlm(new ScriptedChatModel(["never"]))
      .build();
    const stream = agent.stream("go");
    const { events, error } = await ending(stream);
    expect(error).toBeUndefined();
    expect(said((await stream.result).messages)).toEqual(["ai: alive"]);
    const told = events.filter((event) => "callId" in event);
    expect(told.map((event) => ("tool" in event ? event.callId : "text" in event && event.text))).toEqual([
      ...["alive", "alive"],
      "alive",
    ]);
    expect(zombie?.signal.reason).toMatchObject({ code: "STEP_TIMEOUT" });
  });

  it("has stopped what the first attempt had running in another agent's graph", async () => {
    const model = new ScriptedChatModel([{ hang: true }, "fine"], { clock });
    const inner = await createAgent({}, { clock }).withStep("llm", { model }).build();
    const agent = await createAgent({}, { clock })
      .withStep("custom", {
        timeoutMs: 500,
        retry: AGAIN,
        step: async (state, context) => {
          if (model.calls.length === 1) expect(model.calls[0]).toMatchObject({ abortedAt: 500 });
          return inner.graph.invoke(state as never, context as never) as never;
        },
      })
      .build();
    const result = await untilDone(agent.chat("go"), clock);
    expect(result.text).toBe("fine");
    expect(model.calls).toHaveLength(2);
  });
});

describe.each(FORMS)("a loop $form with a timeoutMs", ({ saver }) => {
  const slow = (delayMs: readonly number[]) => {
    const delays = [...delayMs];
    return defineTool({
      name: "slow",
      description: "Takes its time.",
      input: z.object({}),
      execute: async (_input, { signal }) => {
        const delay = delays.shift() ?? 0;
        await sleep(delay, { signal, clock });
        return "done";
      },
    });
  };
  const asks = (...ids: readonly string[]) => ({
    toolCalls: ids.map((id) => ({ id, name: "slow", arguments: {} })),
  });

  async function loop(
    replies: readonly ScriptedReply[],
    delayMs: readonly number[],
    config: { readonly timeoutMs: number; readonly retry?: object },
  ) {
    const model = new ScriptedChatModel(replies, { clock });
    const checkpointer = saver();
    let builder = createAgent({}, { clock })
      .withTools([slow(delayMs)])
      .withStep("tools-loop", { model, ...config });
    if (checkpointer !== undefined) builder = builder.withCheckpointer(checkpointer);
    return { agent: await builder.build(), model };
  }

  it("counts the time of all its model and tool calls", async () => {
    const { agent } = await loop(
      [{ ...asks("a"), delayMs: 200 }, { ...asks("b"), delayMs: 200 }, "never"],
      [200, 200],
      { timeoutMs: 700 },
    );
    const { events, error } = await ending(agent.stream("go"));
    expect(error).toMatchObject({ code: "STEP_TIMEOUT", details: { timeoutMs: 700 } });
    expect(ofType(events, "step-finished")).toMatchObject([
      { latencyMs: 700, error: { code: "STEP_TIMEOUT" } },
    ]);
    expect(ofType(events, "tool-finished")).toMatchObject([
      { callId: "a", latencyMs: 200 },
      { callId: "b", latencyMs: 100, error: { code: "STEP_TIMEOUT" } },
    ]);
    expect(ofType(events, "model-finished")).toHaveLength(2);
    expect(events.slice(-3).map((event) => event.type)).toEqual([
      "tool-finished",
      "step-finished",
      "run-finished",
    ]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("is in time when each call is, and all together", async () => {
    const { agent } = await loop(
      [
        { ...asks("a"), delayMs: 200 },
        { text: "done", delayMs: 200 },
      ],
      [200],
      {
        timeoutMs: 700,
      },
    );
    expect((await untilDone(agent.chat("go"), clock)).text).toBe("done");
    expect(clock.pendingTimers).toBe(0);
  });

  it("closes a tool call that it stopped at once, and says why", async () => {
    const { agent } = await loop([asks("a"), ...(saver() ? [] : [asks("b")]), "done"], [10_000, 10], {
      timeoutMs: 500,
      retry: AGAIN,
    });
    const stream = agent.stream("go");
    const { events, error } = await ending(stream);
    expect(error).toBeUndefined();
    const order = events.flatMap((event: RunEvent) =>
      event.type === "tool-finished" || event.type === "step-retried" ? [event] : [],
    );
    expect(order).toMatchObject([
      { type: "tool-finished", callId: "a", latencyMs: 500, error: { code: "STEP_TIMEOUT" } },
      { type: "step-retried", error: { code: "STEP_TIMEOUT" } },
      { type: "tool-finished" },
    ]);
    expect(order).toHaveLength(3);
  });

  it("has the whole time again after a retry", async () => {
    const { agent, model } = await loop(
      [
        { ...asks("a"), delayMs: 100 },
        ...(saver() ? [] : [{ ...asks("b"), delayMs: 100 }]),
        { text: "done", delayMs: 100 },
      ],
      [10_000, 200],
      { timeoutMs: 500, retry: AGAIN },
    );
    const { text } = await untilDone(agent.chat("go"), clock);
    expect(text).toBe("done");
    expect(model.calls).toHaveLength(saver() ? 2 : 3);
    expect(clock.pendingTimers).toBe(0);
  });

  it("keeps what others had said by the time of a retry", async () => {
    const { agent } = await loop(
      [asks("a", "b"), ...(saver() ? [] : [asks("c", "d")]), "done"],
      [10, 10_000, 10, 10],
      {
        timeoutMs: 500,
        retry: AGAIN,
      },
    );
    const { messages } = await untilDone(agent.chat("go"), clock);
    expect(said(messages)).toEqual(["ai: ", "tool: done", "tool: done", "ai: done"]);
  });
});

describe("the time of a step whose run waits for an answer", () => {
  const ask = defineTool({
    name: "ask",
    description: "Asks.",
    input: z.object({}),
    execute: async () => String(interrupt("go?")),
  });
  const asks = (delayMs: number) => ({
    delayMs,
    toolCalls: [{ id: `after-${delayMs}`, name: "ask", arguments: {} }],
  });
  const build = (replies: readonly ScriptedReply[]) =>
    createAgent({}, { clock })
      .withTools([ask])
      .withCheckpointer(new MemorySaver())
      .withStep("tools-loop", { model: new ScriptedChatModel(replies, { clock }), timeoutMs: 1_000 })
      .build();

  it("stands still while it waits", async () => {
    const agent = await build([asks(400), { text: "done", delayMs: 400 }]);
    const { interrupts } = await untilDone(agent.chat("go", { runId: "r" }), clock);
    expect(interrupts).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(1_000_000);
    expect((await untilDone(agent.resume("r", "yes"), clock)).text).toBe("done");
  });

  it("goes on from where it stood", async () => {
    const agent = await build([asks(600), { text: "never", delayMs: 600 }]);
    await untilDone(agent.chat("go", { runId: "r" }), clock);
    await clock.advance(1_000_000);
    await expect(untilDone(agent.resume("r", "yes"), clock)).rejects.toMatchObject({ code: "STEP_TIMEOUT" });
  });
});

/** Lets what has been set off by now come to its end. */
const clockTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
