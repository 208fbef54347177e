import { AIMessage } from "@langchain/core/messages";
import { type Clock, type RetryPolicy, systemClock } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore, resourceErrors } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder, createAgent } from "../index.ts";
import { untilDone } from "../until-done.test-helper.ts";
import { FORMS, ofType, said, untilWaiting } from "./policies.test-helper.ts";

const State = z.object({ answer: z.string().optional() });
const down = () => resourceErrors.create("MODEL_UNAVAILABLE", { message: "down" });
const AT_ONCE = { backoffBaseMs: 0 } as const;

/** An agent whose only step throws these one after the other, and answers when there are none left. */
async function failing(
  errors: readonly unknown[],
  retry: RetryPolicy | undefined,
  clock: Clock = systemClock,
) {
  let attempts = 0;
  const step = () => {
    const at = attempts++;
    if (at < errors.length) throw errors[at];
    return { answer: `attempt ${at + 1}` };
  };
  const agent = await new AgentBuilder(State, { clock }).withStep("custom", { step, retry }).build();
  return { agent, attempts: () => attempts };
}

describe("the retry of a step", () => {
  it("runs it again until it succeeds, and tells of each time", async () => {
    const { agent, attempts } = await failing([new Error("one"), new Error("two")], {
      maxRetries: 2,
      ...AT_ONCE,
    });
    const events = await allEvents(agent.stream({}));
    expect(attempts()).toBe(3);
    expect(ofType(events, "step-retried")).toMatchObject([
      { step: "custom_step_0", attempt: 1, delayMs: 0, error: { message: "one" } },
      { step: "custom_step_0", attempt: 2, delayMs: 0, error: { message: "two" } },
    ]);
    expect(ofType(events, "step-started")).toHaveLength(1);
    expect(ofType(events, "step-finished")).toHaveLength(1);
    expect(ofType(events, "step-finished")[0]).not.toHaveProperty("error");
    expect(events.at(-1)).toMatchObject({ outcome: "completed" });
  });

  it("ends with the last error when its tries are used up", async () => {
    const errors = [new Error("one"), new Error("two"), new Error("three")];
    const { agent, attempts } = await failing(errors, { maxRetries: 2, ...AT_ONCE });
    await expect(agent.run({})).rejects.toMatchObject({ code: "STEP_FAILED", cause: errors[2] });
    expect(attempts()).toBe(3);
  });

  it("is none without a policy, and none when the policy says nothing of retries", async () => {
    for (const retry of [undefined, {}, { maxRetries: 0 }]) {
      const { agent, attempts } = await failing([new Error("one")], retry);
      await expect(agent.run({})).rejects.toMatchObject({ code: "STEP_FAILED" });
      expect(attempts()).toBe(1);
    }
  });

  it("waits longer each time, on the agent's clock", async () => {
    const clock = createVirtualClock();
    const { agent, attempts } = await failing(
      Array.from({ length: 3 }, () => new Error("no")),
      { maxRetries: 3, backoffBaseMs: 100, backoffFactor: 3, maxBackoffMs: 500, jitter: false },
      clock,
    );
    const running = agent.run({});
    for (const [index, delayMs] of [100, 300, 500].entries()) {
      await untilWaiting(clock);
      await clock.advance(delayMs - 1);
      expect(attempts()).toBe(index + 1);
      await clock.advance(1);
      expect(attempts()).toBe(index + 2);
    }
    expect((await running).answer).toBe("attempt 4");
    expect(clock.pendingTimers).toBe(0);
  });

  it("spreads its waits at random unless told not to", async () => {
    const clock = createVirtualClock();
    const { agent } = await failing([new Error("no")], { maxRetries: 1, backoffBaseMs: 1_000 }, clock);
    const [retried] = ofType(
      await untilDone(allEvents(agent.stream({})), clock, { stepMs: 250 }),
      "step-retried",
    );
    expect(retried?.delayMs).toBeGreaterThanOrEqual(500);
    expect(retried?.delayMs).toBeLessThanOrEqual(1_000);
  });

  it("ends at once when the run is stopped while it waits", async () => {
    const clock = createVirtualClock();
    const { agent, attempts } = await failing([new Error("no")], { maxRetries: 5 }, clock);
    const stop = new AbortController();
    const running = agent.run({}, { signal: stop.signal });
    await untilWaiting(clock);
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(attempts()).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it("does not begin once the run is stopped", async () => {
    const stop = new AbortController();
    let attempts = 0;
    const agent = await createAgent()
      .withStep("custom", {
        step: () => {
          attempts += 1;
          stop.abort(new Error("enough"));
          throw new Error("no");
        },
        retry: { maxRetries: 5, ...AT_ONCE },
      })
      .build();
    await expect(agent.run({}, { signal: stop.signal })).rejects.toThrow("enough");
    expect(attempts).toBe(1);
  });
});

describe("what is worth another try", () => {
  const attemptsFor = async (error: unknown, retryIf?: RetryPolicy["retryIf"]) => {
    const { agent, attempts } = await failing([error, error], {
      maxRetries: 1,
      ...AT_ONCE,
      ...(retryIf && { retryIf }),
    });
    await expect(agent.run({})).rejects.toThrow();
    return attempts();
  };

  it.each([
    ["an error of its own", new Error("no")],
    ["something that is no error", "no"],
    ["a connection that failed", new TypeError("fetch failed")],
    ["a model that is down", down()],
    ["a tool that failed", Object.assign(down(), { code: "TOOL_FAILED" })],
  ])("is %s", async (_name, error) => {
    expect(await attemptsFor(error)).toBe(2);
  });

  it.each([
    ["a mistake in the code", new TypeError("x is not a function")],
    ["a name that is not there", new ReferenceError("x is not defined")],
    ["a coded error that would come again", resourceErrors.create("MODEL_AUTH", { message: "who are you" })],
    ["a limit of the run", Object.assign(down(), { code: "TOOL_LIMIT_EXCEEDED" })],
  ])("is not %s", async (_name, error) => {
    expect(await attemptsFor(error)).toBe(1);
  });

  it("is what retryIf says, either way", async () => {
    expect(await attemptsFor(new TypeError("x is not a function"), () => true)).toBe(2);
    expect(await attemptsFor(new Error("no"), () => false)).toBe(1);
    const seen: unknown[] = [];
    const error = new Error("no");
    await attemptsFor(error, (thrown) => seen.push(thrown) === 0);
    expect(seen).toEqual([error]);
  });

  it("is a result that fits the state the next time", async () => {
    let attempts = 0;
    const agent = await new AgentBuilder(State)
      .withStep("custom", {
        step: () => ({ answer: ++attempts === 1 ? (7 as never) : "seven" }),
        retry: { maxRetries: 1, ...AT_ONCE, retryIf: () => true },
      })
      .build();
    expect((await agent.run({})).answer).toBe("seven");
  });
});

describe.each(FORMS)("a loop $form that is run again", ({ saver }) => {
  const tick = defineTool({
    name: "tick",
    description: "Ticks.",
    input: z.object({}),
    execute: async () => "tock",
  });
  const asks = { text: "let me see", toolCalls: [{ id: "t1", name: "tick", arguments: {} }] };

  async function loop(
    replies: readonly ScriptedReply[],
    retry: RetryPolicy,
    ofAgent: RetryPolicy = { maxRetries: 0 },
  ) {
    const model = new ScriptedChatModel(replies);
    const store = createInMemoryConversationStore();
    const checkpointer = saver();
    let builder = createAgent()
      .withMemory(store)
      .withRetry(ofAgent)
      .withTools([tick])
      .withStep("tools-loop", { model, retry });
    if (checkpointer !== undefined) builder = builder.withCheckpointer(checkpointer);
    return { agent: await builder.start(), model, store, checkpointer };
  }

  it("keeps nothing twice of what a failed attempt had said", async () => {
    const { agent, store, checkpointer } = await loop(
      [asks, { tokens: ["half an "], error: down() }, ...(saver() ? [] : [asks]), "It ticks."],
      { maxRetries: 1, ...AT_ONCE },
    );
    const at = { userId: "ada", sessionId: "s" };
    const stream = agent.stream("go", at);
    const events = await allEvents(stream);
    const { messages } = await stream.result;
    expect(said(messages)).toEqual(["ai: let me see", "tool: tock", "ai: It ticks."]);
    const { turns } = (await store.transcript({ tenantId: "local", agentId: "agent", ...at })) ?? {
      turns: [],
    };
    expect(turns[0]?.messages.map((message) => message.content)).toEqual([
      "go",
      "let me see",
      "tock",
      "It ticks.",
    ]);
    expect(ofType(events, "step-retried")).toMatchObject([{ step: "tools_loop_step_0", attempt: 1 }]);
    expect(ofType(events, "step-started")).toHaveLength(1);
    expect(ofType(events, "step-finished")).toHaveLength(1);
    expect(Object.keys(checkpointer?.storage ?? {})).toEqual([]);
  });

  it("spends one budget with its model calls, until the breaker of the model opens", async () => {
    const { agent, model } = await loop(
      Array.from({ length: 100 }, () => down()),
      { maxRetries: 5, ...AT_ONCE },
      { maxRetries: 5, ...AT_ONCE },
    );
    await expect(agent.chat("go")).rejects.toMatchObject({ code: "CIRCUIT_OPEN" });
    // The first and its five retries; the step asks no model that is known to be down.
    expect(model.calls).toHaveLength(6);
  });

  it("keeps what was said when every attempt fails", async () => {
    const half = { tokens: ["half an "], error: down() };
    const { agent, store } = await loop([half, half], { maxRetries: 1, ...AT_ONCE });
    const at = { userId: "ada", sessionId: "s" };
    await expect(agent.chat("go", at)).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE" });
    const { turns } = (await store.transcript({ tenantId: "local", agentId: "agent", ...at })) ?? {
      turns: [],
    };
    expect(turns[0]).toMatchObject({ status: "settled", outcome: "failed" });
    expect(turns[0]?.messages.at(-1)?.content).toContain("half an ");
  });

  it("keeps what was said when the run is stopped", async () => {
    const { agent, store } = await loop([asks, { hang: true }], { maxRetries: 3, ...AT_ONCE });
    const at = { userId: "ada", sessionId: "s" };
    const stop = new AbortController();
    const stream = agent.stream("go", { ...at, signal: stop.signal });
    let calls = 0;
    for await (const event of stream)
      if (event.type === "model-started" && ++calls === 2) stop.abort(new Error("enough"));
    const turns = (await store.transcript({ tenantId: "local", agentId: "agent", ...at }))?.turns;
    expect(turns?.[0]).toMatchObject({ outcome: "cancelled" });
    expect(turns?.[0]?.messages.map((message) => message.content)).toEqual(["go", "let me see", "tock"]);
  });
});

describe("a step that fails in the end", () => {
  const at = { userId: "ada", sessionId: "s" };

  async function stored(step: (attempt: number) => ScriptedReply) {
    const store = createInMemoryConversationStore();
    const model = new ScriptedChatModel([step(1), step(2)]);
    const agent = await createAgent()
      .withMemory(store)
      .withStep("llm", {
        model,
        output: z.array(z.string()),
        as: "name",
        retry: { maxRetries: 1, ...AT_ONCE },
      })
      .build();
    await expect(agent.chat("go", at)).rejects.toMatchObject({ code: "OUTPUT_INVALID" });
    return (await store.transcript({ tenantId: "local", agentId: "agent", ...at }))?.turns[0]?.messages;
  }

  it("leaves only what its last attempt has streamed", async () => {
    const messages = await stored((attempt) => `no list ${attempt}`);
    expect(messages?.map((message) => message.content)).toEqual(["go", "no list 2"]);
  });

  it("leaves what it has said in both in the same words, once", async () => {
    const messages = await stored(() => "no list");
    expect(messages?.map((message) => message.content)).toEqual(["go", "no list"]);
  });
});

describe("a step that is run again beside another", () => {
  it("takes back what it has said itself, and nothing of the other", async () => {
    const told = Promise.withResolvers<void>();
    let attempts = 0;
    const agent = await createAgent()
      .withMemory(createInMemoryConversationStore())
      .withStep("parallel", {
        branches: {
          flaky: [
            { step: "custom", config: { step: () => ({ messages: [new AIMessage("flaky")] }) } },
            {
              step: "custom",
              config: {
                step: async () => {
                  await told.promise;
                  if (++attempts === 1) throw new Error("no");
                  return { messages: [new AIMessage("flaky at last")] };
                },
                retry: { maxRetries: 1, ...AT_ONCE },
              },
            },
          ],
          steady: [
            { step: "custom", config: { step: () => ({ messages: [new AIMessage("steady")] }) } },
            { step: "custom", config: { step: () => told.resolve() } },
          ],
        },
      })
      .build();
    const { messages } = await agent.chat("go");
    expect(said(messages).toSorted()).toEqual(["ai: flaky", "ai: flaky at last", "ai: steady"]);
  });

  it("in the middle of what the other says, too", async () => {
    const failed = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    let attempts = 0;
    const agent = await createAgent()
      .withStep("parallel", {
        branches: {
          flaky: [
            {
              step: "custom",
              config: {
                step: async () => {
                  began.resolve();
                  await failed.promise;
                  if (++attempts === 1) throw new Error("no");
                  return {};
                },
                retry: { maxRetries: 1, ...AT_ONCE },
              },
            },
          ],
          steady: [
            {
              step: "custom",
              config: {
                step: async () => {
                  await began.promise;
                  return { messages: [new AIMessage("steady")] };
                },
              },
            },
            { step: "custom", config: { step: () => failed.resolve() } },
          ],
        },
      })
      .build();
    expect(said((await agent.chat("go")).messages)).toEqual(["ai: steady"]);
  });
});

describe("retries of many steps", () => {
  it("come from one budget of the run: four for its model calls, and what its steps may add", async () => {
    const tried = new Map<number, number>();
    const Items = z.object({ items: z.array(z.number()), item: z.number().optional() });
    const step = ({ item = 0 }: { item?: number }) => {
      const attempts = (tried.get(item) ?? 0) + 1;
      tried.set(item, attempts);
      if (attempts === 1) throw new Error(`no ${item}`);
    };
    const agent = await new AgentBuilder(Items)
      .withStep("map", {
        over: "items",
        item: "item",
        concurrency: 1,
        steps: [{ step: "custom", config: { step, retry: { maxRetries: 3, ...AT_ONCE } } }],
      })
      .build();
    const items = Array.from({ length: 50 }, (_, index) => index);
    await expect(agent.run({ items })).rejects.toMatchObject({ message: expect.stringContaining("no 7") });
    expect([...tried.values()]).toEqual([2, 2, 2, 2, 2, 2, 2, 1]);
  });
});
