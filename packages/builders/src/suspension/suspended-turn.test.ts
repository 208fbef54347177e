import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { interrupt, MemorySaver } from "@langchain/langgraph";
import { withMessages } from "@pergola/config";
import { createScope } from "@pergola/core";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder, createAgent } from "../index.ts";
import {
  AT,
  asks,
  codeOf,
  keptIn,
  lines,
  SCOPE,
  travelAgent,
  travelTools,
} from "./suspension.test-helper.ts";

const hotel = [asks({ look: "hotel" }, { book: "hotel" }), "Booked."];
const BOOKED = ["user: go", "assistant: ", "tool: hotel is fine", "tool: booked hotel", "assistant: Booked."];

describe("a suspended turn", () => {
  it("is stored as such, durably, before anybody is told", async () => {
    const { agent, store, transcript } = await travelAgent(hotel);
    const order: string[] = [];
    const suspend = store.suspend.bind(store);
    store.suspend = async (...args) => {
      await suspend(...args);
      order.push("stored");
    };
    const stream = agent.stream("go", AT);
    const events = await allEvents(stream, (event) => {
      if (event.type === "run-suspended") order.push("told");
    });
    expect(order).toEqual(["stored", "told"]);
    expect(await transcript()).toMatchObject([
      { status: "suspended", messages: [{ role: "user", content: "go" }] },
    ]);
    expect((await store.events(SCOPE, stream.runId))?.map((event) => event.seq)).toEqual(
      events.map((event) => event.seq),
    );
    expect(events.at(-1)).toMatchObject({
      type: "run-suspended",
      interrupts: [{ value: { approve: "hotel" } }],
    });
  });

  it("may be answered as soon as it is told", async () => {
    const { agent, done } = await travelAgent(hotel);
    const texts: string[] = [];
    for await (const event of agent.stream("go", { ...AT, runId: "r" }))
      if (event.type === "run-suspended") texts.push((await agent.resume("r", "yes", AT)).text);
    expect(texts).toEqual(["Booked."]);
    expect(done).toEqual(["looked at hotel", 'booked hotel: "yes"']);
  });

  it("lets other turns of the session go by, which do not see it, and keeps its place", async () => {
    const { agent, model, transcript } = await travelAgent([
      hotel[0] as ScriptedReply,
      "Hello.",
      "Booked.",
      "Bye.",
    ]);
    await agent.chat("go", { ...AT, runId: "first" });
    expect((await agent.chat("hi", AT)).text).toBe("Hello.");
    expect(model.calls[1]?.messages.map((message) => message.text)).toEqual(["hi"]);
    expect((await agent.resume("first", "yes", AT)).text).toBe("Booked.");
    expect(model.calls[2]?.messages.map((message) => message.text)).toEqual([
      "go",
      "",
      "hotel is fine",
      "booked hotel",
    ]);
    const turns = await transcript();
    expect(turns.map((turn) => lines(turn.messages))).toEqual([BOOKED, ["user: hi", "assistant: Hello."]]);
    expect(turns.map((turn) => turn.status)).toEqual(["settled", "settled"]);
    await agent.chat("bye", AT);
    expect(
      lines(model.calls[3]?.messages ?? []).map((line) => line.replace(/^(human|ai|tool)/, "$1")),
    ).toEqual([
      ...["human: go", "ai: ", "tool: hotel is fine", "tool: booked hotel", "ai: Booked."],
      ...["human: hi", "ai: Hello.", "human: bye"],
    ]);
  });

  it("gives the session's lock back while it waits, and takes it again for the answer", async () => {
    const { agent, store, done } = await travelAgent(hotel);
    await agent.chat("go", { ...AT, runId: "r" });
    const release = await store.lock(SCOPE);
    const resuming = agent.resume("r", "yes", AT);
    await settled();
    expect(done).toEqual(["looked at hotel"]);
    release();
    expect((await resuming).text).toBe("Booked.");
    (await store.lock(SCOPE, { signal: AbortSignal.timeout(1_000) }))();
  });

  it("stays suspended when whoever answers leaves the queue", async () => {
    const { agent, store, done } = await travelAgent(hotel);
    await agent.chat("go", { ...AT, runId: "r" });
    const release = await store.lock(SCOPE);
    const stop = new AbortController();
    const reason = new Error("enough");
    const stream = agent.resumeStream("r", "yes", { ...AT, signal: stop.signal });
    const resuming = stream.result;
    await settled();
    stop.abort(reason);
    await expect(resuming).rejects.toBe(reason);
    release();
    expect(done).toEqual(["looked at hotel"]);
    expect((await agent.resume("r", "yes", AT)).text).toBe("Booked.");
  });

  it("gives the lock back when its answer is refused", async () => {
    const { agent, store } = await travelAgent(hotel);
    await agent.chat("go", { ...AT, runId: "r" });
    expect(await codeOf(agent.resume("r", undefined, AT))).toBe("INVALID_RESUME");
    (await store.lock(SCOPE, { signal: AbortSignal.timeout(1_000) }))();
  });

  it("of a session with a generated id is answered with the id of its result", async () => {
    const { agent } = await travelAgent(hotel);
    const { runId, sessionId } = await agent.chat("go");
    expect((await agent.resume(runId, "yes", { sessionId })).sessionId).toBe(sessionId);
  });
});

describe("what is asked of models and tools", () => {
  for (const form of ["chat", "run"] as const)
    it(`is asked once, however often ${form} is interrupted`, async () => {
      const replies = [
        asks({ look: "a" }, { book: "b" }),
        asks({ book: "c" }, { look: "d" }),
        asks({ book: "e" }),
        "Done.",
      ];
      const { agent, model, done, saver } = await travelAgent(replies);
      const at = form === "chat" ? AT : {};
      const input = form === "chat" ? "go" : { messages: [{ role: "user", content: "go" }] };
      let part = await agent.stream(input as never, { ...at, runId: "r" }).result;
      let answers = 0;
      while (part.interrupts !== undefined)
        part = (await agent.resume("r", `answer ${++answers}`, at)) as typeof part;
      expect(answers).toBe(3);
      expect(part.text).toBe("Done.");
      expect(model.calls).toHaveLength(4);
      expect(done).toEqual([
        ...["looked at a", 'booked b: "answer 1"', "looked at d"],
        ...['booked c: "answer 2"', 'booked e: "answer 3"'],
      ]);
      expect(part.toolCalls.map((call) => call.id)).toEqual([
        "look-a",
        "book-b",
        "look-d",
        "book-c",
        "book-e",
      ]);
      expect(part.iterations).toBe(4);
      expect(lines(part.messages)).toHaveLength(9);
      expect(keptIn(saver)).toEqual([]);
    });

  it("is the same request as if nobody had been asked", async () => {
    const replies = [asks({ look: "a" }, { book: "b" }), asks({ book: "c" }), "Done."];
    const { agent, model } = await travelAgent(replies);
    await agent.chat("go", { ...AT, runId: "r" });
    await agent.resume("r", "yes", AT);
    await agent.resume("r", "yes", AT);
    expect(lines(model.calls[2]?.messages ?? [])).toEqual([
      ...["human: go", "ai: ", "tool: a is fine", "tool: booked b", "ai: ", "tool: booked c"],
    ]);
    const ids = model.calls[2]?.messages.map((message) => message.id);
    expect(new Set(ids).size).toBe(6);
    expect(ids?.slice(0, 4)).toEqual(model.calls[1]?.messages.map((message) => message.id));
  });
});

describe("the conversation after an answer", () => {
  it("has nothing twice when a step returns all messages", async () => {
    const State = withMessages(z.object({ approved: z.string().optional() }));
    const store = createInMemoryConversationStore();
    const all = (state: unknown) => (state as { messages: BaseMessage[] }).messages;
    const agent = await new AgentBuilder(State)
      .withCheckpointer(new MemorySaver())
      .withMemory(store)
      .withStep("llm", { model: new ScriptedChatModel(["First.", "Second."]) })
      .withStep("custom", { needsGraph: true, step: () => ({ approved: String(interrupt("go?")) }) })
      .withStep("custom", {
        step: (state) => ({ messages: [...all(state), new AIMessage("Mine.")] }) as never,
      })
      .withStep("llm", { model: new ScriptedChatModel(["Last.", "Last again."]) })
      .build();
    await agent.chat("before", { ...AT, runId: "zero" });
    await agent.resume("zero", "yes", AT);
    await agent.chat("go", { ...AT, runId: "r" });
    const { messages, state } = await agent.resume("r", "yes", AT);
    expect(lines(messages)).toEqual(["ai: Second.", "ai: Mine.", "ai: Last again."]);
    const turns = (await store.transcript(SCOPE))?.turns.map((turn) => lines(turn.messages));
    const said = [
      ["user: before", "assistant: First.", "assistant: Mine.", "assistant: Last."],
      ["user: go", "assistant: Second.", "assistant: Mine.", "assistant: Last again."],
    ];
    expect(turns).toEqual(said);
    expect(lines(all(state)).map((line) => line.replace(/^\w+: /, ""))).toEqual(
      said.flat().map((line) => line.replace(/^\w+: /, "")),
    );
  });

  it("has the history window of its beginning, each message with one id", async () => {
    const { agent, model } = await travelAgent(["One.", "Two.", ...hotel], {
      and: (builder) => builder.withMemory({ type: "conversation", window: { maxMessages: 2 } }),
    });
    await agent.chat("one", AT);
    await agent.chat("two", AT);
    await agent.chat("go", { ...AT, runId: "r" });
    const { messages } = await agent.resume("r", "yes", AT);
    expect(lines(messages)).toEqual(["ai: ", "tool: hotel is fine", "tool: booked hotel", "ai: Booked."]);
    expect(lines(model.calls.at(-1)?.messages ?? []).slice(0, 3)).toEqual([
      "human: two",
      "ai: Two.",
      "human: go",
    ]);
    const turns = (await agent.memory.transcript(SCOPE))?.turns;
    expect(turns?.map((turn) => turn.messages.length)).toEqual([2, 2, 5]);
  });
});

describe("cancelling a suspended run", () => {
  it("settles its turn with what was said, closes what is open, and clears the saver", async () => {
    const { agent, saver, store, transcript, done, model } = await travelAgent([
      ...hotel.slice(0, 1),
      "Fine.",
    ]);
    await agent.chat("go", { ...AT, runId: "r" });
    await agent.cancel("r", AT);
    const [turn] = await transcript();
    expect(turn).toMatchObject({ status: "settled", outcome: "cancelled" });
    expect(lines(turn?.messages ?? []).slice(0, 3)).toEqual([
      "user: go",
      "assistant: ",
      "tool: hotel is fine",
    ]);
    expect(turn?.messages[3]).toMatchObject({ role: "tool", toolCallId: "book-hotel", status: "error" });
    const log = (await store.events(SCOPE, "r")) ?? [];
    expect(log.slice(-4)).toMatchObject([
      { type: "run-resumed" },
      { type: "tool-finished", callId: "book-hotel", error: { code: "RUN_CANCELLED" } },
      { type: "step-finished", error: { code: "RUN_CANCELLED" } },
      { type: "run-finished", outcome: "cancelled" },
    ]);
    expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index));
    expect(keptIn(saver)).toEqual([]);
    expect(done).toEqual(["looked at hotel"]);
    expect(model.calls).toHaveLength(1);
    expect((await agent.chat("again", AT)).text).toBe("Fine.");
    expect(await codeOf(agent.cancel("r", AT))).toBe("RUN_NOT_SUSPENDED");
  });

  it("works for a run without a turn, and needs no answer by id", async () => {
    const { tools } = travelTools();
    const saver = new MemorySaver();
    const model = new ScriptedChatModel([asks({ book: "a" }, { book: "b" })]);
    const agent = await createAgent()
      .withCheckpointer(saver)
      .withTools(tools)
      .withStep("tools-loop", { model })
      .build();
    await agent.chat("go", { runId: "r" });
    await agent.cancel("r");
    expect(keptIn(saver)).toEqual([]);
    expect(await codeOf(agent.resume("r", "yes"))).toBe("RUN_NOT_SUSPENDED");
  });
});

describe("a run that ends after its answer", () => {
  const endings: readonly [string, ScriptedReply, object][] = [
    ["completed", "Booked.", {}],
    ["failed", new Error("the model broke"), {}],
    ["budget", asks({ look: "b" }, { look: "c" }), {}],
    ["cancelled", { hang: true }, {}],
    ["deadline", { hang: true }, { timeoutMs: 20 }],
  ];

  it.each(endings)("with outcome %s leaves nothing in the saver", async (outcome, reply, options) => {
    const { agent, saver, store, transcript } = await travelAgent([asks({ book: "hotel" }), reply], {
      and: (builder) => builder.withLimits({ maxToolCalls: 2 }).withRetry({ maxRetries: 0 }),
    });
    await agent.chat("go", { ...AT, runId: "r" });
    expect(keptIn(saver)).not.toEqual([]);
    const stop = new AbortController();
    const stream = agent.resumeStream("r", "yes", { ...AT, ...options, signal: stop.signal });
    const events = await allEvents(stream, (event) => {
      if (outcome === "cancelled" && event.type === "model-started") stop.abort(new Error("enough"));
    });
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome });
    expect(await transcript()).toMatchObject([{ status: "settled", outcome }]);
    expect(keptIn(saver)).toEqual([]);
    expect(await codeOf(agent.resume("r", "yes", AT))).toBe("RUN_NOT_SUSPENDED");
    const log = (await store.events(SCOPE, "r")) ?? [];
    expect(log.filter((event) => event.type === "run-finished")).toHaveLength(1);
    expect(log.filter((event) => event.type === "run-started")).toHaveLength(1);
    const started = log.filter((event) => event.type.endsWith("-started")).length;
    expect(log.filter((event) => event.type.endsWith("-finished"))).toHaveLength(started);
  });

  it("without ever waiting leaves nothing in the saver either", async () => {
    for (const [, reply, options] of endings) {
      const { agent, saver } = await travelAgent([reply], {
        and: (builder) => builder.withLimits({ maxToolCalls: 1 }).withRetry({ maxRetries: 0 }),
      });
      await codeOf(agent.chat("go", { ...AT, timeoutMs: 20, ...options }));
      expect(keptIn(saver)).toEqual([]);
    }
  });
});

describe("the log of a run that was suspended", () => {
  it("is one run's, whole and without a gap", async () => {
    const { agent, store } = await travelAgent([asks({ book: "a" }), asks({ book: "b" }), "Done."]);
    const events = await allEvents(agent.stream("go", { ...AT, runId: "r" }));
    events.push(...(await allEvents(agent.resumeStream("r", "yes", AT))));
    events.push(...(await allEvents(agent.resumeStream("r", "yes", AT))));
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
    const log = await store.events(createScope(SCOPE), "r");
    expect(log).toEqual(
      events.filter((event) => event.type !== "text-delta").map((event) => JSON.parse(JSON.stringify(event))),
    );
  });
});

/** Lets everything that is ready run. */
const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};
